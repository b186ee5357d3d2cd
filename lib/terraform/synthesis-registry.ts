import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Construct, IConstruct } from 'constructs';
import type { Change } from '../core/change';
import { type Trial, withCheckedRepairs } from '../core/check-repairs';
import type { SpecCode } from '../core/codes';
import { evaluateRules } from '../core/evaluate-rules';
import { type Finding, place } from '../core/finding';
import { FleetSpecError, isFleetError, throwProblems } from '../core/fleet-error';
import { once } from '../core/once';
import { recorded, recordRead } from '../core/recorded';
import { type Environment, strictestOf } from '../core/rule';
import { trialNow, withSpecs } from '../core/spec-trial';
import { strictly } from '../core/strict';
import { withoutTokensIn } from '../core/token';
import { assemblePlan, type PlanSections } from '../plan/assemble';
import { clearRefused, markRefused } from '../plan/refused-synthesis';
import { type FleetPlan, PLAN_FILE } from '../plan/schema';
import type { ChecksPlan } from '../plan/sections/checks';
import { type Candidate, type Changeable, changedSpecs } from './changed-specs';
import { Annotations, addCustomSynthesis, type ISynthesisSession, TerraformStack } from './engine';
import { madeIn } from './made-objects';
import { overriddenResources } from './overridden-resources';
import { type NameWords, ReservedNames } from './reserved-names';
import type { Reviewer } from './reviewer';
import { KEPT_RULES, OVERRIDE_RULES } from './rules';

export type { NameWords } from './reserved-names';

const REGISTRY = Symbol.for('cdktf-agent-fleet.SynthesisRegistry');

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

/** What one synthesis has computed. It is thrown away when something is added to the app, and when the next synthesis begins. */
interface Synthesis {
  readonly values: Map<object, () => unknown>;
  /** Constructs of a class, by its guard. */
  readonly registered: Map<(construct: IConstruct) => boolean, IConstruct[]>;
  /** Codes of the rules that the constructs of a stack keep; those of no stack count for each. */
  readonly kept: Map<TerraformStack | undefined, Set<string>>;
  /** Stacks that were checked; a stack that asks again begins the next synthesis. */
  readonly checked: Set<TerraformStack>;
  /** Stacks whose plan was written. */
  readonly written: Set<TerraformStack>;
  sources?: FindingSources;
  findings?: readonly StackFinding[];
}

type FindingSource = () => readonly Finding[];

/** Where findings come from. Each is computed once; again while a repair is tried, where the repair changes what it reads. */
interface FindingSources {
  /** Of what is emitted: names, places in the tree, overrides. */
  readonly emitted: FindingSource;
  readonly constructs: readonly { readonly stack: TerraformStack; readonly findings: FindingSource }[];
  readonly shared: readonly FindingSource[];
}

interface StackFinding {
  readonly stack: TerraformStack | undefined;
  readonly finding: Finding;
}

/** The plans that a session has written, and the synthesis from which they are. */
interface Writing {
  readonly session: ISynthesisSession;
  readonly synthesis: Synthesis;
  readonly plans: Map<TerraformStack, string>;
}

/** What a plan counts; what is found, and which rules are kept, is of the whole app. */
const countedIn = (plan: FleetPlan): string => JSON.stringify({ ...plan, checks: undefined, findings: undefined });

const changedLate = (stack: string) =>
  new FleetSpecError([
    {
      code: 'AF-SPEC-025' satisfies SpecCode,
      severity: 'error',
      path: stack,
      prop: 'aspects',
      value: stack,
      allowed: 'aspects that add to their own stack what no earlier stack counts',
      message: `${stack} was written already when an aspect of a later stack added to what its plan counts`,
      repairs: ['add the construct before app.synth()', `attach the aspect to ${stack}: Aspects.of(…)`],
    },
  ]);

/** A construct that was removed keeps its scope, and its scope does not know it any more. */
function isInTree({ node }: IConstruct): boolean {
  const { scope } = node;
  return scope === undefined || (scope.node.tryFindChild(node.id)?.node === node && isInTree(scope));
}

const keptFindings = (construct: IConstruct): Finding[] =>
  evaluateRules(KEPT_RULES, { path: construct.node.path, isInTree: isInTree(construct) }).map((finding) =>
    place(construct.node.path, finding),
  );

/** Folder that the app of a stack is written to. */
const outdirOf = ({ node }: TerraformStack): string => (node.root as { readonly outdir?: string }).outdir ?? 'cdktf.out';

