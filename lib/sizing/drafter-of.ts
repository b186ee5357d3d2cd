/** Speculative decoding of a line: what drafts, and what it puts beside the model. Written as vLLM's `speculative_config`, a method, or a model. */
import type { Drafter } from '../capacity/replica-spec';
import { Model } from '../catalog/model';
import type { ModelFacts } from '../catalog/model-facts';
import { type Spoken, spokenDrafterSchema } from './drafter-schema';
import { findModel } from './find-model';
import type { SizeRequest } from './size-request';

export interface FoundDrafter {
  readonly drafter: Drafter | null;
  /** Drafted ahead of each step, also where no model drafts; null where the number is not given. */
  readonly tokens: number | null;
  readonly missing: readonly string[];
  readonly notes: readonly string[];
}

const NONE: FoundDrafter = { drafter: null, tokens: null, missing: [], notes: [] };
const absent = (what: string): FoundDrafter => ({ ...NONE, missing: [`speculative: ${what}`] });

/** They draft from the prompt or from what was generated, on the CPU or in a table. */
const WITHOUT_MODEL = /^(ngram(_gpu)?|\[ngram\]|suffix|prompt[-_]lookup|none|off)$/i;
const OWN_LAYERS = /mtp$/i;
const HEAD = /^eagle3?$/i;

export function drafterOf({ speculative, modelConfig }: SizeRequest, facts: ModelFacts): FoundDrafter {
  if (speculative == null || speculative === false) return NONE;
  if (speculative === true) return absent('method, and model or weightsGiB of the drafter');
  const spoken = typeof speculative === 'string' ? fromText(speculative) : speculative;
  if (spoken === null) return absent(`${String(speculative)} is not a speculative_config`);
  const tokens = spoken.numSpeculativeTokens ?? spoken.num_speculative_tokens ?? null;
  return { ...found(spoken, facts, modelConfig), tokens };
}

/** A JSON text, the name of a method, or the name of a model. */
function fromText(text: string): Spoken | null {
  if (!text.trimStart().startsWith('{')) return isMethod(text) ? { method: text } : { model: text };
  const parsed = spokenDrafterSchema.safeParse(asJson(text));
  return parsed.success ? parsed.data : null;
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const isMethod = (text: string) =>
  [WITHOUT_MODEL, OWN_LAYERS, HEAD, /^(draft_model|medusa|mlp_speculator|dflash|dspark)$/i].some((pattern) => pattern.test(text));

function found(spoken: Spoken, facts: ModelFacts, targetConfig: SizeRequest['modelConfig']): FoundDrafter {
  const method = spoken.method ?? '';
  if (WITHOUT_MODEL.test(method) || WITHOUT_MODEL.test(spoken.model ?? '')) return NONE;
  if (spoken.weightsGiB != null) return sized(spoken);
  if (OWN_LAYERS.test(method)) return ownLayers(facts, targetConfig);
  const model = findModel(spoken.model ?? undefined, spoken.modelConfig ?? undefined, undefined)?.model;
  if (model === undefined && HEAD.test(method)) return headLike(facts, method, spoken.model) ?? absent(unnamed(spoken.model, method));
  if (model === undefined) return absent(unnamed(spoken.model, method));
  return { ...NONE, drafter: { kind: HEAD.test(method) ? 'head' : 'model', model } };
}

const unnamed = (model: string | null | undefined, method: string) =>
  `modelConfig or weightsGiB of ${model ?? `the ${method === '' ? 'unnamed' : method} drafter`}`;

/** Words that an EAGLE-3 head can draft (`draft_vocab_size` of yuhuili/EAGLE3-LLaMA3.1-Instruct-8B and of what SpecForge trains). */
const DRAFTED_WORDS = 32_000;

/**
 * A head that only its name is known of: one layer of the target (vllm/model_executor/models/llama_eagle.py, llama_eagle3.py), and for EAGLE-3 an output
 * layer of its own. Heads of models with experts, latents or states are made otherwise, each in its way.
 */
function headLike(facts: ModelFacts, method: string, name: string | null | undefined): FoundDrafter | null {
  if (name == null || facts.moe !== null || !/^(MHA|MQA|GQA)$/.test(facts.attentionKind ?? '')) return null;
  const { checkpointGiB: _, weightDetail: _detail, ...dimensions } = facts;
  const ownStorage = { nativeQuantization: null, expertQuantization: null, loadedWeights: null, slidingWindow: null, kvBytes: null };
  const model = Model.custom({ ...dimensions, ...ownStorage, id: name, huggingFaceId: name, layers: 1, attentionLayers: null });
  const drafter = { kind: 'head', model, ...(/3$/.test(method) ? { ownVocabulary: DRAFTED_WORDS } : {}) } as const;
  return { ...NONE, drafter, notes: [`speculative: one layer of ${facts.id} assumed for ${name}; its modelConfig would be surer`] };
}

function sized({ weightsGiB, kvBytesPerToken }: Spoken): FoundDrafter {
  const missing = kvBytesPerToken == null ? ['speculative: kvBytesPerToken of the drafter'] : [];
  return { ...NONE, drafter: { kind: 'sized', weightsGiB: weightsGiB ?? 0, kvBytesPerToken: kvBytesPerToken ?? 0 }, missing };
}

/** Where the configuration does not count them, one: all published checkpoints with such layers but a few have one. */
function ownLayers(facts: ModelFacts, config: SizeRequest['modelConfig']): FoundDrafter {
  const counted = config?.['num_nextn_predict_layers'] ?? config?.['mtp_num_hidden_layers'];
  const layers = typeof counted === 'number' && counted > 0 ? counted : 1;
  const notes = typeof counted === 'number' ? [] : [`speculative: one layer of ${facts.id} assumed for multi-token prediction`];
  return { ...NONE, drafter: { kind: 'own-layers', layers }, notes };
}
