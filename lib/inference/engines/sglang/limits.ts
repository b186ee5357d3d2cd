/**
 * What SGLang cannot do, and what the plan of its replicas does not count: refused by the name of the prop. Read in python/sglang/srt of the
 * wheel 0.5.23 (arg_groups, mem_cache/kv_cache_configurator.py, managers/scheduler.py; 2026-11).
 */
import type { PoolReplica } from '../../pool-replica';
import type { ServingBase } from '../adapter';
import { absent, doubt, type EngineLimit, notALanguageModel } from '../limit';
import { kvTierLimits } from './kv-tiers';

/** The least common multiple of the pages of its attention kernels: a chunk of prefill is a whole number of pages. */
const PAGE_TOKENS = 128;

export function sglangLimits({ replica, speculative, chatTemplate }: ServingBase): EngineLimit[] {
  return [
    // Encoders need another way of starting, and what they hold was compared with nothing.
    ...notALanguageModel(replica),
    ...spreadLimits(replica),
    ...uncountedLimits(replica),
    ...kvTierLimits(replica),
    ...cacheLimits(replica),
    ...chunkLimits(replica),
    ...uncertainLayouts(replica),
    ...uncertainShare(replica),
    ...samplerLimits(replica),
    ...templateLimits(replica, chatTemplate),
    ...(speculative === undefined
      ? []
      : [absent(replica, 'speculative', speculative.method, 'the plan of this engine does not count what drafts take')]),
  ];
}

function spreadLimits(replica: PoolReplica): EngineLimit[] {
  const { pipelineParallel = 1, dataParallel = 1, decodeContextParallel = 1, expertParallel = false } = replica;
  const twice = 'every stage writes the queue of the replica as its own, so scaling and alerts would count it once for each stage';
  const uncounted = 'the plan of this engine does not count its buffers';
  return [
    ...(pipelineParallel > 1 ? [absent(replica, 'parallelism.pipeline', pipelineParallel, twice)] : []),
    ...(dataParallel > 1
      ? [absent(replica, 'parallelism.data', dataParallel, 'its copies are engines of their own; use replicas instead')]
      : []),
    ...(decodeContextParallel > 1 ? [absent(replica, 'parallelism.decodeContext', decodeContextParallel, uncounted)] : []),
    ...(expertParallel ? [absent(replica, 'parallelism.expert', true, uncounted)] : []),
  ];
}

/** Its accounting reads neither. */
function uncountedLimits(replica: PoolReplica): EngineLimit[] {
  const { cpuOffloadGiB = 0, hybridKvCacheManager } = replica;
  return [
    ...(cpuOffloadGiB > 0
      ? [absent(replica, 'offload.weightsGiBPerGpu', cpuOffloadGiB, 'its plan does not count weights in host memory')]
      : []),
    ...(hybridKvCacheManager === undefined || hybridKvCacheManager
      ? []
      : [absent(replica, 'tuning.hybridKvCacheManager', false, 'it divides the memory of windows by a rule of its own')]),
  ];
}

/** Formats of its own parser: bf16 and fp8, and others whose layout nobody has compared. */
function cacheLimits({ kvCacheDtype, rareKvCacheDtype, gpu, engine }: PoolReplica): EngineLimit[] {
  const asked = rareKvCacheDtype ?? kvCacheDtype;
  if (asked !== 'auto' && asked !== 'bf16' && asked !== 'fp8') {
    const message = `pools of ${engine.name} cannot keep the KV cache in ${asked}`;
    return [{ prop: 'kvCacheDtype', value: asked, allowed: 'auto, bf16, fp8', message, repairs: ["kvCacheDtype: 'auto'"] }];
  }
  // FlashInfer, the backend of Ampere, reads fp8 there (docs.sglang.io, attention_backend; sglang#1204 ran on A100); what it does not read is AF-CAP-004.
  if (asked !== 'fp8' || gpu.supportsFp8Kv !== 'no') return [];
  return [
    doubt({
      prop: 'kvCacheDtype',
      value: asked,
      allowed: 'auto, bf16',
      message: `nobody has read which kernels of ${engine.name} keep an fp8 KV cache on ${gpu.name}`,
      repairs: ["kvCacheDtype: 'auto'"],
    }),
  ];
}

/** The engine does not start where a chunk ends within a page. */
function chunkLimits({ maxNumBatchedTokens, engine }: PoolReplica): EngineLimit[] {
  if (maxNumBatchedTokens === undefined || maxNumBatchedTokens % PAGE_TOKENS === 0) return [];
  const nearest = Math.max(1, Math.round(maxNumBatchedTokens / PAGE_TOKENS)) * PAGE_TOKENS;
  return [
    {
      prop: 'maxNumBatchedTokens',
      value: maxNumBatchedTokens,
      allowed: `a multiple of ${PAGE_TOKENS}`,
      message: `${engine.name} cuts prompts into whole pages of up to ${PAGE_TOKENS} tokens and does not start with chunks of ${maxNumBatchedTokens}`,
      repairs: [`maxNumBatchedTokens: ${nearest}`],
    },
  ];
}

/** What bounds the sequences of some models, and the plan does not count. */
function uncertainLayouts({ model, engine }: PoolReplica): EngineLimit[] {
  const { linearState, attentionKind } = model.facts;
  const states = `it keeps three to five states of ${model.id} for each running request, and how many fit is not in the plan`;
  const pools = `it has pools of its own for the compressed cache of ${model.id}, and nobody has compared them`;
  const why = linearState === null ? pools : states;
  if (linearState === null && attentionKind !== 'compressed') return [];
  return [
    doubt({
      prop: 'model',
      value: model.id,
      message: `${engine.name} may hold less than planned: ${why}`,
      repairs: ['measured: what a run of the replica showed', 'leave engine out'],
    }),
  ];
}

/** An image of the user's own may run elsewhere; there its kernels for AMD take 15 % of the fraction for themselves with contexts above 8,192 tokens. */
function uncertainShare({ gpu, engine }: PoolReplica): EngineLimit[] {
  if (gpu.facts.vendor === 'NVIDIA') return [];
  return [
    doubt({
      prop: 'gpu',
      value: gpu.id,
      allowed: 'GPUs of NVIDIA',
      message: `the memory of ${engine.name} was read for NVIDIA: on ${gpu.name} it may give the KV cache less than planned`,
      repairs: ['measured: what a run of the replica showed', 'leave engine out'],
    }),
  ];
}

/** Its other sampler is written for NVIDIA. */
function samplerLimits({ gpu, sampler, engine }: PoolReplica): EngineLimit[] {
  if (sampler !== 'flashinfer' || gpu.facts.vendor === 'NVIDIA') return [];
  const message = `${engine.name} has no FlashInfer sampler for ${gpu.name}: it needs an NVIDIA GPU`;
  return [{ prop: 'tuning.sampler', value: sampler, allowed: "'native'", message, repairs: ["tuning: { sampler: 'native' }"] }];
}

/** It takes the name of a template that it brings, or a file: of Jinja by its ending, else of JSON. */
function templateLimits({ engine }: PoolReplica, template: string | undefined): EngineLimit[] {
  if (template === undefined || /^[\w.-]+$/.test(template) || /^[^\s{}]+\.(jinja|json)$/.test(template)) return [];
  return [
    {
      prop: 'chatTemplate',
      value: template,
      allowed: 'the path of a file that ends in .jinja or .json, or a name that the engine knows',
      message: `${engine.name} takes a chat template from a file and knows its kind by the ending`,
      repairs: ["chatTemplate: '/models/template.jinja'"],
    },
  ];
}
