/** Synthesizes the reference fleet, prints its plan, then shows how the same fleet is refused when it is one size too big. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { App } from 'cdktf';
import { isFleetError } from 'cdktf-agent-fleet';
import { readPlan } from '../lib/plan/read-plan';
import { renderPlan } from '../lib/report/render-plan';
import { referenceFleet } from './f13-reference-fleet/fleet';

const OUT = 'cdktf.out';
const STACK = path.join(OUT, 'stacks', 'research');
/** More workflows than the planner's KV cache holds. */
const TOO_MANY_WORKFLOWS = 40;

function step(title: string): void {
  console.log(`\n▸ ${title}\n`);
}

function fits(): void {
  step('Synthesizing the reference fleet: 25 workflows, a planner and three workers each …');
  const app = new App({ outdir: OUT });
  referenceFleet(app);
  app.synth();
  const plan = readPlan(JSON.parse(fs.readFileSync(path.join(STACK, 'fleet.plan.json'), 'utf8')));
  console.log(renderPlan(plan));
  console.log(`\n  Terraform   ${path.join(STACK, 'cdk.tf.json')}`);
  console.log(`  Operators   ${path.join(OUT, 'stacks', 'platform', 'cdk.tf.json')}`);
  console.log(`  Plan        ${path.join(STACK, 'fleet.plan.json')}`);
}

function doesNotFit(): void {
  step(`The same fleet with ${TOO_MANY_WORKFLOWS} workflows …`);
  const app = new App({ outdir: fs.mkdtempSync(path.join(os.tmpdir(), 'agent-fleet-')) });
  referenceFleet(app, { concurrentWorkflows: TOO_MANY_WORKFLOWS });
  try {
    app.synth();
  } catch (error) {
    if (!isFleetError(error)) throw error;
    console.log(`${error.name} ${error.message}`);
    console.log('\n  Nothing was written: a fleet that does not fit never becomes Terraform.');
    return;
  } finally {
    fs.rmSync(app.outdir, { recursive: true, force: true });
  }
  throw new Error('the oversized fleet was not refused');
}

fits();
doesNotFit();
