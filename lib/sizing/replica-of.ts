/** A line as a replica: number formats by all their names, defaults of the engine, or of a pool, where the line says nothing. */

import { engineModelOf } from '../capacity/engines/registry';
import { POOL_UTILIZATION, poolKvCacheDtype } from '../capacity/pool-defaults';
import type { ReplicaEngine } from '../capacity/replica-engine';
import type { KvCacheDtype, RareKvCacheDtype, ReplicaSpec } from '../capacity/replica-spec';
import { PUBLISHED_CHECKPOINTS, scaleGroupNamed } from '../catalog/checkpoints';
import type { Gpu } from '../catalog/gpu';
import { Gpu as Card } from '../catalog/gpu';
import { Model } from '../catalog/model';
import type { ScaleGroup } from '../catalog/scale-group';
import { own } from '../core/own';
import { drafterOf } from './drafter-of';
import type { FoundModel } from './find-model';
import type { SizeRequest } from './size-request';

/** Names of schemes as flags, configs and people write them; `checkpoint` takes the file as it is. */
const SCHEMES: Readonly<Record<string, string>> = {
  none: 'checkpoint',
  auto: 'checkpoint',
  checkpoint: 'checkpoint',
  bf16: 'checkpoint',
  fp16: 'checkpoint',
  bfloat16: 'checkpoint',
  float16: 'checkpoint',
  half: 'checkpoint',
  fbgemm_fp8: 'fp8',
  fp8: 'fp8',
  fp8_per_tensor: 'fp8',
  fp8_per_block: 'fp8',
  fp8_per_channel: 'fp8',
  'fp8-dynamic': 'fp8',
  awq: 'awq',
  awq_marlin: 'awq',
  gptq: 'gptq',
  gptq_marlin: 'gptq',
  int4: 'int4',
  w4a16: 'int4',
  int8: 'int8',
  w8a8: 'int8',
  w8a16: 'int8',
  nvfp4: 'nvfp4',
  modelopt_fp4: 'nvfp4',
  fp4: 'nvfp4',
  mxfp4: 'mxfp4',
  bitsandbytes: 'bnb4',
  bnb: 'bnb4',
};

const KV_DTYPES: Readonly<Record<string, KvCacheDtype | RareKvCacheDtype>> = {
  auto: 'auto',
  bf16: 'bf16',
  bfloat16: 'bf16',
  fp16: 'fp16',
  float16: 'fp16',
  half: 'fp16',
  fp8: 'fp8',
  fp8_e4m3: 'fp8',
  fp8_e5m2: 'fp8',
  fp8_inc: 'fp8',
  fp8_ds_mla: 'fp8',
  nvfp4: 'nvfp4',
  fp8_per_token_head: 'fp8_per_token_head',
  int8_per_token_head: 'int8_per_token_head',
};

export interface ReplicaOfLine {
  readonly spec: ReplicaSpec;
  /** Nothing can be computed without them. */
  readonly missing: readonly string[];
  /** The answer is right but for these: it can say no, not yes. */
  readonly doubts: readonly string[];
  readonly notes: readonly string[];
}

export function replicaOf(request: SizeRequest, found: FoundModel, gpu: Gpu, engine: ReplicaEngine): ReplicaOfLine {
  const weights = modelInFormat(request, found);
  const kv = request.kvCacheDtype == null ? unsaidCache(request, gpu, engine) : own(KV_DTYPES, request.kvCacheDtype.toLowerCase());
  const [link, sampler, drafter] = [linkOf(request), samplerOf(request), drafterOf(request, weights.model.facts)];
  const spec: ReplicaSpec = {
    model: weights.model,
    gpu: link.kind === 'pcie' ? overPcie(gpu) : gpu,
    engine,
    tensorParallel: request.tensorParallel,
    quantization: 'checkpoint',
    ...(found.schemeFromName === null || request.model === undefined ? {} : { checkpoint: request.model }),
    ...(request.kvCacheDtype?.toLowerCase() === 'fp8_ds_mla' ? { latentLayout: 'packed' as const } : {}),
    ...(isRare(kv) ? { kvCacheDtype: 'auto', rareKvCacheDtype: kv } : { kvCacheDtype: kv ?? 'auto' }),
    ...shareOf(request, engine),
    maxContextTokens: request.maxModelLen ?? weights.model.facts.maxPositionEmbeddings ?? 8_192,
    ...limits(request),
    ...parallel(request),
    ...(link.kind === null ? {} : { nvlinkBridge: link.kind === 'nvlink' }),
    ...(sampler.kind === null ? {} : { sampler: sampler.kind }),
    ...(drafter.drafter === null ? {} : { drafter: drafter.drafter }),
    ...(drafter.tokens === null ? {} : { speculativeTokens: drafter.tokens }),
  };
  const missing = [...weights.missing, ...(kv === undefined ? [`bytes of KV dtype ${request.kvCacheDtype}`] : [])];
  return { spec, missing, doubts: [...link.missing, ...sampler.missing, ...drafter.missing], notes: drafter.notes };
}

