import type { Construct, IConstruct } from 'constructs';
import type { Finding } from '../core/finding';
import { isFleetError, throwProblems } from '../core/fleet-error';
import { recorded, recordRead } from '../core/recorded';
import { strictestOf } from '../core/rule';
import { trialNow } from '../core/spec-trial';
import { assemblePlan } from '../plan/assemble';
import { clearRefused, markRefused } from '../plan/refused-synthesis';
import type { FleetPlan } from '../plan/schema';
import type { ChecksPlan } from '../plan/sections/checks';
import { addCustomSynthesis, type ISynthesisSession, TerraformStack } from './engine';
import { ReservedNames } from './reserved-names';
import type { Reviewer } from './reviewer';
import { type FindingSources, findingSources, overridesIn } from './synthesis/finding-sources';
import { type Participant, Participants } from './synthesis/participants';
import { type TriedApp, withRepairs } from './synthesis/repair-trial';
import { type StackFinding, sameOf, stackAt } from './synthesis/stack-finding';
import { Synthesis } from './synthesis/synthesis';
import { Warnings } from './synthesis/warnings';
import { WrittenPlans } from './synthesis/written-plans';

const REGISTRY = Symbol.for('cdktf-agent-fleet.SynthesisRegistry');

/** Folder that the app of a stack is written to. */
const outdirOf = ({ node }: TerraformStack): string => (node.root as { readonly outdir?: string }).outdir ?? 'cdktf.out';

/** How often findings are asked for anew; what is added has been there the second time. */
const MOST_TIMES = 3;

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

  /** Names that no two constructs of the app may have. */
  readonly names = new ReservedNames(() => this.changed());
  private readonly participants = new Participants();
  private readonly shared = new Map<string, () => readonly Finding[]>();
  private readonly stacks = new Set<TerraformStack>();
  private readonly warnings = new Warnings();
  private readonly plans = new WrittenPlans();
  private synthesis = new Synthesis();
  private reviewer: Reviewer | undefined;

  register(construct: Construct, participant: Participant): void {
    this.participants.add(construct, participant);
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

  /** Path of the nearest construct of ours around another; its own where there is none. */
  ownerPath(construct: IConstruct): string {
    return this.participants.ownerPath(construct);
  }

  /** Constructs of one class that registered, in the order of their creation. */
  registered<T extends IConstruct>(guard: (construct: IConstruct) => construct is T): readonly T[] {
    return this.synthesis.ofClass(guard, () => this.participants.constructs);
  }

  /** What a construct computes, once per synthesis: its findings, its plan and its resources read the same value. */
  once<T>(owner: object, compute: () => T): T {
    return this.synthesis.once(owner, compute);
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
    this.synthesis = new Synthesis();
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
    this.warnings.show(this.participants.constructs, findings);
  }

  /** Once more where something was added meanwhile, e.g. the image of an object that is made when it is first asked for. */
  private findings(again = MOST_TIMES): readonly StackFinding[] {
    const { synthesis } = this;
    synthesis.findings ??= this.reviewed(withRepairs(this.evaluate(), this.tried()));
    return synthesis === this.synthesis || again === 0 ? synthesis.findings : this.findings(again - 1);
  }

  private reviewed(found: readonly StackFinding[]): readonly StackFinding[] {
    const { reviewer } = this;
    if (reviewer === undefined) return found;
    const drafts = () => [...this.stacks].map((stack) => ({ path: stack.node.path, plan: this.planOf(stack, found) }));
    const stacks = new Map(found.map(({ stack, finding }) => [sameOf(finding), stack]));
    const before = found.map(({ finding }) => finding);
    const findings = this.keeping(undefined, () => reviewer.review(before, drafts));
    return findings.map((finding) => ({ stack: stacks.get(sameOf(finding)) ?? stackAt(this.stacks, finding.path), finding }));
  }

  /** What is computed while a repair is tried does not stay. */
  private tried(): TriedApp {
    return {
      candidates: () => this.participants.candidates(),
      sources: () => this.sources(),
      leavingNothing: (trial) => {
        const kept = this.synthesis;
        try {
          return trial();
        } finally {
          this.synthesis = kept;
        }
      },
    };
  }

  private evaluate(): StackFinding[] {
    const { emitted, constructs, shared } = this.sources();
    const own = constructs.flatMap(({ stack, findings }) => this.keeping(stack, findings).map((finding) => ({ stack, finding })));
    const placed = (findings: readonly Finding[]) => findings.map((finding) => ({ stack: stackAt(this.stacks, finding.path), finding }));
    return [...placed(emitted()), ...own, ...this.keeping(undefined, () => shared.flatMap((findings) => placed(findings())))];
  }

  private sources(): FindingSources {
    const { participants, names, stacks } = this;
    this.synthesis.sources ??= findingSources({ participants, names, stacks, shared: this.shared.values() });
    return this.synthesis.sources;
  }

  /** All stacks are checked before the first is written, and the aspects of a stack run just before it is. */
  private checkAspectsOf(stack: TerraformStack): void {
    const overrides = this.participants.asStrict(overridesIn(stack, this.participants));
    if (overrides.length === 0) return;
    const told = new Set(this.findings().map(({ finding }) => sameOf(finding)));
    if (overrides.some((finding) => !told.has(sameOf(finding)))) this.changed();
  }

  /** Remembers which rules were kept in a stack. */
  private keeping<T>(stack: TerraformStack | undefined, compute: () => T): T {
    const { value, kept } = recorded(compute);
    this.synthesis.keep(stack, kept);
    return value;
  }

  private writePlan(stack: TerraformStack, session: ISynthesisSession): void {
    if (this.synthesis.written.has(stack)) this.changed();
    this.checkAspectsOf(stack);
    this.synthesis.written.add(stack);
    // An app with `skipValidation` asks nobody, and what does not fit would be written.
    if (!this.synthesis.checked.has(stack)) this.check(stack);
    this.plans.write(stack, session, this.synthesis, (one) => this.planOf(one, this.findings()));
  }

  private planOf(stack: TerraformStack, all: readonly StackFinding[]): FleetPlan {
    const sections = this.participants.of(stack).map((participant) => participant.plan?.() ?? {});
    const findings = all.flatMap((one) => (one.stack === stack ? [one.finding] : []));
    return assemblePlan(stack.node.id, sections, { findings, checks: this.checksOf(stack) });
  }

  private checksOf(stack: TerraformStack): ChecksPlan {
    const environments = this.participants.of(stack).flatMap(({ cluster }) => (cluster === undefined ? [] : [cluster.environment]));
    const packs = this.reviewer?.packs() ?? [];
    return {
      environment: strictestOf(environments),
      kept: [...this.synthesis.keptIn(stack)],
      ...(packs.length === 0 ? {} : { packs: [...packs] }),
    };
  }
}
