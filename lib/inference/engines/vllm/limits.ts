/**
 * What vLLM refuses, or takes without effect, although every flag exists. Read in the source of release 0.30.0 (vllm/config/vllm.py, speculative.py,
 * v1/attention/backends, v1/sample/ops/topk_topp_sampler.py; https://github.com/vllm-project/vllm, 2026-11).
 */
import { divides } from '../../../capacity/fit/rules/tensor-parallel-divides';
import { nodesOf } from '../../../capacity/gpus-of-replica';
import type { ReplicaSpec } from '../../../capacity/replica-spec';
import { EngineVersion } from '../../../catalog/engines/engine-version';
import type { PoolReplica } from '../../pool-replica';
import type { ServingBase } from '../adapter';
import { absent, doubt, type EngineLimit } from '../limit';
import { draftsBesideDisk, draftsOverStages } from './drafts-and-stages';
import { kvDiskLimits } from './kv-disk';
import { sharedBlockLimits } from './kv-shared';
import { ownLayersLimits } from './own-layers';
import { stageLimits } from './stages';
import { streamLimits } from './streamer';

export function vllmLimits(spec: ServingBase): EngineLimit[] {
  const { replica } = spec;
  return [
    ...expertLimits(replica),
    ...cacheLimits(replica),
    ...hybridLimits(replica),
    ...samplerLimits(replica),
    ...shutdownLimits(replica),
    ...nodeLimits(replica),
    ...kvDiskLimits(replica),
    ...sharedBlockLimits(spec),
    ...speculativeLimits(spec),
    ...draftsOverStages(spec),
    ...draftsBesideDisk(spec),
    ...traceLimits(spec),
    ...stageLimits(spec),
    ...streamLimits(spec),
  ];
}

/** The first release whose image has the packages that write spans: Requires-Dist of the wheels 0.16.0 and 0.17.0. */
const TRACED_SINCE = '0.17.0';

function traceLimits({ spansTo, replica: { engine } }: ServingBase): EngineLimit[] {
  if (spansTo === undefined || spansTo === null || EngineVersion.of(engine.version).atLeast(EngineVersion.of(TRACED_SINCE))) return [];
  return [
    {
      prop: 'tracing',
      value: spansTo,
      allowed: `release ${TRACED_SINCE} and newer`,
      message: `the image of ${engine.name} lacks the packages of OpenTelemetry, without which it does not start`,
      repairs: [`engine: Engine.${engine.id}()`, 'leave tracing out'],
    },
  ];
}

/** Copies and ranks that share experts need experts. */
function expertLimits(replica: ReplicaSpec): EngineLimit[] {
  const { model, engine, tensorParallel, dataParallel = 1, expertParallel = false } = replica;
  const dense = model.facts.moe === null;
  return [
    ...(dense && dataParallel > 1
      ? [
          {
            prop: 'parallelism.data',
            value: dataParallel,
            allowed: '1 for a model without experts',
            message: `${model.id} has no experts that ${dataParallel} copies could share; ${engine.name} would run independent engines in one pod`,
            repairs: [`replicas: ${dataParallel} instead`],
          },
        ]
      : []),
    ...(expertParallel && (dense || tensorParallel * dataParallel === 1)
      ? [
          {
            prop: 'parallelism.expert',
            value: true,
            message: dense
              ? `${model.id} has no experts to spread`
              : `the experts of ${model.id} have only one GPU to be on: nothing would change`,
            repairs: ['leave parallelism.expert out', ...(dense ? [] : [`gpusPerReplica: ${2 * (replica.pipelineParallel ?? 1)}`])],
          },
        ]
      : []),
  ];
}

/** What the servers of several nodes cannot do together, or what nobody has counted on them. */
function nodeLimits(replica: PoolReplica): EngineLimit[] {
  const { engine, dataParallel = 1, kvOffloadGiB = 0 } = replica;
  const nodes = nodesOf(replica);
  if (nodes === 1) return [];
  const presence = engine.knowsFlag('--nnodes');
  const older: EngineLimit = {
    prop: 'nodesPerReplica',
    value: nodes,
    allowed: 'a release with --nnodes (0.19.0 and newer)',
    message: `${engine.name} is not known to have --nnodes: it runs on several nodes by Ray alone, which pools do not start`,
    repairs: [`engine: Engine.${engine.id}()`],
  };
  return [
    ...(presence === 'present' ? [] : [presence === 'uncertain' ? doubt(older) : older]),
    ...(dataParallel > 1
      ? [absent(replica, 'parallelism.data', dataParallel, 'on several nodes its copies are not in the plan; use parallelism.pipeline')]
      : []),
    ...(kvOffloadGiB > 0
      ? [absent(replica, 'offload.kvCacheGiB', kvOffloadGiB, 'how much of it lies on which node is not in the plan')]
      : []),
  ];
}

/** FlashInfer alone reads nvfp4, through kernels of the compute capabilities 10.x. */
const NVFP4_MAJOR = 10;

function cacheLimits(replica: ReplicaSpec): EngineLimit[] {
  const { model, kvOffloadGiB = 0, rareKvCacheDtype: dtype } = replica;
  const encoder = model.facts.attentionKind === 'encoder';
  const offload = {
    prop: 'offload.kvCacheGiB',
    value: kvOffloadGiB,
    message: `${model.id} keeps no KV cache that could leave the GPU`,
    repairs: ['leave offload.kvCacheGiB out'],
  };
  return [...(encoder && kvOffloadGiB > 0 ? [offload] : []), ...(dtype === undefined ? [] : rareFormatLimits(replica, dtype))];
}

