/** What Text Embeddings Inference cannot do, by the prop that asks for it. Read at huggingface/text-embeddings-inference v1.9.3. */
import { EngineVersion } from '../../../catalog/engines/engine-version';
import { TEI_BATCH_TOKENS } from '../../../catalog/engines/tei/definition';
import { TEI_MODELS } from '../../../catalog/engines/tei/models';
import { own } from '../../../core/own';
import type { PoolReplica } from '../../pool-replica';
import type { ServingBase } from '../adapter';
import { absent, doubt, type EngineLimit, oneGpu, untuned } from '../limit';

export function teiLimits(spec: ServingBase): EngineLimit[] {
  const { replica, speculative, chatTemplate } = spec;
  return [
    ...modelLimits(spec),
    ...releaseLimits(replica),
    ...oneGpu(replica, 'it computes on one GPU'),
    ...untuned(replica, 'it has one way of running a model'),
    ...precisionLimits(replica),
    ...lengthLimits(replica),
    ...(speculative === undefined
      ? []
      : [absent(replica, 'speculative', speculative.method, 'it generates nothing that could be drafted')]),
    ...(chatTemplate === undefined ? [] : [absent(replica, 'chatTemplate', chatTemplate, 'it holds no conversations')]),
  ];
}

function modelLimits({ replica: { model, engine } }: ServingBase): EngineLimit[] {
  const repairs = ['leave engine out'];
  if (model.facts.kind === 'llm') {
    const message = `${engine.name} serves models that embed or rerank; ${model.id} is a language model`;
    return [{ prop: 'engine', value: engine.version, allowed: 'an engine that generates', message, repairs }];
  }
  const support = own(TEI_MODELS, model.id);
  if (support === undefined) {
    const message = `nobody has read whether ${engine.name} loads the architecture of ${model.id}`;
    return [doubt({ prop: 'model', value: model.id, allowed: Object.keys(TEI_MODELS).join(', '), message, repairs })];
  }
  if (support.served) return [];
  const message = `${engine.name} does not serve ${model.id}: ${support.why}`;
  return [{ prop: 'model', value: model.id, allowed: servedModels().join(', '), message, repairs }];
}

const servedModels = () => Object.entries(TEI_MODELS).flatMap(([id, { served }]) => (served ? [id] : []));

/** Since it `--auto-truncate` takes a value; releases before it stop at one (router/src/main.rs at v1.9.1 and v1.9.2, tried with clap 4.5.32). */
const TAKES_A_VALUE_SINCE = '1.9.2';

function releaseLimits({ engine }: PoolReplica): EngineLimit[] {
  if (EngineVersion.of(engine.version, 'patch').atLeast(EngineVersion.of(TAKES_A_VALUE_SINCE, 'patch'))) return [];
  return [
    {
      prop: 'engine',
      value: engine.version,
      allowed: `${TAKES_A_VALUE_SINCE} and newer`,
      message: `${engine.name} takes no value for --auto-truncate, with which every pool starts, and ends at once`,
      repairs: [`engine: ${engine.factory}()`],
    },
  ];
}

/** Weights are loaded in 16 bit, whatever the checkpoint; what it cannot unpack does not load. */
function precisionLimits(replica: PoolReplica): EngineLimit[] {
  const { quantization, kvCacheDtype, rareKvCacheDtype } = replica;
  const cache = rareKvCacheDtype ?? kvCacheDtype;
  return [
    ...(quantization === 'checkpoint' ? [] : [absent(replica, 'quantization', quantization, 'it loads 16-bit weights')]),
    ...(cache === 'auto' ? [] : [absent(replica, 'kvCacheDtype', cache, 'it keeps no KV cache')]),
  ];
}

function lengthLimits({ maxContextTokens, maxNumBatchedTokens, model, engine }: PoolReplica): EngineLimit[] {
  const batch = maxNumBatchedTokens ?? Math.max(TEI_BATCH_TOKENS, maxContextTokens);
  if (batch < maxContextTokens) {
    return [
      {
        prop: 'maxNumBatchedTokens',
        value: maxNumBatchedTokens,
        allowed: `at least maxContextTokens, ${maxContextTokens}`,
        message: `${engine.name} cuts texts at the length of a batch: of ${maxContextTokens} tokens it would read ${batch}`,
        repairs: [`maxNumBatchedTokens: ${maxContextTokens}`],
      },
    ];
  }
  if (!truncates({ model }, batch)) return [];
  const longest = model.facts.maxPositionEmbeddings;
  return [
    {
      severity: 'info',
      prop: 'maxNumBatchedTokens',
      value: batch,
      message: `${engine.name} reads the first ${batch} tokens of a longer text and says nothing about the rest; ${model.id} takes ${longest ?? 'an unknown number of'} tokens`,
      repairs: [longest === null ? 'texts within maxContextTokens' : `maxNumBatchedTokens: ${longest}`],
    },
  ];
}

/** Longer texts are refused where the engine can start so: where a batch holds the longest text of the model. */
export function truncates({ model }: Pick<PoolReplica, 'model'>, batchTokens: number): boolean {
  const longest = model.facts.maxPositionEmbeddings;
  return longest === null || longest > batchTokens;
}