/** What a question leaves open is as the engine does it, or as a pool tells it to. */
const unsaidCache = ({ defaults, quantization }: SizeRequest, gpu: Gpu, engine: ReplicaEngine) =>
  defaults === 'pool' ? poolKvCacheDtype(quantization ?? 'checkpoint', gpu, engine) : 'auto';

/** As the input that the engine reads. */
function shareOf({ gpuMemoryUtilization: given, defaults }: SizeRequest, engine: ReplicaEngine) {
  const usual = defaults === 'pool' ? POOL_UTILIZATION : engine.utilizationDefault.share;
  if (given == null) return { gpuMemoryUtilization: usual };
  const isOwn = engineModelOf({ engine }).memoryShare.input === 'engineMemoryFraction';
  return isOwn ? { gpuMemoryUtilization: usual, engineMemoryFraction: given } : { gpuMemoryUtilization: given };
}

const isRare = (dtype: KvCacheDtype | RareKvCacheDtype | undefined): dtype is RareKvCacheDtype =>
  dtype === 'nvfp4' || dtype === 'fp8_per_token_head' || dtype === 'int8_per_token_head';

interface Read<T> {
  readonly kind: T | null;
  readonly missing: readonly string[];
}

const UNSAID: Read<never> = { kind: null, missing: [] };

function linkOf({ interconnect }: SizeRequest): Read<'nvlink' | 'pcie'> {
  if (interconnect == null || interconnect === 'auto') return UNSAID;
  if (/nvlink|nvswitch|nvl\d|xgmi|infinity|sxm/i.test(interconnect)) return { kind: 'nvlink', missing: [] };
  if (/pcie|phb|sys|none/i.test(interconnect)) return { kind: 'pcie', missing: [] };
  return { kind: null, missing: [`interconnect: '${interconnect}' is neither nvlink nor pcie`] };
}

/** The same card in a node that joins its GPUs over PCIe only. */
const overPcie = (gpu: Gpu): Gpu =>
  gpu.facts.interconnect === 'pcie' ? gpu : Card.custom({ ...gpu.facts, interconnect: 'pcie', nvlinkGBps: null });

function samplerOf({ sampler }: SizeRequest): Read<'native' | 'flashinfer'> {
  if (sampler == null || /^(auto|default)$/i.test(sampler)) return UNSAID;
  if (/^flash[-_ ]?infer$/i.test(sampler)) return { kind: 'flashinfer', missing: [] };
  if (/^(native|(py)?torch([-_ ]native)?|triton)$/i.test(sampler)) return { kind: 'native', missing: [] };
  return { kind: null, missing: [`sampler: memory of '${sampler}'`] };
}

function limits(request: SizeRequest): Partial<ReplicaSpec> {
  return {
    ...(request.maxNumSeqs == null ? {} : { maxNumSeqs: request.maxNumSeqs }),
    ...(request.maxNumBatchedTokens == null ? {} : { maxNumBatchedTokens: request.maxNumBatchedTokens }),
    ...(request.enforceEager == null ? {} : { enforceEager: request.enforceEager }),
    ...(request.compileCache == null ? {} : { compileCache: request.compileCache }),
    ...(request.limitMmPerPrompt == null ? {} : { mediaPerPrompt: mediaOf(request.limitMmPerPrompt) }),
    ...(request.offline == null ? {} : { offline: request.offline }),
    ...(request.cpuOffloadGiB == null ? {} : { cpuOffloadGiB: request.cpuOffloadGiB }),
    ...(request.kvOffloadGiB == null ? {} : { kvOffloadGiB: request.kvOffloadGiB }),
    ...(request.lora == null ? {} : { adapters: { rank: request.lora.rank, count: request.lora.count ?? 1 } }),
    ...(request.languageModelOnly == null ? {} : { languageModelOnly: request.languageModelOnly }),
    ...(request.prefixCaching == null ? {} : { prefixCaching: request.prefixCaching }),
    ...(request.schedulerRecvInterval == null ? {} : { schedulerRecvInterval: request.schedulerRecvInterval }),
    ...(request.hybridKvCacheManager == null ? {} : { hybridKvCacheManager: request.hybridKvCacheManager }),
    allowExperimentalFp8Kv: true,
  };
}

