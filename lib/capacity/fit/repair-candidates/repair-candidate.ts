/** One change to a plan, and the searches that find how much of it is needed. */
import { Gpu } from '../../../catalog/gpu';
import { type Change, type ChangeValue, constant } from '../../../core/change';
import type { RoleDemand } from '../../demand/role-demand';
import type { ReplicaSpec } from '../../replica-spec';
import type { PoolInput } from '../pool-input';

export interface RepairCandidate {
  /** What to change, in the props of a replica and its pool. */
  readonly changes: readonly Change[];
  readonly input: PoolInput;
  /** The change gives up part of what was asked: context or workflows. */
  readonly asksLess: boolean;
}

export type Passes = (input: PoolInput) => boolean;

/** Tensor parallel sizes that are tried. */
export const SHARDS = [1, 2, 4, 8] as const;

/** What was measured stays bound to the replica as it was. */
export function withReplica(input: PoolInput, changes: readonly Change[], replica: Partial<ReplicaSpec>): RepairCandidate {
  const measured = input.measured === undefined ? {} : { measured: { on: input.replica, ...input.measured } };
  return { changes, input: { ...input, ...measured, replica: { ...input.replica, ...replica } }, asksLess: false };
}

export function mapDemands(input: PoolInput, change: (demand: RoleDemand) => RoleDemand): PoolInput {
  const peakDemands = input.peakDemands?.map(change);
  return { ...input, demands: input.demands.map(change), ...(peakDemands === undefined ? {} : { peakDemands }) };
}

/** `Gpu.H200_SXM`; the product name for GPUs outside the catalog. */
export function nameInCode(gpu: Gpu): ChangeValue {
  const name = Object.entries(Gpu).find(([, value]) => value === gpu)?.[0];
  return name === undefined ? gpu.name : constant(`Gpu.${name}`);
}

/** Smallest integer in the range that passes, by bisection: passing is monotone. */
export function smallest(from: number, to: number, passes: (value: number) => boolean): number | null {
  if (from > to || !passes(to)) return null;
  let [low, high] = [from, to];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (passes(middle)) high = middle;
    else low = middle + 1;
  }
  return high;
}

/** Largest integer in the range that passes. */
export function largest(from: number, to: number, passes: (value: number) => boolean): number | null {
  const mirrored = smallest(-to, -from, (value) => passes(-value));
  return mirrored === null ? null : -mirrored;
}
