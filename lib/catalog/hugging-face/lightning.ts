/**
 * Lightning attention of Bailing (Ring-linear, Ling 2.5): the last layer of every group has attention, the others keep a state
 * (vllm/model_executor/models/bailing_moe_linear.py, wheel 0.33.0).
 */
import type { LinearStateFacts } from '../model-facts';
import { type JsonObject, numberAt, textAt } from './json';

const LIGHTNING = /^bailing_moe_linear(_v2)?$/;

export const isLightning = (text: JsonObject): boolean => LIGHTNING.test(textAt(text, 'model_type') ?? '');

/** Null for other families, and where the groups do not fill the layers: implementations differ in what the rest is. */
export function lightningState(text: JsonObject, layers: number | null): LinearStateFacts | null {
  const group = numberAt(text, 'layer_group_size');
  const heads = numberAt(text, 'num_attention_heads');
  const headDim = numberAt(text, 'head_dim');
  if (!isLightning(text) || layers === null || group === null || heads === null || headDim === null) return null;
  if (group <= 1 || layers % group !== 0) return null;
  const state = heads * headDim * headDim;
  const attentionLayers = layers / group;
  return {
    type: 'lightning',
    attentionLayers,
    linearLayers: layers - attentionLayers,
    mlpLayers: null,
    dimensions: { heads, headDim },
    stateElementsPerLayer: state,
    convElementsPerLayer: 0,
    stateDtypeBytes: 2,
    formula: 'heads × head dim² in the dtype of the model',
    stateBytesPerLayer: 2 * state,
    stateBytesPerSequence: 2 * state * (layers - attentionLayers),
  };
}
