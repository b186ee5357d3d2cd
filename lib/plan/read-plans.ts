import * as fs from 'node:fs';
import * as path from 'node:path';
import { FleetSpecError } from '../core/fleet-error';
import { describeValue, shownValue } from '../core/shown-value';
import type { FleetPlan } from './schema';
import { SynthesizedApp } from './synthesized-app';

/**
 * The plans of an app that was synthesized, in the order of its stacks; stacks without a construct of this library have none.
 *
 * @param appDir Folder that `cdktf synth` wrote.
 * @throws FleetSpecError AF-SPEC-001 when the folder holds no synthesized app, or a plan in it cannot be read.
 */
export function readPlans(appDir = 'cdktf.out'): FleetPlan[] {
  if (typeof appDir !== 'string' || appDir === '') throw noApp(appDir, `appDir is ${describeValue(appDir)}`);
  if (!fs.existsSync(path.join(appDir, 'manifest.json'))) throw noApp(appDir, `no synthesized app in ${appDir}`);
  return SynthesizedApp.read(appDir)
    .stacks()
    .flatMap((stack) => (stack.hasPlan() ? [stack.plan()] : []));
}

const noApp = (value: unknown, message: string): FleetSpecError =>
  new FleetSpecError([
    {
      code: 'AF-SPEC-001',
      severity: 'error',
      path: 'readPlans',
      prop: 'appDir',
      value: shownValue(value),
      allowed: "a folder that `cdktf synth` wrote, e.g. 'cdktf.out'",
      message,
      repairs: ['run `cdktf synth` first', "readPlans('cdktf.out')"],
    },
  ]);
