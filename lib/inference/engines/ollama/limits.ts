/** What Ollama cannot do, and what the plan of its replicas does not count: refused by the name of the prop. */
import { engineModelOf } from '../../../capacity/engines/registry';
import { GGUF_SCHEMES, isGguf } from '../../../catalog/gguf';
import type { PoolReplica } from '../../pool-replica';
import type { ServingBase } from '../adapter';
import { absent, type EngineLimit, notALanguageModel, oneGpu, untuned } from '../limit';

export function ollamaLimits(spec: ServingBase): EngineLimit[] {
  const { replica, speculative, chatTemplate, huggingFaceToken } = spec;
  return [
    ...notALanguageModel(replica),
    ...pathLimits(spec),
    ...oneGpu(replica, 'how it deals layers out to several cards is not in the plan'),
    ...untuned(replica, 'it decides that by itself'),
    ...formatLimits(replica),
    ...oneSlot(replica),
    ...slotsOnCard(replica),
    ...(replica.maxNumBatchedTokens === undefined
      ? []
      : [absent(replica, 'maxNumBatchedTokens', replica.maxNumBatchedTokens, 'it takes batches of 512 to 2,048 tokens by itself')]),
    ...(speculative === undefined ? [] : [absent(replica, 'speculative', speculative.method, 'the plan does not count what drafts take')]),
    ...(chatTemplate === undefined ? [] : [absent(replica, 'chatTemplate', chatTemplate, 'the file brings its own')]),
    ...(huggingFaceToken === undefined ? [] : [absent(replica, 'huggingFaceToken', 'a token', 'it asks the hub without one')]),
  ];
}

function pathLimits({ replica: { engine }, checkpoint }: ServingBase): EngineLimit[] {
  if (!checkpoint.startsWith('/')) return [];
  return [
    {
      prop: 'checkpoint',
      value: checkpoint,
      allowed: 'a repository with GGUF files',
      message: `${engine.name} keeps models in a store of its own and loads none from a path`,
      repairs: ["checkpoint: '<owner>/<name>-GGUF'"],
    },
  ];
}

function formatLimits(replica: PoolReplica): EngineLimit[] {
  const { quantization, kvCacheDtype, rareKvCacheDtype, engine } = replica;
  const cache = rareKvCacheDtype ?? kvCacheDtype;
  const scheme = {
    prop: 'quantization',
    value: quantization,
    allowed: GGUF_SCHEMES.join(', '),
    message: `${engine.name} loads GGUF files, and their scheme decides how large they are`,
    repairs: ["quantization: 'q4_k_m'"],
  };
  return [
    ...(isGguf(quantization) ? [] : [scheme]),
    ...(cache === 'auto' || cache === 'fp16'
      ? []
      : [absent(replica, `kvCacheDtype '${cache}'`, cache, 'its cache is planned in fp16')]
    ).map((found) => ({ ...found, prop: 'kvCacheDtype', repairs: ["kvCacheDtype: 'auto'"] })),
  ];
}

/** Families that it runs one request at a time, whatever it is told (server/sched.go), as the catalog calls them. */
const ONE_AT_A_TIME = /^(qwen3\.[5-9]|qwen3-next|nemotron-h|lfm2)/;

function oneSlot({ model, maxNumSeqs, engine }: PoolReplica): EngineLimit[] {
  if (!ONE_AT_A_TIME.test(model.facts.family)) return [];
  const message = `${engine.name} answers one request of ${model.id} at a time; the others wait`;
  const value = maxNumSeqs ?? null;
  if (value === 1) return [];
  return [{ prop: 'maxNumSeqs', value, allowed: '1', message, repairs: ['maxNumSeqs: 1'] }];
}

/** All slots are allocated when the model loads, whoever asks; what does not fit is computed by the CPU without a word. */
function slotsOnCard(replica: PoolReplica): EngineLimit[] {
  const { maxNumSeqs, maxContextTokens, engine, gpu } = replica;
  if (maxNumSeqs === undefined || !isGguf(replica.quantization)) return [];
  if (engineModelOf(replica).supply(replica).missing.length > 0 || holds(replica, maxNumSeqs)) return [];
  const slots = mostSlots(replica, maxNumSeqs);
  return [
    {
      prop: 'maxNumSeqs',
      value: maxNumSeqs,
      allowed: slots === 0 ? 'a shorter maxContextTokens' : `at most ${slots}`,
      message: `${engine.name} allocates ${maxNumSeqs} slots of ${maxContextTokens} tokens when it loads, and ${gpu.name} has room for ${slots}: layers would move to the CPU`,
      repairs: slots === 0 ? ['maxContextTokens: fewer'] : [`maxNumSeqs: ${slots}`],
    },
  ];
}

/** More slots also want a larger compute buffer. */
const holds = (replica: PoolReplica, slots: number): boolean =>
  engineModelOf(replica).supply({ ...replica, maxNumSeqs: slots }).kvTokens >= slots * replica.maxContextTokens;

/** The most that the card holds, between none and a number that it does not. */
function mostSlots(replica: PoolReplica, tooMany: number): number {
  let [most, more] = [0, tooMany];
  while (more - most > 1) {
    const middle = Math.floor((most + more) / 2);
    if (holds(replica, middle)) most = middle;
    else more = middle;
  }
  return most;
}