/** What two findings that say the same have in common. */
const sameOf = ({ code, path: at, message }: Finding): string => `${code}|${at}|${message}`;

const newSynthesis = (): Synthesis => ({
  values: new Map(),
  registered: new Map(),
  kept: new Map(),
  checked: new Set(),
  written: new Set(),
});

/**
 * Collects findings and plan sections from all constructs of an app, evaluates each once per synthesis, and throws all problems of all
 * stacks as one error before any stack is written. Writes `fleet.plan.json` beside each `cdk.tf.json`.
 */
export class SynthesisRegistry {
  static of(scope: IConstruct): SynthesisRegistry {
    const root = scope.node.root as IConstruct & { [REGISTRY]?: SynthesisRegistry };
    root[REGISTRY] ??= new SynthesisRegistry();
    return root[REGISTRY];
  }

  private readonly participants = new Map<IConstruct, Participant>();
  private readonly shared = new Map<string, () => readonly Finding[]>();
  private readonly names = new ReservedNames();
  private readonly stacks = new Set<TerraformStack>();
  private readonly annotated = new Set<string>();
  private synthesis = newSynthesis();
  private reviewer: Reviewer | undefined;
  private writing: Writing | undefined;

  register(construct: Construct, participant: Participant): void {
    this.participants.set(construct, participant);
    this.changed();
    const stack = TerraformStack.of(construct);
    if (this.stacks.has(stack)) return;
    this.stacks.add(stack);
    stack.node.addValidation({ validate: () => this.check(stack) });
    addCustomSynthesis(stack, { onSynthesize: (session) => this.writePlan(stack, session) });
  }

  /** Registers what belongs to no single construct, e.g. to all pools of a cluster: evaluated once, whichever construct registers it first. */
  registerShared(key: string, findings: () => readonly Finding[]): void {
    if (!this.shared.has(key)) this.shared.set(key, findings);
    this.changed();
  }

  /** Who reviews the findings of the app, made when it is first asked for. */
  reviewedBy<R extends Reviewer>(make: () => R): R {
    this.reviewer ??= make();
    this.changed();
    return this.reviewer as R;
  }

  /** Reserves a name that must be unique within its realm, e.g. `pool in namespace research`. */
  reserveName(realm: string, name: string, construct: IConstruct, words: NameWords = {}): void {
    this.names.reserve(realm, name, construct, words);
    this.changed();
  }

  /** Path of the construct that reserved a name first. */
  reservedBy(realm: string, name: string): string | undefined {
    return this.names.firstPath(realm, name);
  }

  /** Whether constructs are told already that they have one name. */
  isNameShared(paths: readonly string[]): boolean {
    return this.names.isShared(paths);
  }

  /** Path of the nearest construct of ours around another; its own where there is none. */
  ownerPath(construct: IConstruct): string {
    return ([...construct.node.scopes].reverse().find((scope) => this.participants.has(scope)) ?? construct).node.path;
  }

  /** Constructs of one class that registered, in the order of their creation. */
  registered<T extends IConstruct>(guard: (construct: IConstruct) => construct is T): readonly T[] {
    const { registered } = this.synthesis;
    const known = (registered.get(guard) as T[] | undefined) ?? [...this.participants.keys()].filter(guard);
    registered.set(guard, known);
    return known;
  }

  /** What a construct computes, once per synthesis: its findings, its plan and its resources read the same value. */
  once<T>(owner: object, compute: () => T): T {
    const { values } = this.synthesis;
    const value = (values.get(owner) as (() => T) | undefined) ?? once(compute);
    values.set(owner, value);
    return value();
  }

  /** The spec of a construct: its own, or the one that a repair under trial would give it. */
  specOf<T>(owner: object, own: T): T {
    recordRead(owner);
    return (trialNow()?.specs.get(owner) as T | undefined) ?? own;
  }

  /** Whether a repair is being tried: no repairs are searched for it. */
  get isTrying(): boolean {
    return trialNow() !== undefined;
  }

  /** Something was added to the app, so whatever was computed is computed anew. */
  changed(): void {
    this.synthesis = newSynthesis();
  }

  /** cdktf asks every stack, and one answer holds for all of them. */
  private check(stack: TerraformStack): string[] {
    if (this.synthesis.checked.has(stack)) this.changed();
    if (this.synthesis.checked.size === 0) this.checkAllIn(outdirOf(stack));
    this.synthesis.checked.add(stack);
    return [];
  }

