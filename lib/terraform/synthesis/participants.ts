import type { Construct, IConstruct } from 'constructs';
import type { Finding } from '../../core/finding';
import type { Environment } from '../../core/rule';
import { strictly } from '../../core/strict';
import type { PlanSections } from '../../plan/assemble';
import type { Candidate, Changeable } from '../changed-specs';
import { TerraformStack } from '../engine';

/** How a cluster takes what is found on it. */
export interface JudgingCluster {
  /** What is not known is an error. */
  readonly strict: boolean;
  readonly environment: Environment;
}

/** What a construct brings to the synthesis. Both are asked once, when every construct exists. */
export interface Participant {
  findings(): readonly Finding[];
  plan?(): Partial<PlanSections>;
  /** How its cluster takes its findings; undefined where it is on none. */
  readonly cluster: JudgingCluster | undefined;
  /** How repairs of its props are tried. @default - none is offered */
  readonly changeable?: Changeable;
}

/** The constructs of ours in an app, in the order in which they registered, with what each brings. */
export class Participants {
  private readonly byConstruct = new Map<IConstruct, Participant>();
  private readonly byStack = new Map<TerraformStack, Set<IConstruct>>();

  add(construct: Construct, participant: Participant): void {
    this.byConstruct.set(construct, participant);
    const stack = TerraformStack.of(construct);
    this.byStack.set(stack, (this.byStack.get(stack) ?? new Set()).add(construct));
  }

  has(construct: IConstruct): boolean {
    return this.byConstruct.has(construct);
  }

  get constructs(): readonly IConstruct[] {
    return [...this.byConstruct.keys()];
  }

  get entries(): readonly (readonly [IConstruct, Participant])[] {
    return [...this.byConstruct];
  }

  of(stack: TerraformStack): readonly Participant[] {
    return [...(this.byStack.get(stack) ?? [])].flatMap((construct) => this.byConstruct.get(construct) ?? []);
  }

  /** Path of the nearest construct of ours around another; its own where there is none. */
  ownerPath(construct: IConstruct): string {
    return ([...construct.node.scopes].reverse().find((scope) => this.has(scope)) ?? construct).node.path;
  }

  /** What repairs may change. */
  candidates(): readonly Candidate[] {
    return this.entries.flatMap(([construct, { changeable }]) =>
      changeable === undefined ? [] : [{ construct, path: construct.node.path, changeable }],
    );
  }

  /**
   * Findings as the clusters of their constructs take them.
   * @param teller who has found them; findings of nobody are those of the construct at their path
   */
  asStrict(findings: readonly Finding[], teller?: Participant): readonly Finding[] {
    return findings.map((finding) => {
      if (finding.uncertain !== true) return finding;
      const isStrict = (teller ?? this.at(finding.path))?.cluster?.strict === true;
      return isStrict ? strictly(finding) : finding;
    });
  }

  private at(path: string): Participant | undefined {
    return this.entries.find(([construct]) => construct.node.path === path)?.[1];
  }
}
