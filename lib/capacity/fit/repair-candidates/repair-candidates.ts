/** The plans one change away: another number format, more GPUs, stages, another GPU, another admission limit, less context, fewer workflows. */
import { Gpu } from '../../../catalog/gpu';
import { set } from '../../../core/change';
import { loadsSplit } from '../../split-faults-of';
import type { PoolInput } from '../pool-input';
import { divides } from '../rules/tensor-parallel-divides';
import { admissionLimits } from './admission';
import { fewerOfThem, shorterCap, shorterContext } from './less-demand';
import { nameInCode, type Passes, type RepairCandidate, SHARDS, smallest, withReplica } from './repair-candidate';
import { pipelines } from './stages';

const MOST_REPLICAS = 256;

/** Every candidate that passes. Replicas come before shards and stages: at the same price they serve more. */
export function repairCandidates(input: PoolInput, passes: Passes): RepairCandidate[] {
  const shards = nearestShards(input, passes);
  return [
    ...numberFormats(input, passes),
    ...admissionLimits(input, passes),
    ...moreReplicas(input, passes),
    ...shards,
    ...pipelines(input, passes, shards),
    ...wholeExperts(input, passes),
    ...otherGpus(input, passes),
    ...shorterCap(input, passes),
    ...shorterContext(input, passes),
    ...fewerOfThem(input, passes),
  ];
}

/** Halves what can be halved on this GPU; both at once only where one is not enough. */
function numberFormats(input: PoolInput, passes: Passes): RepairCandidate[] {
  const { replica } = input;
  const reads = replica.gpu.supportsFp8Kv === 'yes';
  const kv = reads && replica.kvCacheDtype !== 'fp8' && replica.model.facts.attentionKind !== 'encoder';
  const weights = loadsFp8(replica) && replica.quantization === 'checkpoint' && replica.model.facts.nativeQuantization === null;
  const single = [
    ...(kv ? [withReplica(input, [set('kvCacheDtype', 'fp8')], { kvCacheDtype: 'fp8' })] : []),
    ...(weights ? [withReplica(input, [set('quantization', 'fp8')], { quantization: 'fp8' })] : []),
  ].filter((candidate) => passes(candidate.input));
  if (single.length > 0 || !kv || !weights) return single;
  const both = withReplica(input, [set('quantization', 'fp8'), set('kvCacheDtype', 'fp8')], { quantization: 'fp8', kvCacheDtype: 'fp8' });
  return passes(both.input) ? [both] : [];
}

/** Whether the engine is known to read fp8 weights on the card; of a vendor that its table leaves out, where the card multiplies them. */
function loadsFp8({ engine, gpu, model }: PoolInput['replica']): boolean {
  const support = engine.weightSupport?.('fp8', model.facts.huggingFaceId, gpu) ?? null;
  return support === null ? gpu.facts.nativeFp8 : support.loads === 'yes';
}

/** The smallest group that passes, the nearest below and the nearest above; every larger one would only cost more. */
function nearestShards(input: PoolInput, passes: Passes): RepairCandidate[] {
  const { tensorParallel, model } = input.replica;
  const groups = SHARDS.filter((size) => size !== tensorParallel && divides(model.facts, size))
    .map((size) => withReplica(input, [set('tensorParallel', size)], { tensorParallel: size }))
    .filter((candidate) => passes(candidate.input));
  const below = groups.filter((candidate) => candidate.input.replica.tensorParallel < tensorParallel);
  const above = groups.filter((candidate) => candidate.input.replica.tensorParallel > tensorParallel).slice(0, 1);
  return [...new Set([...below.slice(0, 1), ...below.slice(-1), ...above])];
}

/** Experts that no rank can hold a part of are dealt out whole. */
function wholeExperts(input: PoolInput, passes: Passes): RepairCandidate[] {
  const { model, expertParallel = false } = input.replica;
  if (model.facts.moe === null || expertParallel || loadsSplit(input.replica)) return [];
  const whole = withReplica(input, [set('expertParallel', true)], { expertParallel: true });
  return passes(whole.input) ? [whole] : [];
}

/** The smallest group of each other GPU that has a price and passes. */
function otherGpus(input: PoolInput, passes: Passes): RepairCandidate[] {
  const others = input.alternatives ?? Gpu.all();
  return others.filter((gpu) => gpu.id !== input.replica.gpu.id).flatMap((gpu) => onGpu(input, gpu, passes));
}

function onGpu(input: PoolInput, gpu: Gpu, passes: Passes): RepairCandidate[] {
  const pricePerGpuHour = input.prices?.(gpu) ?? null;
  if (pricePerGpuHour === null) return [];
  const elsewhere = onNodesOf(input, gpu);
  const sizes = SHARDS.filter((size) => divides(input.replica.model.facts, size) && (size === 1 || linked(gpu)));
  const groups = sizes.map((tensorParallel) => {
    const size = tensorParallel === input.replica.tensorParallel ? [] : [set('tensorParallel', tensorParallel)];
    const moved = withReplica(elsewhere, [set('gpu', nameInCode(gpu)), ...size], { gpu, tensorParallel });
    return { ...moved, input: { ...moved.input, pricePerGpuHour } };
  });
  return groups.filter((candidate) => passes(candidate.input)).slice(0, 1);
}

/** The nodes of another card are not those of this one. */
function onNodesOf(input: PoolInput, gpu: Gpu): PoolInput {
  if (input.gpusPerNodeOf === undefined) return input;
  const { gpusPerNode: _, ...replica } = input.replica;
  const gpusPerNode = input.gpusPerNodeOf(gpu);
  return { ...input, replica: gpusPerNode === null ? replica : { ...replica, gpusPerNode } };
}

/** Shards on an unknown node are proposed only where the GPUs are linked whatever the node. */
const linked = (gpu: Gpu) => gpu.facts.interconnect === 'nvlink' || gpu.facts.interconnect === 'infinity-fabric';

/** The fewest replicas that pass: at the peak alone where that is enough, else at the floor. */
function moreReplicas(input: PoolInput, passes: Passes): RepairCandidate[] {
  const atPeak = (maxReplicas: number): PoolInput => ({ ...input, maxReplicas });
  const peak = smallest(input.maxReplicas + 1, MOST_REPLICAS, (replicas) => passes(atPeak(replicas)));
  if (peak !== null && input.peakDemands !== undefined)
    return [{ changes: [set('scaling.max', peak)], input: atPeak(peak), asksLess: false }];
  const grown = (replicas: number): PoolInput => ({ ...input, replicas, maxReplicas: Math.max(input.maxReplicas, replicas) });
  const floor = smallest(input.replicas + 1, MOST_REPLICAS, (replicas) => passes(grown(replicas)));
  const name = input.maxReplicas > input.replicas ? 'scaling.min' : 'replicas';
  return floor === null ? [] : [{ changes: [set(name, floor)], input: grown(floor), asksLess: false }];
}