  /** A plan of an earlier synthesis in the folder is marked where this one is refused. */
  private checkAllIn(outdir: string): void {
    try {
      this.checkAll();
    } catch (error) {
      markRefused(outdir, isFleetError(error) ? error.problems : []);
      throw error;
    }
    clearRefused(outdir);
  }

  private checkAll(): void {
    const findings = this.findings().flatMap(({ finding }) => (finding.acknowledged === undefined ? [finding] : []));
    // The next synthesis asks anew.
    if (findings.some(({ severity }) => severity === 'error')) this.changed();
    throwProblems(findings);
    this.annotate(findings);
  }

  private findings(): readonly StackFinding[] {
    this.synthesis.findings ??= this.reviewed(this.checked(this.evaluate()));
    return this.synthesis.findings;
  }

  private reviewed(found: readonly StackFinding[]): readonly StackFinding[] {
    const { reviewer } = this;
    if (reviewer === undefined) return found;
    const drafts = () => [...this.stacks].map((stack) => ({ path: stack.node.path, plan: this.planOf(stack, found) }));
    const stacks = new Map(found.map(({ stack, finding }) => [sameOf(finding), stack]));
    const findings = this.keeping(undefined, () =>
      reviewer.review(
        found.map(({ finding }) => finding),
        drafts,
      ),
    );
    return findings.map((finding) => ({ stack: stacks.get(sameOf(finding)) ?? this.stackAt(finding.path), finding }));
  }

  /** Repairs that hold in this app; each finding once. */
  private checked(found: readonly StackFinding[]): StackFinding[] {
    const different = new Map(found.map((one) => [sameOf(one.finding), one]));
    const each = [...different.values()];
    const candidates = once(() => this.candidates());
    const repaired = withCheckedRepairs(
      each.map(({ finding }) => finding),
      (at, changes) => this.tryOut(candidates(), at, changes),
    );
    return each.map(({ stack }, index) => ({ stack, finding: withoutTokensIn(repaired[index] as Finding) }));
  }

  /** What repairs may change. */
  private candidates(): Candidate[] {
    return [...this.participants].flatMap(([construct, { changeable }]) =>
      changeable === undefined ? [] : [{ construct, path: construct.node.path, changeable }],
    );
  }

  /** What is found with changed specs. Nothing of it stays. */
  private tryOut(candidates: readonly Candidate[], at: string, changes: readonly Change[]): Trial | null {
    const specs = changedSpecs(candidates, at, changes);
    if (specs === null) return null;
    const kept = this.synthesis;
    try {
      return withSpecs(specs, () => {
        const { emitted, constructs, shared } = this.sources();
        const findings = [emitted, ...constructs.map((one) => one.findings), ...shared].flatMap((source) => source());
        return { findings, worth: candidates.find(({ path: own }) => own === at)?.changeable.worth?.() };
      });
    } catch (error) {
      // A spec that a construct refuses is not a repair.
      if (isFleetError(error)) return null;
      throw error;
    } finally {
      this.synthesis = kept;
    }
  }

  private evaluate(): StackFinding[] {
    const { emitted, constructs, shared } = this.sources();
    const own = constructs.flatMap(({ stack, findings }) => this.keeping(stack, findings).map((finding) => ({ stack, finding })));
    const placed = (findings: readonly Finding[]) => findings.map((finding) => ({ stack: this.stackAt(finding.path), finding }));
    return [...placed(emitted()), ...own, ...this.keeping(undefined, () => shared.flatMap((findings) => placed(findings())))];
  }

  private sources(): FindingSources {
    this.synthesis.sources ??= {
      emitted: once(() =>
        this.asStrict([...this.names.duplicates(), ...this.removed(), ...[...this.stacks].flatMap((stack) => this.overridesIn(stack))]),
      ),
      constructs: [...this.participants].map(([construct, participant]) => ({
        stack: TerraformStack.of(construct),
        findings: once(() => this.asStrict(participant.findings(), participant)),
      })),
      shared: [...this.shared.values()].map((findings) => once(() => this.asStrict(findings()))),
    };
    return this.synthesis.sources;
  }

  /**
   * Findings as the clusters of their constructs take them.
   * @param teller who has found them; findings of nobody are those of the construct at their path
   */
  private asStrict(findings: readonly Finding[], teller?: Participant): readonly Finding[] {
    return findings.map((finding) => {
      if (finding.uncertain !== true) return finding;
      const isStrict = (teller ?? this.participantAt(finding.path))?.cluster?.strict === true;
      return isStrict ? strictly(finding) : finding;
    });
  }

