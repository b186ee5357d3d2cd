/** The plans one change away: another number format, more GPUs, another GPU, less context, fewer workflows. */
import { Gpu } from '../../catalog/gpu';
import { formatInteger, formatPercent } from '../../core/format';
import type { PoolInput, ReplicaSpec, RoleDemand } from '../types';
import { divides } from './rules/shape';

export interface Neighbour {
  /** The change as the user would write it. */
  readonly change: string;
  readonly input: PoolInput;
  /** The change gives up part of what was asked: context or workflows. */
  readonly asksLess: boolean;
}

type Passes = (input: PoolInput) => boolean;

const SHARDS = [1, 2, 4, 8] as const;
const MOST_REPLICAS = 256;

/** Every neighbour that passes. Replicas come before shards: at the same price they serve more. */
export function neighbours(input: PoolInput, passes: Passes): Neighbour[] {
  return [
    ...numberFormats(input, passes),
    ...moreReplicas(input, passes),
    ...nearestShards(input, passes),
    ...otherGpus(input, passes),
    ...shorterCap(input, passes),
    ...shorterContext(input, passes),
    ...fewerWorkflows(input, passes),
  ];
}

function withReplica(input: PoolInput, change: string, replica: Partial<ReplicaSpec>): Neighbour {
  return { change, input: { ...input, replica: { ...input.replica, ...replica } }, asksLess: false };
}

/** Halves what can be halved on a GPU with fp8 units; both at once only where one is not enough. */
function numberFormats(input: PoolInput, passes: Passes): Neighbour[] {
  const { replica } = input;
  if (replica.gpu.supportsFp8Kv !== 'yes') return [];
  const kv = replica.kvCacheDtype !== 'fp8' && replica.model.facts.attentionKind !== 'encoder';
  const weights = replica.quantization === 'checkpoint' && replica.model.facts.nativeQuantization === null;
  const single = [
    ...(kv ? [withReplica(input, "kvCacheDtype: 'fp8'", { kvCacheDtype: 'fp8' })] : []),
    ...(weights ? [withReplica(input, "quantization: 'fp8'", { quantization: 'fp8' })] : []),
  ].filter((neighbour) => passes(neighbour.input));
  if (single.length > 0 || !kv || !weights) return single;
  const both = withReplica(input, "quantization: 'fp8', kvCacheDtype: 'fp8'", { quantization: 'fp8', kvCacheDtype: 'fp8' });
  return passes(both.input) ? [both] : [];
}

/** The nearest group below and the nearest above that pass; every larger one would only cost more. */
function nearestShards(input: PoolInput, passes: Passes): Neighbour[] {
  const { gpusPerReplica, model } = input.replica;
  const groups = SHARDS.filter((size) => size !== gpusPerReplica && divides(model.facts, size))
    .map((size) => withReplica(input, `gpusPerReplica: ${size}`, { gpusPerReplica: size }))
    .filter((neighbour) => passes(neighbour.input));
  const below = groups.filter((neighbour) => neighbour.input.replica.gpusPerReplica < gpusPerReplica).slice(-1);
  const above = groups.filter((neighbour) => neighbour.input.replica.gpusPerReplica > gpusPerReplica).slice(0, 1);
  return [...below, ...above];
}

/** The smallest group of each other GPU that has a price and passes. */
function otherGpus(input: PoolInput, passes: Passes): Neighbour[] {
  const others = input.alternatives ?? Gpu.all();
  return others.filter((gpu) => gpu.id !== input.replica.gpu.id).flatMap((gpu) => onGpu(input, gpu, passes));
}

function onGpu(input: PoolInput, gpu: Gpu, passes: Passes): Neighbour[] {
  const pricePerGpuHour = input.prices?.(gpu) ?? null;
  if (pricePerGpuHour === null) return [];
  const sizes = SHARDS.filter((size) => divides(input.replica.model.facts, size) && (size === 1 || linked(gpu)));
  const groups = sizes.map((gpusPerReplica) => {
    const size = gpusPerReplica === input.replica.gpusPerReplica ? '' : `, gpusPerReplica: ${gpusPerReplica}`;
    const moved = withReplica(input, `gpu: ${nameInCode(gpu)}${size}`, { gpu, gpusPerReplica });
    return { ...moved, input: { ...moved.input, pricePerGpuHour } };
  });
  return groups.filter((neighbour) => passes(neighbour.input)).slice(0, 1);
}

/** Shards on an unknown node are proposed only where the GPUs are linked whatever the node. */
const linked = (gpu: Gpu) => gpu.facts.interconnect === 'nvlink' || gpu.facts.interconnect === 'infinity-fabric';

