/** What a reader of the answer should know: what was assumed, and what is not counted. */

import type { EngineModel } from '../capacity/engines/engine-model';
import { engineModelOf } from '../capacity/engines/registry';
import { POOL_UTILIZATION, poolKvCacheDtype } from '../capacity/pool-defaults';
import type { ReplicaSpec } from '../capacity/replica-spec';
import type { SizeRequest } from './size-request';

export function notesOf(request: SizeRequest, spec: ReplicaSpec, engineNotes: readonly string[]): string[] {
  const model = engineModelOf(spec);
  return [
    ...(model.compared === null ? [] : [`${request.engine}: by the rules of its source, ${model.compared}`]),
    ...engineNotes,
    ...otherThanPools(request, spec),
    ...unread(request, model),
    ...shareOf(request, model),
    ...(request.contextTokens != null && request.sessions == null ? ['contextTokens: only read with sessions'] : []),
    ...expertNotes(request, spec),
    ...copyNotes(request, spec),
    ...(request.kvOffloadGiB ? ['kvOffloadGiB: KV offload for sessions that return; it makes no room for running ones'] : []),
    ...(request.kvOffload ? ['kvOffload: tiers for sessions that return; they make no room for running ones'] : []),
    ...(request.redundantExperts && !request.expertParallel
      ? ['redundantExperts: without expertParallel there is nothing to balance']
      : []),
    ...beyondTheModel(request, spec),
    ...((spec.model.facts.weightDetail?.towerParams ?? 0) > 0 && spec.model.facts.weightDetail?.encoder === undefined
      ? ['the peak of the vision or audio tower is in the range, not in the figure']
      : []),
  ];
}

/** What the question leaves open and a pool does in its own way: with these the answer is that of a pool. */
function otherThanPools({ defaults, gpuMemoryUtilization, kvCacheDtype, quantization }: SizeRequest, spec: ReplicaSpec) {
  const { gpu, engine, gpuMemoryUtilization: share } = spec;
  const cache = poolKvCacheDtype(quantization ?? 'checkpoint', gpu, engine);
  const isPools = defaults === 'pool';
  const shares = gpuMemoryUtilization == null && engine.utilizationDefault.share !== POOL_UTILIZATION;
  return [
    ...(shares && isPools
      ? [`gpuMemoryUtilization not given: ${share}, as a pool takes it; the engine's default is ${engine.utilizationDefault.share}`]
      : []),
    ...(shares && !isPools
      ? [`gpuMemoryUtilization not given: ${share}, the engine's default; a pool takes ${POOL_UTILIZATION} (defaults: pool)`]
      : []),
    ...(kvCacheDtype == null && cache !== 'auto' && isPools ? [`kvCacheDtype not given: ${cache}, as a pool takes it here`] : []),
    ...(kvCacheDtype == null && cache !== 'auto' && !isPools
      ? [`kvCacheDtype not given: that of the model; a pool takes ${cache} here (defaults: pool)`]
      : []),
  ];
}

/** Settings that the accounting of the engine does not know. */
const unread = (request: SizeRequest, { unread: keys }: EngineModel) =>
  keys.filter((key) => request[key as keyof SizeRequest] != null).map((key) => `${key}: does not change the ${request.engine} accounting`);

/** The same number is a share of something else to every engine. */
function shareOf({ gpuMemoryUtilization }: SizeRequest, { memoryShare: { input, setting, meaning } }: EngineModel): string[] {
  if (gpuMemoryUtilization == null || input !== 'engineMemoryFraction') return [];
  return [`gpuMemoryUtilization ${gpuMemoryUtilization} is taken as ${setting ?? 'the fraction of the engine'}: ${meaning}`];
}

function expertNotes({ expertParallel, tensorParallel, dataParallel }: SizeRequest, { model }: ReplicaSpec): string[] {
  if (expertParallel == null || expertParallel === false || expertParallel === 1) return [];
  if (model.facts.moe === null) return [`expertParallel: ${model.id} has no experts`];
  const ranks = tensorParallel * dataParallel;
  return typeof expertParallel === 'number' && expertParallel !== ranks
    ? [`expertParallel: experts are shared by tensorParallel × dataParallel = ${ranks} ranks`]
    : [];
}

/** Whoever means replicas that stand alone would read half of the experts as missing. */
const copyNotes = ({ dataParallel }: SizeRequest, { model }: ReplicaSpec): string[] =>
  dataParallel > 1 && model.facts.moe !== null
    ? [
        `dataParallel: the ${dataParallel} copies hold the experts together, as one engine does; a replica that stands alone is asked without it`,
      ]
    : [];

function beyondTheModel({ maxModelLen }: SizeRequest, { model }: ReplicaSpec): string[] {
  const limit = model.facts.maxPositionEmbeddings;
  return maxModelLen != null && limit !== null && maxModelLen > limit
    ? [
        `maxModelLen ${maxModelLen} is over the ${limit} tokens that ${model.id} is configured for: the engine refuses it unless told otherwise`,
      ]
    : [];
}
