import * as fs from 'node:fs';
import * as path from 'node:path';
import type { SpecCode } from '../../core/codes';
import { FleetSpecError } from '../../core/fleet-error';
import { type FleetPlan, PLAN_FILE } from '../../plan/schema';
import type { ISynthesisSession, TerraformStack } from '../engine';
import type { Synthesis } from './synthesis';

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

/** Writes `fleet.plan.json` beside the `cdk.tf.json` of each stack, and keeps watch that no later stack changes what stands in one. */
export class WrittenPlans {
  private writing: Writing | undefined;

  /**
   * @param now the synthesis that runs
   * @param planOf plan of a stack in this synthesis
   * @throws FleetSpecError AF-SPEC-025 where an aspect has changed what a plan of the same session says since that was written.
   */
  write(stack: TerraformStack, session: ISynthesisSession, now: Synthesis, planOf: (stack: TerraformStack) => FleetPlan): void {
    const written = this.writtenIn(session, now, planOf);
    const plan = planOf(stack);
    const manifest = session.manifest.forStack(stack);
    const folder = path.join(session.outdir, path.dirname(manifest.synthesizedStackPath));
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, PLAN_FILE), `${JSON.stringify(plan, null, 2)}\n`);
    written.set(stack, countedIn(plan));
  }

  /** What the same session has written before. */
  private writtenIn(session: ISynthesisSession, synthesis: Synthesis, planOf: (stack: TerraformStack) => FleetPlan) {
    if (this.writing?.session !== session) this.writing = { session, synthesis, plans: new Map() };
    const { plans, synthesis: before } = this.writing;
    if (before === synthesis) return plans;
    const late = [...plans].find(([stack, counted]) => countedIn(planOf(stack)) !== counted)?.[0];
    if (late !== undefined) throw changedLate(late.node.path);
    this.writing = { session, synthesis, plans };
    return plans;
  }
}
