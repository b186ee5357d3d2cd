import { TEI_BATCH_TOKENS } from '../../../catalog/engines/tei/definition';
import { Model } from '../../../catalog/model';
import type { ReplicaSpec } from '../../replica-spec';
import { modelByAccounting } from '../by-accounting';
import { UNCOMPARED_LATENCY } from '../uncompared-latency';
import { tei } from './accounting';

/** Text Embeddings Inference: weights, one batch, and nothing that is kept. */
export const TEI_MODEL = modelByAccounting({
  id: 'tei',
  name: 'Text Embeddings Inference',
  spelled: /^(tei|text[-_ ]embeddings[-_ ]inference)$/i,
  compared: 'not checked against start-up logs',
  unread: [
    'engineVersion',
    'gpuMemoryUtilization',
    'kvCacheDtype',
    'enforceEager',
    'sampler',
    'interconnect',
    'kvOffloadGiB',
    'kvOffload',
    'speculative',
    'schedulerRecvInterval',
  ],
  memoryShare: { input: null, setting: null, meaning: 'none: the engine takes what weights and a batch need', besideOthers: true },
  latency: UNCOMPARED_LATENCY,
  decided: (spec) => ({ model: withoutCache(spec.model), maxNumBatchedTokens: batchTokens(spec) }),
  splitFaults: () => [],
  accounting: () => tei(),
});

/** A batch holds the longest text at least: it would be cut otherwise. */
const batchTokens = ({ maxNumBatchedTokens, maxContextTokens }: ReplicaSpec) =>
  maxNumBatchedTokens ?? Math.max(TEI_BATCH_TOKENS, maxContextTokens);

const WITHOUT = new WeakMap<Model, Model>();

/** A decoder that embeds is asked once and keeps nothing, as an encoder does. */
function withoutCache(model: Model): Model {
  if (model.facts.attentionKind === 'encoder') return model;
  const known = WITHOUT.get(model) ?? Model.custom({ ...model.facts, attentionKind: 'encoder' });
  WITHOUT.set(model, known);
  return known;
}
