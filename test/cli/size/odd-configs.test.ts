/** Configurations that the law was not written for are answered with what is not understood of them, never with a figure. */
import { sizeLine } from '../../../lib/sizing/size-line';

const SIZED = { hidden_size: 4_096, intermediate_size: 14_336, vocab_size: 65_536, tie_word_embeddings: false };
const HEADS = { num_hidden_layers: 32, num_attention_heads: 32, num_key_value_heads: 8 };

test.each([
  ['nothing at all', {}, 'layers'],
  ['an architecture that nobody knows', { ...SIZED, ...HEADS, model_type: 'foo_next' }, 'architecture: model_type foo_next is not known'],
  ['state layers only', { ...SIZED, model_type: 'falcon_mamba', num_hidden_layers: 64, state_size: 16 }, 'attentionHeads'],
  [
    'attention in every eighth layer',
    { ...SIZED, ...HEADS, model_type: 'jamba', attn_layer_period: 8 },
    'kinds of layers (attn_layer_period)',
  ],
  [
    'a list of kinds in numbers',
    { ...SIZED, ...HEADS, model_type: 'minimax', attn_type_list: [0, 0, 1] },
    'kinds of layers (attn_type_list)',
  ],
  [
    'blocks of different widths',
    { ...SIZED, ...HEADS, model_type: 'nemotron-nas', block_configs: [{}] },
    'kinds of layers (block_configs)',
  ],
  [
    'layers of convolution',
    { ...SIZED, ...HEADS, model_type: 'llama', layer_types: ['conv', 'full_attention'] },
    'kinds of layers (layer_types: conv)',
  ],
  [
    'an encoder beside the decoder',
    { model_type: 't5', d_model: 1_024, num_layers: 24, num_heads: 16, vocab_size: 32_128 },
    'tiedEmbeddings',
  ],
  ['experts without a width', { ...SIZED, ...HEADS, model_type: 'dbrx', intermediate_size: undefined }, 'intermediateSize'],
  [
    'a latent without its heads',
    { ...SIZED, ...HEADS, model_type: 'deepseek_v3', kv_lora_rank: 512, qk_rope_head_dim: 64 },
    'mla.vHeadDim',
  ],
])('%s', (_, modelConfig, missing) => {
  const answer = sizeLine({ modelConfig, engine: 'vllm', engineVersion: '0.19.0', gpu: 'h100-sxm-80', maxModelLen: 2_048 });
  if ('error' in answer) throw new Error(answer.error.message);
  expect([answer.verdict, answer.perGpuGiB]).toEqual(['uncertain', null]);
  expect(answer.missing).toContain(missing);
});
