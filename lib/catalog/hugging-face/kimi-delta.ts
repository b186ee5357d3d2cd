/** Kimi delta attention of a `config.json`: `linear_attn_config` lists the layers with a state and those with attention. */
import type { LinearStateFacts } from '../model-facts';
import { type JsonObject, numberAt, objectAt } from './json';

/** Null without such layers, and where their size is not told. The engine keeps the recurrent state in fp32 and the convolutions in 16 bit. */
export function kimiDeltaState(text: JsonObject): LinearStateFacts | null {
  const config = objectAt(text, 'linear_attn_config');
  if (config === null) return null;
  const [linear, full] = [config['kda_layers'], config['full_attn_layers']];
  const [heads, headDim] = [numberAt(config, 'num_heads'), numberAt(config, 'head_dim')];
  if (!Array.isArray(linear) || !Array.isArray(full) || linear.length === 0 || heads === null || headDim === null) return null;
  const convKernel = numberAt(config, 'short_conv_kernel_size') ?? 4;
  const state = heads * headDim * headDim;
  const conv = 3 * heads * headDim * (convKernel - 1);
  const perLayer = 4 * state + 2 * conv;
  return {
    type: 'kda',
    attentionLayers: full.length,
    linearLayers: linear.length,
    mlpLayers: null,
    dimensions: { heads, headDim, convKernel },
    stateElementsPerLayer: state,
    convElementsPerLayer: conv,
    stateDtypeBytes: 4,
    formula: 'recurrent = heads × head dim² in fp32; convolution columns of query, key and value in 16 bit',
    stateBytesPerLayer: perLayer,
    stateBytesPerSequence: perLayer * linear.length,
  };
}
