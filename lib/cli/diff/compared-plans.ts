/** What `agent-fleet diff` compares: a plan file, the folder of an app, or nothing. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { FleetSpecError } from '../../core/fleet-error';
import { jsonIn } from '../../core/text-file';
import { readPlan } from '../../plan/read-plan';
import { refusalIn } from '../../plan/refused-synthesis';
import type { FleetPlan } from '../../plan/schema';
import { type StackJson, SynthesizedApp } from '../../plan/synthesized-app';

/** There is no fleet yet, or no more. */
export const NO_FLEET = 'none';

export interface ComparedPlans {
  readonly plans: readonly FleetPlan[];
  /** A single file is compared with another, whatever their stacks are called. */
  readonly isFile: boolean;
  /** Resources of a stack as Terraform reads them; undefined where a plan alone was given. */
  terraformOf?(stack: string): StackJson | undefined;
}

/** @throws FleetSpecError when there is nothing to read, or what is there is no plan of this version. */
export function comparedPlans(from: string, prop: 'old' | 'new'): ComparedPlans {
  if (from === NO_FLEET) return { plans: [], isFile: false };
  const isFolder = fs.existsSync(from) && fs.statSync(from).isDirectory();
  return isFolder ? { ...appIn(from, prop), isFile: false } : { plans: [planIn(from, prop)], isFile: true };
}

/** The folder of an app, or that of one of its stacks. */
function appIn(folder: string, prop: 'old' | 'new'): Omit<ComparedPlans, 'isFile'> {
  const own = path.join(folder, 'fleet.plan.json');
  if (!fs.existsSync(path.join(folder, 'manifest.json')) && fs.existsSync(own)) return { plans: [planIn(own, prop)] };
  const refusal = refusalIn(folder);
  if (refusal !== null) {
    const why = refusal.problems.map(({ code, path: at }) => `${code} at ${at}`).join(', ');
    throw unreadable(folder, prop, `the last synthesis into ${folder} was refused (${why}): its plans are of an earlier one`);
  }
  const stacks = SynthesizedApp.read(folder, 'or name the folder that it wrote, a fleet.plan.json, or none').stacks();
  const plans = stacks.filter((stack) => stack.hasPlan()).map((stack) => stack.plan());
  return { plans, terraformOf: (name) => stacks.find((stack) => stack.name === name)?.terraform() };
}

const planIn = (file: string, prop: 'old' | 'new'): FleetPlan =>
  readPlan(jsonIn({ file, path: 'agent-fleet diff', prop, allowed: ALLOWED, repairs: REPAIRS }), file);

const ALLOWED = 'a fleet.plan.json, a folder that `cdktf synth` wrote, or none';
const REPAIRS = ['run `cdktf synth` there first', `${NO_FLEET}, where there was no fleet before`];

function unreadable(value: string, prop: string, message: string): FleetSpecError {
  return new FleetSpecError([
    {
      code: 'AF-SPEC-001',
      severity: 'error',
      path: 'agent-fleet diff',
      prop,
      value,
      allowed: ALLOWED,
      message,
      repairs: REPAIRS,
    },
  ]);
}
