/** A pool as `fleet.plan.json` holds it. */
import { engineModelOf } from '../capacity/engines/registry';
import { kvReturnSeconds } from '../capacity/fit/kv-return';
import type { PoolVerdict, ThroughputBalance } from '../capacity/fit/pool-verdict';
import { copiesOf, gpusInAll, nodesOf } from '../capacity/gpus-of-replica';
import { transferBytes } from '../capacity/latency/remote-prefill';
import type { ReplicaSupply } from '../capacity/replica-supply';
import { toGiB } from '../core/units';
import { monthOf } from '../economics/cost-points';
import { allTokens, type HourlyTokens } from '../economics/traffic-tokens';
import type { PoolPlan } from '../plan/sections/pool';
import { gpuResource } from '../platform/gpu-resource';
import { sharingConfigsOf, sliceLayouts } from './card-layout';
import { coldStartPlan } from './cold-start';
import { stageOf } from './disaggregation/stage';
import { UNTRACED } from './engines/flag-limits';
import type { GpuTenant } from './gpu-tenant';
import { nodeRoomPlan } from './node-room-plan';
import { memoryOfPod, offloadedGiB } from './pod-shape';
import { servedParsers } from './pool-parsers';
import type { PoolView } from './pool-view';
import { pricePlan } from './price-plan';
import { priorityPlan } from './priority-plan';
import { servedCheckpoint } from './served-checkpoint';
import { graceSeconds } from './serving-pod';
import { keptApart } from './shared-card';
import { spansAt } from './spans';
import { weightsPlan } from './weights-plan';

/** @param tenants what else takes GPUs of the cluster */
export function toPoolPlan(pool: PoolView, tenants: readonly GpuTenant[] = []): PoolPlan {
  const { spec, replica, verdict } = pool;
  return {
    ...whatRuns(pool),
    ...slicesPlan(pool),
    ...sharingPlan(pool),
    ...autoscaledNodes(pool),
    ...nodeRoomPlan(pool),
    weights: weightsPlan(pool),
    coldStart: coldStartPlan(pool),
    ...sleepPlan(pool),
    ...stagesPlan(pool),
    ...burstPlan(pool),
    ...ownPriority(pool, tenants),
    replicas: { min: pool.idleReplicas, max: pool.maxReplicas },
    precision: { weights: spec.quantization, kvCache: replica.rareKvCacheDtype ?? replica.kvCacheDtype },
    limits: limitsPlan(pool),
    hostMemory: hostMemoryPlan(pool),
    engineOptions: engineOptions(pool),
    memory: memoryPlan(pool),
    demand: [...pool.demand.planned],
    peakDemand: [...pool.demand.peak],
    demandGiB: round(verdict.demandGiB, 3),
    supplyGiB: round(verdict.supplyGiB, 3),
    headroom: headroomPlan(verdict),
    verdict: verdict.verdict,
    missing: [...verdict.missing],
    bottleneck: verdict.bottleneck,
    margin: verdict.margin,
    throughput: throughputPlan(verdict.throughput),
    reserveGiB: round(verdict.reserveGiB, 3),
    survivesReplicaLoss: verdict.survivesReplicaLoss,
    price: pricePlan(pool.nodes.price, pool.setting),
    costPerHour: pool.costPerHour,
    economics: economicsPlan(pool),
  };
}

function economicsPlan({ money, replica, nodes: { price } }: PoolView): PoolPlan['economics'] {
  const { usdPerHour, usdPerDay, replicas, replicasByHour, tokens, use, writesPerSecond } = money;
  const perMillion = usdPerDay === null || tokens === null || allTokens(tokens) === 0 ? null : (usdPerDay / 24 / allTokens(tokens)) * 1e6;
  const usdPerReplica = price === null ? 0 : gpusInAll(replica) * price.usdPerGpuHour;
  return {
    replicas,
    usdPerHour,
    usdPerMonth: monthOf(usdPerHour),
    usdPerDay,
    replicasByHour: replicasByHour === null ? null : [...replicasByHour],
    tokensPerHour: tokens === null ? null : wholeTokens(tokens),
    writesPerSecond,
    use,
    usdPerMillionTokens: perMillion === null ? null : round(perMillion, 4),
    usdPerMillionAtFullUse: perMillion === null || use === null ? null : round(perMillion * use, 4),
    tokensPerUsd: writesPerSecond === null || usdPerReplica === 0 ? null : Math.round((writesPerSecond * 3_600) / usdPerReplica),
  };
}

export const wholeTokens = ({ input, cachedInput, output }: HourlyTokens) => ({
  input: Math.round(input),
  cachedInput: Math.round(cachedInput),
  output: Math.round(output),
});

/** Only of pools on slices. */
function slicesPlan({ spec: { gpu }, nodes: { nodePools } }: PoolView): Pick<PoolPlan, 'slices'> {
  if (gpu.facts.sliceOf === null) return {};
  const layouts = sliceLayouts(nodePools).map(({ nodePool, name }) => ({ nodePool, layout: name }));
  return { slices: { resource: gpuResource(gpu, nodePools), layouts } };
}

