/**
 * What drafts, beside pipeline stages and beside KV blocks on a disk. Read in release 0.30.0: prompt lookup and a drafting model run in the older of two
 * model runners (vllm/config/vllm.py, _get_v2_model_runner_unsupported_features), whose stages pass one token of each request on
 * (vllm/v1/worker/gpu_model_runner.py, _pp_broadcast_prev_sampled_token_ids: with drafts it ends the engine at the first answer); a head of EAGLE-3 asks the
 * model for its inner states from every stage (vllm/v1/worker/gpu/spec_decode/eagle/eagle3_utils.py). https://github.com/vllm-project/vllm/issues/57755, 49355, 55503.
 */
import type { SpeculativeMethod } from '../../speculative';
import type { ServingBase } from '../adapter';
import { doubt, type EngineLimit } from '../limit';

/** Families whose class passes inner states over stages (`supports_aux_hidden_states_over_pp`), with those that are built of the same class. */
const PASSES_STATES = new Set([
  'llama-3.1',
  'llama-3.2',
  'llama-3.3',
  'qwen2.5',
  'qwen2.5-coder',
  'qwen3',
  'qwq',
  'r1-distill',
  'deepseek-v4',
  'kimi-k3',
]);

export function draftsOverStages({ speculative, replica }: ServingBase): EngineLimit[] {
  const { engine, pipelineParallel = 1 } = replica;
  if (speculative === undefined || pipelineParallel === 1) return [];
  const limit = (why: string): EngineLimit => ({
    prop: 'parallelism.pipeline',
    value: pipelineParallel,
    allowed: '1 beside speculative',
    message: `${engine.name} over ${pipelineParallel} pipeline stages: ${why}`,
    repairs: ['leave speculative out', 'leave parallelism.pipeline out'],
  });
  if (speculative.method === 'draft-model')
    return [limit('its stages pass one token of each request on, and with drafts there are more, so it ends at the first answer')];
  if (speculative.method === 'eagle3' && PASSES_STATES.has(replica.model.facts.family)) return [];
  return [doubt(limit(WHY[speculative.method]))];
}

const WHY: Readonly<Record<Exclude<SpeculativeMethod, 'draft-model'>, string>> = {
  'prompt-lookup': 'nobody says that drafts from the prompt come out right there',
  eagle: 'nobody says that a head finds the embeddings of the model on the last stage',
  eagle3: 'a head needs inner states of every stage, which not every model passes on',
  'own-layers': 'the layers of a checkpoint that draft are reported to fail there, or to draft in vain',
};

/** Heads and layers of the model have KV blocks of their own. */
const WITH_BLOCKS: readonly SpeculativeMethod[] = ['own-layers', 'eagle', 'eagle3'];

/** Behind the memory of the host, on the node or on a claim of all replicas: the tier is the same. */
export function draftsBesideDisk({ speculative, replica }: ServingBase): EngineLimit[] {
  const { nvmeGiB = 0, sharedGiB = 0 } = replica.kvOffload ?? {};
  const [prop, gib] = sharedGiB > 0 ? ['offload.kvCacheShared', sharedGiB] : ['offload.kvCacheDiskGiB', nvmeGiB];
  if (gib === 0 || speculative === undefined || !WITH_BLOCKS.includes(speculative.method)) return [];
  return [
    doubt({
      prop,
      value: gib,
      allowed: 'nothing beside speculative',
      message: `an engine with KV blocks on a disk was seen to end at its first answer while ${replica.model.id} drafted, and nobody says that ${replica.engine.name} does not`,
      repairs: [`leave ${prop} out`, 'leave speculative out'],
    }),
  ];
}
