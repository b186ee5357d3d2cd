/**
 * The one book of an app: every construct of ours registers, and when the app is synthesized all findings of all stacks are
 * collected and thrown once, before any stack of ours is written. Also writes `fleet.plan.json` beside each `cdk.tf.json`.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Construct, IConstruct } from 'constructs';
import type { Finding } from '../core/finding';
import { throwProblems } from '../core/fleet-error';
import { assemblePlan, type PlanSections } from '../plan/assemble';
import { PLAN_FILE } from '../plan/schema';
import { Annotations, addCustomSynthesis, type ISynthesisSession, TerraformStack } from './engine';

const REGISTRY = Symbol.for('cdktf-agent-fleet.SynthesisRegistry');

/** What a construct brings to the synthesis. Both are asked once, when every construct exists. */
export interface Participant {
  findings(): readonly Finding[];
  plan?(): Partial<PlanSections>;
}

/** How a duplicate is told, and what is none. */
export interface NameWords {
  /**
   * What the name stands for; the same name for the same thing is no duplicate.
   * @default - the construct
   */
  readonly meaning?: string;
  /**
   * Prop that gives the name.
   * @default 'id'
   */
  readonly prop?: string;
  /**
   * What to change.
   * @default - an own id for each
   */
  readonly repairs?: readonly string[];
}

interface Reservation extends NameWords {
  readonly meaning: string;
  readonly path: string;
}

export class SynthesisRegistry {
  static of(scope: IConstruct): SynthesisRegistry {
    const root = scope.node.root as IConstruct & { [REGISTRY]?: SynthesisRegistry };
    root[REGISTRY] ??= new SynthesisRegistry();
    return root[REGISTRY];
  }

  private readonly participants = new Map<IConstruct, Participant>();
  private readonly names = new Map<string, Reservation[]>();
  private readonly stacks = new Set<TerraformStack>();
  private readonly annotated = new Set<string>();
  /** Stacks that the running synthesis has asked; a stack that asks again begins the next synthesis. */
  private readonly asked = new Set<TerraformStack>();

  register(construct: Construct, participant: Participant): void {
    this.participants.set(construct, participant);
    this.asked.clear();
    const stack = TerraformStack.of(construct);
    if (this.stacks.has(stack)) return;
    this.stacks.add(stack);
    stack.node.addValidation({ validate: () => this.check(stack) });
    addCustomSynthesis(stack, { onSynthesize: (session) => this.writePlan(stack, session) });
  }

  /** Reserves a name that must be unique within its realm, e.g. `pool in namespace research`. */
  reserveName(realm: string, name: string, construct: IConstruct, words: NameWords = {}): void {
    this.asked.clear();
    const key = `${realm}\u0000${name}`;
    const path = construct.node.path;
    this.names.set(key, [...(this.names.get(key) ?? []), { meaning: path, ...words, path }]);
  }

  /** Constructs of one class that registered, in the order of their creation. */
  registered<T extends IConstruct>(guard: (construct: IConstruct) => construct is T): T[] {
    return [...this.participants.keys()].filter(guard);
  }

  /** cdktf asks every stack, and one answer holds for all of them. */
  private check(stack: TerraformStack): string[] {
    if (this.asked.size === 0 || this.asked.has(stack)) this.checkAll();
    this.asked.add(stack);
    return [];
  }

  private checkAll(): void {
    this.asked.clear();
    const findings = [...this.duplicates(), ...[...this.participants.values()].flatMap((participant) => participant.findings())];
    throwProblems(findings);
    this.annotate(findings);
  }

  private duplicates(): Finding[] {
    return [...this.names.entries()].flatMap(([key, reservations]) => {
      const [realm = '', name = ''] = key.split('\u0000');
      const [first, ...others] = reservations;
      const second = others.find(({ meaning }) => meaning !== first?.meaning);
      if (second === undefined) return [];
      const paths = [...new Set(reservations.map(({ path: at }) => at))];
      return {
        code: 'AF-SPEC-003',
        severity: 'error' as const,
        path: second.path,
        prop: second.prop ?? 'id',
        value: name,
        allowed: `one ${realm} of this name`,
        message: `the name "${name}" is used ${paths.length} times: ${paths.join(', ')}`,
        repairs: second.repairs ?? ['give each its own id'],
      };
    });
  }

  /** Warnings reach the terminal through cdktf's own annotations; hints stay in the plan. */
  private annotate(findings: readonly Finding[]): void {
    for (const [construct] of this.participants) {
      for (const finding of findings) {
        const key = `${finding.path}|${finding.code}|${finding.message}`;
        if (finding.severity !== 'warning' || finding.path !== construct.node.path || this.annotated.has(key)) continue;
        this.annotated.add(key);
        Annotations.of(construct).addWarning(`[${finding.code}] ${finding.message}`);
      }
    }
  }

  private writePlan(stack: TerraformStack, session: ISynthesisSession): void {
    const manifest = session.manifest.forStack(stack);
    const folder = path.join(session.outdir, path.dirname(manifest.synthesizedStackPath));
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, PLAN_FILE), `${JSON.stringify(this.planOf(stack), null, 2)}\n`);
  }

  private planOf(stack: TerraformStack) {
    const mine = [...this.participants.entries()].filter(([construct]) => TerraformStack.of(construct) === stack);
    const sections = mine.map(([, participant]) => participant.plan?.() ?? {});
    const findings = mine.flatMap(([, participant]) => participant.findings());
    return assemblePlan(stack.node.id, sections, findings);
  }
}