/** Only of pools on cards that several engines share. */
function sharingPlan(pool: PoolView): Pick<PoolPlan, 'sharing'> {
  const { spec, nodes } = pool;
  if (nodes.sharing === null) return {};
  const { strategy = 'time-slicing', engines } = nodes.sharing;
  const configs = sharingConfigsOf(nodes.nodePools).map(({ nodePool, name }) => ({ nodePool, config: name }));
  const onOneCard = nodes.nodePools.every((nodePool) => nodePool.nodes === 1) && nodes.nodePools.length === 1 && keptApart(pool);
  return { sharing: { resource: gpuResource(spec.gpu, nodes.nodePools), strategy, enginesPerCard: engines, configs, onOneCard } };
}

/** Only of pools whose burst has nodes of its own. */
function burstPlan({ spec, nodes: { burst }, minReplicas, maxReplicas, setting }: PoolView): Pick<PoolPlan, 'burst'> {
  if (burst === null || spec.nodePool === undefined) return {};
  const nodePools = [...(spec.burstNodePools ?? [])];
  return {
    burst: { floorNodePool: spec.nodePool, nodePools, replicas: maxReplicas - minReplicas, price: pricePlan(burst.price, setting) },
  };
}

/** Only of pools with a class, and of those that others give way to. */
function ownPriority(pool: PoolView, tenants: readonly GpuTenant[]): Pick<PoolPlan, 'priority'> {
  const { priority, setting, adapter } = pool;
  const className = priority === null ? null : (setting.classOf?.(priority) ?? priority.existingClass ?? null);
  return priorityPlan(pool, { className, tenants, graceSeconds: graceSeconds(adapter) });
}

/** Only of pools that may sleep. */
function sleepPlan({ spec: { scaling } }: PoolView): Pick<PoolPlan, 'sleep'> {
  const { sleep } = scaling ?? {};
  return sleep === undefined ? {} : { sleep: { wakesOn: [...sleep.wakesOn], meanwhile: sleep.meanwhile } };
}

/** Only of pools whose prompts and answers have replicas of their own. */
function stagesPlan(pool: PoolView): Pick<PoolPlan, 'stages'> {
  const stage = stageOf(pool);
  if (stage === undefined) return {};
  const { prefill } = pool.replica;
  return {
    stages: {
      stage,
      prefillPool: pool.prefill?.path ?? null,
      gbitPerSecond: prefill?.gbitPerSecond ?? null,
      gibPerThousandTokens: prefill === undefined ? null : round(toGiB(transferBytes(pool.replica, 1_000)), 4),
    },
  };
}

/** Unknown where facts are missing; of a supply of nothing a demand is no share, and JSON has no infinity. */
function headroomPlan({ headroom, supply }: PoolVerdict): number | null {
  return supply.missing.length === 0 && Number.isFinite(headroom) ? round(headroom, 4) : null;
}

/** What is loaded, where it is not the model's own repository. */
function otherCheckpoint(spec: PoolView['spec'], engine: PoolView['engine']): { readonly checkpoint?: string } {
  const { repository } = servedCheckpoint(spec, engine);
  return repository === spec.model.facts.huggingFaceId ? {} : { checkpoint: repository };
}

type WhatRuns = Pick<
  PoolPlan,
  'name' | 'path' | 'namespace' | 'cluster' | 'model' | 'engine' | 'gpu' | 'gpusPerReplica' | 'nodesPerReplica' | 'parallelism'
>;

function whatRuns({ name, path, namespace, cluster, spec, servedName, engine, image, replica }: PoolView): WhatRuns {
  return {
    name,
    path,
    namespace,
    cluster,
    model: {
      id: spec.model.id,
      huggingFaceId: spec.model.facts.huggingFaceId,
      servedName,
      ...(spec.aliases === undefined ? {} : { aliases: [...spec.aliases] }),
      ...otherCheckpoint(spec, engine),
      ...(spec.revisions === undefined ? {} : { revisions: spec.revisions }),
    },
    engine: { id: engine.id, version: engine.version, image },
    gpu: { id: spec.gpu.id, name: spec.gpu.name },
    gpusPerReplica: gpusInAll(replica),
    ...(nodesOf(replica) > 1 ? { nodesPerReplica: nodesOf(replica) } : {}),
    parallelism: {
      tensor: replica.tensorParallel,
      pipeline: replica.pipelineParallel ?? 1,
      data: copiesOf(replica),
      expert: replica.expertParallel ?? false,
      decodeContext: replica.decodeContextParallel ?? 1,
    },
  };
}

function limitsPlan(pool: PoolView): PoolPlan['limits'] {
  const { maxNumSeqs, maxNumBatchedTokens } = pool.verdict.supply;
  return { maxContextTokens: pool.spec.maxContextTokens, maxNumSeqs, maxNumBatchedTokens, ...memoryShare(pool) };
}

