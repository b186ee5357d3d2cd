/** Repairs of a question: those that a pool would offer, in the keys of a line, each asked again before it is offered. */
import { judge } from '../capacity/fit/judge';
import type { PoolInput } from '../capacity/fit/pool-input';
import { Gpu } from '../catalog/gpu';
import { type Change, type ChangeValue, isConstant, set } from '../core/change';
import type { Repair } from '../core/finding';
import { own } from '../core/own';
import { renderChanges } from '../core/render-change';
import type { SizeRepair } from './size-answer';
import type { SizeRequest } from './size-request';

/** Props of a pool and its roles, as a line calls them. */
const KEYS: Readonly<Record<string, keyof SizeRequest>> = {
  quantization: 'quantization',
  kvCacheDtype: 'kvCacheDtype',
  tensorParallel: 'tensorParallel',
  pipelineParallel: 'pipelineParallel',
  expertParallel: 'expertParallel',
  maxNumSeqs: 'maxNumSeqs',
  gpu: 'gpu',
  replicas: 'dataParallel',
  maxContextTokens: 'maxModelLen',
  'roles.sessions.contextTokens': 'contextTokens',
  sessions: 'sessions',
};

/**
 * @param pool the pool that the question describes, with prices
 * @param holds whether the question with these keys changed fits
 */
export function repairsOf(pool: PoolInput, request: SizeRequest, holds: (changed: SizeRequest) => boolean): SizeRepair[] {
  const offered = judge(pool).findings.flatMap(({ repairs }) => repairs.filter((repair): repair is Repair => typeof repair !== 'string'));
  const unique = new Map(offered.map((repair) => [JSON.stringify(repair.changes), repair]));
  return [...unique.values()].flatMap((repair) => {
    const keys = keysOf(repair.changes);
    if (keys === null || !holds({ ...request, ...forgotten(keys), ...keys })) return [];
    return [repairIn(repair, keys)];
  });
}

function repairIn({ costPerHour, costDeltaPerHour, headroom }: Repair, keys: SizeKeys): SizeRepair {
  return {
    change: renderChanges(Object.entries(keys).map(([key, value]) => set(key, value as ChangeValue))),
    keys,
    costPerHour: costPerHour ?? null,
    costDeltaPerHour: costDeltaPerHour ?? null,
    headroom: headroom ?? null,
  };
}

type SizeKeys = SizeRepair['keys'];

/** Null where a change has no key. */
function keysOf(changes: readonly Change[]): SizeKeys | null {
  const pairs = changes.map(({ field, value }) => [own(KEYS, field), valueIn(value)] as const);
  if (pairs.some(([key, value]) => key === undefined || value === undefined)) return null;
  return Object.fromEntries(pairs) as SizeKeys;
}

function valueIn(value: ChangeValue | undefined): string | number | boolean | undefined {
  if (!isConstant(value)) return value;
  const gpu = Object.entries(Gpu).find(([name]) => value.constant === `Gpu.${name}`)?.[1];
  return Gpu.isGpu(gpu) ? gpu.id : undefined;
}

/** What was said of the card that is replaced. */
const forgotten = (keys: SizeKeys): Partial<SizeRequest> => ('gpu' in keys ? { memoryGiB: null, interconnect: null } : {});