  private participantAt(at: string): Participant | undefined {
    return [...this.participants].find(([construct]) => construct.node.path === at)?.[1];
  }

  /** Constructs of ours, and the objects that they have made, which somebody has taken out since; of a construct that is gone not its objects too. */
  private removed(): Finding[] {
    const participants = [...this.participants.keys()];
    const [first] = participants;
    const made = first === undefined ? [] : madeIn(first.node.root).filter(({ node }) => node.scope === undefined || isInTree(node.scope));
    return [...new Set([...participants, ...made])].flatMap(keptFindings);
  }

  private overridesIn(stack: TerraformStack): Finding[] {
    const resources = overriddenResources(stack, (construct) => this.participants.has(construct));
    return resources.flatMap(({ owner, ...resource }) => evaluateRules(OVERRIDE_RULES, resource).map((finding) => place(owner, finding)));
  }

  /** All stacks are checked before the first is written, and the aspects of a stack run just before it is. */
  private checkAspectsOf(stack: TerraformStack): void {
    const told = new Set(this.findings().map(({ finding }) => sameOf(finding)));
    if (this.asStrict(this.overridesIn(stack)).some((finding) => !told.has(sameOf(finding)))) this.changed();
  }

  /** Remembers which rules were kept in a stack. */
  private keeping<T>(stack: TerraformStack | undefined, compute: () => T): T {
    const { value, kept } = recorded(compute);
    const { kept: byStack } = this.synthesis;
    byStack.set(stack, new Set([...(byStack.get(stack) ?? []), ...kept]));
    return value;
  }

  private stackAt(at: string): TerraformStack | undefined {
    const around = [...this.stacks].filter(({ node }) => at === node.path || at.startsWith(`${node.path}/`));
    // Of a stack in a stack the inner one.
    return around.sort((one, other) => other.node.path.length - one.node.path.length)[0];
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
    if (this.synthesis.written.has(stack)) this.changed();
    this.checkAspectsOf(stack);
    this.synthesis.written.add(stack);
    // An app with `skipValidation` asks nobody, and what does not fit would be written.
    if (!this.synthesis.checked.has(stack)) this.check(stack);
    const written = this.writtenIn(session);
    const plan = this.planOf(stack, this.findings());
    const manifest = session.manifest.forStack(stack);
    const folder = path.join(session.outdir, path.dirname(manifest.synthesizedStackPath));
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, PLAN_FILE), `${JSON.stringify(plan, null, 2)}\n`);
    written.set(stack, countedIn(plan));
  }

  /**
   * What the same session has written before.
   * @throws FleetSpecError AF-SPEC-025 where an aspect has changed what that says since.
   */
  private writtenIn(session: ISynthesisSession): Map<TerraformStack, string> {
    const { synthesis } = this;
    if (this.writing?.session !== session) this.writing = { session, synthesis, plans: new Map() };
    const { plans, synthesis: before } = this.writing;
    if (before === synthesis) return plans;
    const late = [...plans].find(([stack, counted]) => countedIn(this.planOf(stack, this.findings())) !== counted)?.[0];
    if (late !== undefined) throw changedLate(late.node.path);
    this.writing = { session, synthesis, plans };
    return plans;
  }

  private planOf(stack: TerraformStack, all: readonly StackFinding[]): FleetPlan {
    const sections = [...this.participants].flatMap(([construct, participant]) =>
      TerraformStack.of(construct) === stack ? [participant.plan?.() ?? {}] : [],
    );
    const findings = all.flatMap((one) => (one.stack === stack ? [one.finding] : []));
    return assemblePlan(stack.node.id, sections, { findings, checks: this.checksOf(stack) });
  }

  private checksOf(stack: TerraformStack): ChecksPlan {
    const environments = [...this.participants].flatMap(([construct, { cluster }]) =>
      cluster !== undefined && TerraformStack.of(construct) === stack ? [cluster.environment] : [],
    );
    const kept = [undefined, stack].flatMap((one) => [...(this.synthesis.kept.get(one) ?? [])]);
    const packs = this.reviewer?.packs() ?? [];
    return {
      environment: strictestOf(environments),
      kept: [...new Set(kept)].sort(),
      ...(packs.length === 0 ? {} : { packs: [...packs] }),
    };
  }
}