const mediaOf = ({ image, video }: NonNullable<SizeRequest['limitMmPerPrompt']>) => ({
  ...(image == null ? {} : { images: Math.min(image, MOST_MEDIA) }),
  ...(video == null ? {} : { videos: Math.min(video, MOST_MEDIA) }),
});

/** More than any prompt holds. */
const MOST_MEDIA = 100_000;

function parallel(request: SizeRequest): Partial<ReplicaSpec> {
  return {
    pipelineParallel: request.pipelineParallel,
    dataParallel: request.dataParallel,
    expertParallel: request.expertParallel === true || (typeof request.expertParallel === 'number' && request.expertParallel > 1),
    ...(request.redundantExperts == null ? {} : { redundantExperts: request.redundantExperts }),
    ...(request.decodeContextParallel == null ? {} : { decodeContextParallel: request.decodeContextParallel }),
  };
}

/** Flags that name a family of schemes: how many bits it has is in the checkpoint. */
const FAMILIES = /^(compressed[-_]tensors|modelopt(_mixed)?|auto[-_]?round|quark|inc|torchao|gguf|experts_int8)$/i;

/** A scheme of the line replaces the checkpoint's, unless the checkpoint already has it. */
function modelInFormat(request: SizeRequest, found: FoundModel): { readonly model: Model; readonly missing: readonly string[] } {
  const { facts } = found.model;
  const family = request.quantization != null && FAMILIES.test(request.quantization);
  if (family && found.schemeFromName === null && facts.nativeQuantization === null) return ofUnknownBits(request, found);
  const asked =
    request.quantization == null || family
      ? found.schemeFromName
      : (own(SCHEMES, request.quantization.toLowerCase()) ?? request.quantization.toLowerCase());
  const scheme = asked === 'checkpoint' || isNarrower(found.schemeFromName, asked) ? found.schemeFromName : asked;
  if (scheme === null || scheme === facts.nativeQuantization || scheme === facts.expertQuantization)
    return { model: found.model, missing: [] };
  const { checkpointGiB: _, weightDetail: { scaleGroup: _own, ...detail } = {}, ...rest } = facts;
  const group = scaleGroupIn(scheme, request, found);
  const weightDetail = group === null ? detail : { ...detail, scaleGroup: group };
  return {
    model: Model.custom({ ...rest, id: facts.id, nativeQuantization: scheme, expertQuantization: null, weightDetail }),
    missing: [],
  };
}

/** What is known of the copy that is named, or of the published one; fp8 of a name that says nothing is made at load, with a scale for each row. */
function scaleGroupIn(scheme: string, { model: name }: SizeRequest, { model, schemeFromName }: FoundModel): ScaleGroup {
  if (schemeFromName !== null && name !== undefined) return scaleGroupNamed(name);
  if (scheme === 'fp8' && model.facts.nativeQuantization === null) return 'row';
  return PUBLISHED_CHECKPOINTS.find(({ modelId, format }) => modelId === model.id && format === scheme)?.scaleGroup ?? null;
}

/** `gptq` and `awq` name kernels for 4 and 8 bit; the name of the copy may say which. */
const isNarrower = (named: string | null, asked: string | null) => named === 'int8' && (asked === 'gptq' || asked === 'awq');

/** Only the size of the files tells how large the weights are. */
function ofUnknownBits(
  { quantization, checkpointGiB }: SizeRequest,
  { model }: FoundModel,
): { readonly model: Model; readonly missing: readonly string[] } {
  if (checkpointGiB === undefined) return { model, missing: [`bytes per weight of ${quantization}`] };
  return { model: Model.custom({ ...model.facts, nativeQuantization: quantization ?? null, checkpointGiB }), missing: [] };
}