/** `Gpu.H200_SXM`; the product name for GPUs outside the catalog. */
function nameInCode(gpu: Gpu): string {
  const constant = Object.entries(Gpu).find(([, value]) => value === gpu)?.[0];
  return constant === undefined ? gpu.name : `Gpu.${constant}`;
}

/** The fewest replicas that pass: at the peak alone where that is enough, else at the floor. */
function moreReplicas(input: PoolInput, passes: Passes): Neighbour[] {
  const atPeak = (maxReplicas: number): PoolInput => ({ ...input, maxReplicas });
  const peak = smallest(input.maxReplicas + 1, MOST_REPLICAS, (replicas) => passes(atPeak(replicas)));
  if (peak !== null && input.peakDemands !== undefined) return [{ change: `scaling.max: ${peak}`, input: atPeak(peak), asksLess: false }];
  const grown = (replicas: number): PoolInput => ({ ...input, replicas, maxReplicas: Math.max(input.maxReplicas, replicas) });
  const floor = smallest(input.replicas + 1, MOST_REPLICAS, (replicas) => passes(grown(replicas)));
  const name = input.maxReplicas > input.replicas ? 'scaling.min' : 'replicas';
  return floor === null ? [] : [{ change: `${name}: ${floor}`, input: grown(floor), asksLess: false }];
}

/** The longest cap of the pool that passes, where no role needs more. */
function shorterCap(input: PoolInput, passes: Passes): Neighbour[] {
  const longest = Math.max(1, ...[...input.demands, ...(input.peakDemands ?? [])].map((demand) => demand.contextTokens));
  const capped = (maxContextTokens: number) =>
    withReplica(input, `maxContextTokens ≤ ${formatInteger(maxContextTokens)}`, { maxContextTokens });
  const cap = largest(longest, input.replica.maxContextTokens - 1, (tokens) => passes(capped(tokens).input));
  return cap === null ? [] : [{ ...capped(cap), asksLess: true }];
}

/** The longest context that passes: a number for one role, a share for several. */
function shorterContext(input: PoolInput, passes: Passes): Neighbour[] {
  const roles = new Set(input.demands.map((demand) => `${demand.fleet}/${demand.role}`));
  const longest = Math.max(0, ...input.demands.map((demand) => demand.contextTokens));
  const scaled = (tokens: number) =>
    mapDemands(input, (demand) => ({ ...demand, contextTokens: (demand.contextTokens * tokens) / longest }));
  const tokens = largest(1, Math.floor(longest / 10), (tens) => passes(scaled(tens * 10)));
  if (tokens === null) return [];
  const change =
    roles.size === 1
      ? `contextTokens ≤ ${formatInteger(tokens * 10)}`
      : `contextTokens of every role ≤ ${formatPercent(Math.floor((tokens * 1000) / longest) / 100)}`;
  return [{ change, input: scaled(tokens * 10), asksLess: true }];
}

/** The most workflows of the fleet (or sessions, where the plan names no workflows) that pass. */
function fewerWorkflows(input: PoolInput, passes: Passes): Neighbour[] {
  const fleets = new Set(input.demands.map((demand) => demand.fleet));
  const workflows = input.demands[0]?.concurrentWorkflows;
  if (fleets.size === 1 && workflows !== undefined) return fewer(input, passes, 'concurrentWorkflows', workflows);
  return input.demands.length === 1 ? fewer(input, passes, 'sessions', input.demands[0]?.sessions ?? 0) : [];
}

function fewer(input: PoolInput, passes: Passes, name: string, asked: number): Neighbour[] {
  const scaled = (count: number) => mapDemands(input, (demand) => ({ ...demand, sessions: Math.ceil((demand.sessions * count) / asked) }));
  const count = largest(1, Math.ceil(asked) - 1, (candidate) => passes(scaled(candidate)));
  return count === null ? [] : [{ change: `${name} ≤ ${formatInteger(count)}`, input: scaled(count), asksLess: true }];
}

function mapDemands(input: PoolInput, change: (demand: RoleDemand) => RoleDemand): PoolInput {
  const peakDemands = input.peakDemands?.map(change);
  return { ...input, demands: input.demands.map(change), ...(peakDemands === undefined ? {} : { peakDemands }) };
}

/** Smallest integer in the range that passes, by bisection: passing is monotone. */
function smallest(from: number, to: number, passes: (value: number) => boolean): number | null {
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
function largest(from: number, to: number, passes: (value: number) => boolean): number | null {
  const mirrored = smallest(-to, -from, (value) => passes(-value));
  return mirrored === null ? null : -mirrored;
}