function hostMemoryPlan(pool: PoolView): PoolPlan['hostMemory'] {
  const { spec, replica } = pool;
  const { supply } = pool.verdict;
  return {
    pod: memoryOfPod(pool),
    offloadedGiB: offloadedGiB(replica),
    kvTokensPerReplica: (supply.offloadedKvTokens ?? 0) * copiesOf(replica),
    ...(replica.kvOffloadGiB ? { kvReturnSeconds: round(kvReturnSeconds(replica, supply), 3) } : {}),
    ...kvDiskPlan(replica, supply),
    ...kvSharedPlan(spec, supply),
  };
}

/** Once for all replicas of the pool. */
function kvSharedPlan({ offload }: PoolView['spec'], { sharedKvTokens }: ReplicaSupply): Pick<PoolPlan['hostMemory'], 'kvShared'> {
  const shared = offload?.kvCacheShared;
  if (shared === undefined || sharedKvTokens === undefined) return {};
  return { kvShared: { gib: shared.sizeGiB, storageClass: shared.storageClass, kvTokens: sharedKvTokens } };
}

/** Copies of a replica share the disk of their pod. */
function kvDiskPlan({ kvOffload }: PoolView['replica'], { nvmeKvTokens }: ReplicaSupply): Pick<PoolPlan['hostMemory'], 'kvDisk'> {
  const gib = kvOffload?.nvmeGiB;
  return gib === undefined || nvmeKvTokens === undefined ? {} : { kvDisk: { gib, kvTokensPerReplica: nvmeKvTokens } };
}

function memoryPlan({ replica, verdict }: PoolView): PoolPlan['memory'] {
  const { terms, kvBytesPerToken, kvFormula, kvTokens, kvCacheGiB } = verdict.supply;
  const copies = copiesOf(replica);
  return {
    terms: terms.map((term) => ({ ...term, perGpuGiB: round(term.perGpuGiB, 3) })),
    kvBytesPerToken,
    kvFormula,
    kvTokensPerReplica: kvTokens * copies,
    kvGiBPerReplica: round(kvCacheGiB * copies, 3),
    kvRangeGiB: kvBytesPerToken === 0 ? null : rangePlan(verdict.kvRangeGiB, copies),
  };
}

function autoscaledNodes({ nodes: { nodePools } }: PoolView): Pick<PoolPlan, 'autoscaledNodes'> {
  const autoscaled = nodePools
    .filter(({ minNodes, nodes }) => minNodes < nodes)
    .map(({ name, minNodes, nodes, provisioningSeconds = null }) => ({ nodePool: name, minNodes, maxNodes: nodes, provisioningSeconds }));
  return autoscaled.length === 0 ? {} : { autoscaledNodes: autoscaled };
}

/** The share that the engine reads. */
function memoryShare({ replica }: PoolView): Pick<PoolPlan['limits'], 'gpuMemoryUtilization' | 'engineMemoryFraction'> {
  const { input } = engineModelOf(replica).memoryShare;
  const fraction = input === 'engineMemoryFraction' ? replica.engineMemoryFraction : undefined;
  return {
    gpuMemoryUtilization: input === 'gpuMemoryUtilization' ? replica.gpuMemoryUtilization : null,
    ...(fraction === undefined ? {} : { engineMemoryFraction: fraction }),
  };
}

/** Every data-parallel copy has a cache of its own. */
function rangePlan(range: PoolVerdict['kvRangeGiB'], copies: number): PoolPlan['memory']['kvRangeGiB'] {
  return range === null ? null : { low: round(range[0] * copies, 3), high: round(range[1] * copies, 3) };
}

function throughputPlan(throughput: ThroughputBalance | null): PoolPlan['throughput'] {
  if (throughput === null) return null;
  const { range, demandTokensPerSecond, supplyTokensPerSecond, concurrency, measured } = throughput;
  return {
    demandTokensPerSecond: round(demandTokensPerSecond, 1),
    supplyTokensPerSecond: round(supplyTokensPerSecond, 1),
    low: round(range[0], 1),
    high: round(range[1], 1),
    concurrency,
    measured,
  };
}

function engineOptions(pool: PoolView): PoolPlan['engineOptions'] {
  const { engine, spec, replica } = pool;
  const { speculative, adapters } = spec;
  return {
    enforceEager: replica.enforceEager ?? false,
    sampler: replica.sampler ?? null,
    hybridKvCacheManager: replica.hybridKvCacheManager ?? true,
    speculative:
      speculative === undefined ? null : { method: speculative.method, tokens: speculative.tokens, checkpoint: speculative.checkpoint },
    parsers: servedParsers({ engine, spec }),
    structuredOutput: spec.structuredOutput ?? null,
    ...(spec.tuning?.scheduling === undefined ? {} : { scheduling: spec.tuning.scheduling }),
    ...tracedPlan(pool),
    ...(adapters === undefined ? {} : { adapters: [...adapters] }),
  };
}

/** An engine that cannot send spans says why, whether it is asked or not. */
function tracedPlan(pool: PoolView): Pick<PoolPlan['engineOptions'], 'spansTo' | 'untraced'> {
  const { flagsOfProps, untraced = UNTRACED } = pool.adapter;
  if (flagsOfProps.tracing === undefined) return { untraced };
  const to = spansAt(pool);
  return typeof to === 'string' ? { spansTo: to } : {};
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
