/** Kernels by which TGI attends, and the blocks that they keep tokens in. */

import { engineToSize } from '../../lib/capacity/engines/registry';
import { TGI_BLOCK_TOKENS, tgiAttention } from '../../lib/capacity/engines/tgi/attention';
import { TGI_MODEL } from '../../lib/capacity/engines/tgi/model';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { replica } from './support';

test.each([
  [Model.LLAMA_3_1_8B_INSTRUCT, Gpu.H100_SXM, 'flashinfer', 1],
  [Model.LLAMA_3_1_8B_INSTRUCT, Gpu.T4, 'flashinfer', 1],
  [Model.DEEPSEEK_V2_LITE_CHAT, Gpu.A100_80GB_SXM, 'flashdecoding', 256],
  [Model.DEEPSEEK_V2_LITE_CHAT, Gpu.T4, 'paged', 16],
] as const)('$id on $name: %s', (model, gpu, attention, tokens) => {
  const spec = replica({ model, gpu, engine: engineToSize('tgi') });
  expect(tgiAttention(spec)).toBe(attention);
  expect(TGI_BLOCK_TOKENS[attention]).toBe(tokens);
  expect(TGI_MODEL.layout(spec).blockTokens).toBe(tokens);
});
