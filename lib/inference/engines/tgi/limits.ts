/** What Text Generation Inference cannot do, and what the plan of its replicas does not count: refused by the name of the prop. */
import { tgiAttention } from '../../../capacity/engines/tgi/attention';
import type { PoolReplica } from '../../pool-replica';
import type { ServingBase } from '../adapter';
import { absent, doubt, type EngineLimit, notALanguageModel, spread, untuned } from '../limit';

/** Families of docs/source/supported_models.md at db931fcf, as the catalog calls them. Any other starts by a slower way that nobody has measured. */
const LISTED =
  /^(llama-(3\.\d|4)|deepseek-v[23]|phi-4|granite-3|gemma-[23]|command-r|mistral|mistral-large-2|mistral-small-3|devstral|mixtral|falcon-3|qwen2\.5(-coder)?|qwq|r1-distill)$/;

export function tgiLimits({ replica, speculative, chatTemplate }: ServingBase): EngineLimit[] {
  return [
    ...notALanguageModel(replica),
    ...familyLimits(replica),
    ...spread(replica, 'it splits layers over the GPUs of a replica and knows no other way'),
    ...untuned(replica, 'it decides that by itself'),
    ...cacheLimits(replica),
    ...admissionLimits(replica),
    ...(speculative === undefined ? [] : [absent(replica, 'speculative', speculative.method, 'the plan does not count what drafts take')]),
    ...(chatTemplate === undefined ? [] : [absent(replica, 'chatTemplate', chatTemplate, 'it takes the template of the model')]),
  ];
}

function familyLimits({ model, engine }: PoolReplica): EngineLimit[] {
  if (model.facts.kind !== 'llm' || LISTED.test(model.facts.family)) return [];
  const message = `${engine.name} does not list ${model.id}: it may not load, or load by a slower way`;
  return [doubt({ prop: 'model', value: model.id, allowed: 'a model of a family that it lists', message, repairs: ['leave engine out'] })];
}

function cacheLimits(replica: PoolReplica): EngineLimit[] {
  const { kvCacheDtype, rareKvCacheDtype, gpu, model, engine } = replica;
  const asked = rareKvCacheDtype ?? kvCacheDtype;
  const repairs = ["kvCacheDtype: 'auto'"];
  if (asked !== 'auto' && asked !== 'fp8') {
    const message = `pools of ${engine.name} cannot keep the KV cache in ${asked}`;
    return [{ prop: 'kvCacheDtype', value: asked, allowed: 'auto, fp8', message, repairs }];
  }
  if (asked === 'auto') return [];
  if (tgiAttention(replica) === 'flashdecoding') {
    const message = `${engine.name} keeps an fp8 KV cache with FlashInfer alone, which it does not take for the heads of ${model.id}`;
    return [{ prop: 'kvCacheDtype', value: asked, allowed: 'auto', message, repairs }];
  }
  if (gpu.supportsFp8Kv === 'yes') return [];
  const message = `nobody has read which kernels of ${engine.name} keep an fp8 KV cache on ${gpu.name}`;
  return [doubt({ prop: 'kvCacheDtype', value: asked, allowed: 'auto', message, repairs })];
}

/** Prompts are computed whole, and requests are admitted by their tokens. */
function admissionLimits(replica: PoolReplica): EngineLimit[] {
  const { maxNumSeqs, maxNumBatchedTokens, maxContextTokens, engine } = replica;
  const short = maxNumBatchedTokens !== undefined && maxNumBatchedTokens < maxContextTokens;
  return [
    ...(maxNumSeqs === undefined ? [] : [absent(replica, 'maxNumSeqs', maxNumSeqs, 'it admits requests by their tokens')]),
    ...(short
      ? [
          {
            prop: 'maxNumBatchedTokens',
            value: maxNumBatchedTokens,
            allowed: `at least maxContextTokens, ${maxContextTokens}`,
            message: `${engine.name} refuses prompts that are longer than a prefill`,
            repairs: [`maxNumBatchedTokens: ${maxContextTokens}`],
          },
        ]
      : []),
  ];
}
