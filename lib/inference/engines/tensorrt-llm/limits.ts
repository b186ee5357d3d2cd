/** What TensorRT-LLM cannot do, and what the plan of its replicas does not count: refused by the name of the prop. */
import type { PoolReplica } from '../../pool-replica';
import type { ServingBase } from '../adapter';
import { absent, doubt, type EngineLimit, notALanguageModel, spread, untuned } from '../limit';

/** `--kv_cache_free_gpu_memory_fraction` where nobody sets it. */
export const FRACTION = 0.9;

/** Families that docs/source/models/supported-models.md has long listed for the PyTorch backend, as the catalog calls them. */
const LISTED =
  /^(llama-(3\.\d|4)|deepseek-v3(\.\d)?|gemma-3|gpt-oss|mistral|mistral-large-2|mixtral|nemotron(-nano)?|phi-4|qwen2\.5(-coder)?|qwq|qwen3(-moe|-coder)?|r1-distill|kimi-k2)$/;

export function tensorRtLimits({ replica, speculative }: ServingBase): EngineLimit[] {
  return [
    ...notALanguageModel(replica),
    ...familyLimits(replica),
    ...spread(replica, 'the plan of this engine does not count its buffers'),
    ...untuned(replica, 'it is set in a configuration file, which pools of this engine have not'),
    ...cacheLimits(replica),
    ...(speculative === undefined ? [] : [absent(replica, 'speculative', speculative.method, 'the plan does not count what drafts take')]),
  ];
}

function familyLimits({ model, engine }: PoolReplica): EngineLimit[] {
  if (model.facts.kind !== 'llm' || LISTED.test(model.facts.family)) return [];
  const message = `nobody has read whether ${engine.name} serves ${model.id} by its PyTorch backend`;
  return [doubt({ prop: 'model', value: model.id, allowed: 'a model of a family that it lists', message, repairs: ['leave engine out'] })];
}

/** In 1.2 the format of the cache is no option of the command. */
function cacheLimits({ kvCacheDtype, rareKvCacheDtype, engine }: PoolReplica): EngineLimit[] {
  const asked = rareKvCacheDtype ?? kvCacheDtype;
  if (asked === 'auto') return [];
  const message = `${engine.name} takes the format of the KV cache from the checkpoint or from a configuration file, and pools of it have none`;
  return [{ prop: 'kvCacheDtype', value: asked, allowed: "'auto'", message, repairs: ["kvCacheDtype: 'auto'"] }];
}