function rareFormatLimits({ model, gpu, engine, decodeContextParallel = 1 }: ReplicaSpec, dtype: string): EngineLimit[] {
  const capability = gpu.facts.computeCapability;
  const [nvfp4, major] = [dtype === 'nvfp4', capability === null ? null : Math.floor(capability)];
  const reasons = [
    ...(model.facts.attentionKind === 'encoder' ? [`${model.id} keeps no KV cache`] : []),
    ...(model.facts.mla !== null ? [`the latents of ${model.id} have formats of their own`] : []),
    ...(nvfp4 && major !== NVFP4_MAJOR
      ? [`its kernels need compute capability 10.x; ${gpu.name} has ${capability?.toFixed(1) ?? 'an unknown one'}`]
      : []),
    ...(decodeContextParallel > 1 ? ['the kernel that reads it cannot share tokens between GPUs'] : []),
  ];
  const format = gpu.supportsFp8Kv === 'yes' ? 'fp8' : 'auto';
  return reasons.slice(0, 1).map((reason) => ({
    prop: 'kvCacheDtype',
    value: dtype,
    allowed: `'${format}'`,
    message: `${engine.name} cannot keep this KV cache in ${dtype}: ${reason}`,
    repairs: [`kvCacheDtype: '${format}'`],
  }));
}

/** Without windows nothing would change; with linear layers the engine does not start. */
function hybridLimits({ model, engine, hybridKvCacheManager }: ReplicaSpec): EngineLimit[] {
  const { slidingWindow, linearState } = model.facts;
  if (hybridKvCacheManager !== false || (slidingWindow !== null && linearState === null)) return [];
  const message =
    linearState === null
      ? `${model.id} has no layers with a window: switching the hybrid KV cache manager off would change nothing`
      : `${engine.name} does not start ${model.id} without the hybrid KV cache manager: its linear layers need it`;
  return [
    {
      prop: 'tuning.hybridKvCacheManager',
      value: false,
      allowed: 'true',
      message,
      repairs: ['leave tuning.hybridKvCacheManager out'],
    },
  ];
}

/** Compute capabilities with a FlashInfer sampler; asked for elsewhere, the engine stops at its start. */
const FLASHINFER = { from: 8.0, to: 12.1 } as const;

function samplerLimits({ gpu, engine, sampler }: ReplicaSpec): EngineLimit[] {
  const capability = gpu.facts.computeCapability;
  const works = gpu.facts.vendor === 'NVIDIA' && capability !== null && capability >= FLASHINFER.from && capability <= FLASHINFER.to;
  if (sampler !== 'flashinfer' || works) return [];
  return [
    {
      prop: 'tuning.sampler',
      value: sampler,
      allowed: "'native'",
      message: `${engine.name} has no FlashInfer sampler for ${gpu.name}: it needs an NVIDIA GPU of compute capability 8.0 to 12.1`,
      repairs: ["tuning: { sampler: 'native' }"],
    },
  ];
}

/** Without it the engine answers nothing more once the pod is told to stop. */
function shutdownLimits({ engine }: PoolReplica): EngineLimit[] {
  const presence = engine.knowsFlag('--shutdown-timeout');
  if (presence === 'present') return [];
  return [
    {
      severity: 'warning',
      ...(presence === 'uncertain' ? { uncertain: true } : {}),
      prop: 'engine',
      value: engine.version,
      allowed: 'a release that is known to have --shutdown-timeout',
      message: `${engine.name} is not known to have --shutdown-timeout: requests in flight are cut off whenever a pod stops`,
      repairs: [`engine: Engine.${engine.id}()`],
    },
  ];
}

function speculativeLimits(spec: ServingBase): EngineLimit[] {
  if (spec.speculative === undefined) return [];
  const { model, engine } = spec.replica;
  if (model.facts.kind === 'llm') return [...ownLayersLimits(spec), ...drafterLimits(spec)];
  const message = `${model.id} generates nothing that ${engine.name} could draft`;
  return [{ prop: 'speculative', value: spec.speculative.method, message, repairs: ['leave speculative out'] }];
}

/** The drafter is split as the model is, and a drafting model speaks its vocabulary. */
function drafterLimits({ replica }: ServingBase): EngineLimit[] {
  const { model, engine, drafter, tensorParallel } = replica;
  if (drafter?.kind !== 'model' && drafter?.kind !== 'head') return [];
  const draft = drafter.model.facts;
  const vocabularies = [model.facts.vocabSize, draft.vocabSize];
  const [own, other] = vocabularies;
  const speaks = drafter.kind === 'head' || own === other || vocabularies.includes(null);
  return [
    ...(speaks
      ? []
      : [
          {
            prop: 'speculative.drafter',
            value: draft.id,
            allowed: `a model with a vocabulary of ${own}`,
            message: `${draft.id} has a vocabulary of ${other}, ${model.id} one of ${own}; ${engine.name} drafts only within one vocabulary`,
            repairs: ['a smaller model of the same family', 'Speculative.promptLookup({ tokens })'],
          },
        ]),
    ...(divides(draft, tensorParallel)
      ? []
      : [
          {
            prop: 'speculative.drafter',
            value: draft.id,
            allowed: `heads that ${tensorParallel} GPUs divide`,
            message: `${engine.name} splits the drafter as it splits the model, and ${tensorParallel} GPUs do not divide the ${draft.attentionHeads} heads of ${draft.id}`,
            repairs: ['another drafter', 'Speculative.promptLookup({ tokens })'],
          },
        ]),
  ];
}
