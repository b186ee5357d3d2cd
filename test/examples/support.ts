/** Synthesizes an example into a fresh folder; versions are stubbed, so that snapshots hold what we decide and nothing else. */

import type { App } from 'cdktf';
import { Testing } from 'cdktf';
import { type FleetError, isFleetError, type PoolPlan } from 'cdktf-agent-fleet';
import type { FleetTemplate } from 'cdktf-agent-fleet/testing';
import { renderChanges } from '../../lib/core/render-change';
import { checkedAlone } from '../setup/checked-alone';
import { templateOf } from '../setup/template-of';

export function synthesize(build: (app: App) => unknown, stack: string): FleetTemplate {
  const app = Testing.app();
  build(app);
  return templateOf(app, stack);
}

/** The error with which an example is refused. */
export function refusalOf(build: (app: App) => unknown): FleetError {
  const app = Testing.app();
  build(app);
  try {
    checkedAlone(app).synth();
  } catch (error) {
    if (isFleetError(error)) return error;
    throw error;
  }
  throw new Error('the fleet was not refused');
}

export function poolOf(template: FleetTemplate, name: string): PoolPlan {
  const pool = template.plan().pools.find((candidate) => candidate.name === name);
  if (pool === undefined) throw new Error(`no pool ${name} in the plan`);
  return pool;
}

/** Engine estimates agree within 1 GiB per GPU or 2 %, whichever is more. */
export function expectEstimateGiB(actual: number, published: number, gpus = 1): void {
  expect(Math.abs(actual - published)).toBeLessThanOrEqual(Math.max(gpus, published * 0.02));
}

/** Arguments of the engine of a pool. */
export function engineArgs(template: FleetTemplate, pool: string): string[] {
  const deployment = template.manifests().find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === pool);
  const spec = deployment?.['spec'] as { template: { spec: { containers: { args: string[] }[] } } };
  return spec.template.spec.containers[0]?.args ?? [];
}

export function flagOf(args: readonly string[], flag: string): string | undefined {
  const index = args.indexOf(flag);
  return index < 0 ? undefined : args[index + 1];
}

export function changesOf(error: FleetError, code: string): string[] {
  const problem = error.problems.find((candidate) => candidate.code === code);
  return (problem?.repairs ?? []).map((repair) => (typeof repair === 'string' ? repair : renderChanges(repair.changes)));
}
