/** A KV block has the tokens that the kernel of the engine keeps together: it rounds sessions, shared beginnings and pools. */
import { engineToSize, sizeReplica } from '../../lib/capacity';
import { replicaLayout } from '../../lib/capacity/ask-engine';
import { blockOf, sequenceBytes } from '../../lib/capacity/model/kv-layout';
import { Engine } from '../../lib/catalog/engines/engine';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { judge, replica, sessions } from './support';

const trt = engineToSize('tensorrt-llm', null);
const tokensOf = (change: Parameters<typeof replica>[0]) => blockOf(replicaLayout(replica(change)));

test.each([
  ['vLLM, attention with heads', { gpu: Gpu.B200 }, 16],
  ['vLLM, latents on Hopper', { model: Model.DEEPSEEK_V3_0324, gpu: Gpu.H200_SXM, tensorParallel: 8 }, 16],
  ['vLLM, latents on data-centre Blackwell', { model: Model.DEEPSEEK_V3_0324, gpu: Gpu.B200, tensorParallel: 8 }, 32],
  ['vLLM, sparse latents', { model: Model.DEEPSEEK_V3_2, gpu: Gpu.H200_SXM, tensorParallel: 8 }, 64],
  ['vLLM, compressed attention', { model: Model.DEEPSEEK_V4_FLASH, gpu: Gpu.H200_SXM, tensorParallel: 8 }, 256],
  ['SGLang', { engine: Engine.sglang() }, 1],
  ['SGLang on data-centre Blackwell', { engine: Engine.sglang(), gpu: Gpu.B200 }, 64],
  ['SGLang, sparse latents', { engine: Engine.sglang(), model: Model.DEEPSEEK_V3_2, gpu: Gpu.H200_SXM, tensorParallel: 8 }, 64],
  ['TensorRT-LLM', { engine: trt }, 32],
  ['Ollama: a slot of the whole context', { engine: Engine.ollama(), quantization: 'q4_k_m', maxContextTokens: 4_096 }, 4_096],
] as const)('%s', (_, change, tokens) => {
  expect(tokensOf(change)).toBe(tokens);
});

test('a session of one token takes a block, and pools are whole blocks', () => {
  for (const [engine, block] of [
    [Engine.vllm(), 16],
    [Engine.sglang(), 1],
    [trt, 32],
  ] as const) {
    const layout = replicaLayout(replica({ engine }));
    expect(sequenceBytes(layout, 1, 2_048)).toBe(block * layout.bytesPerToken);
    expect(sizeReplica(replica({ engine })).kvTokens % block).toBe(0);
  }
});

test('of a shared beginning, whole blocks are shared', () => {
  const demandTokens = (engine: typeof trt) => {
    const shared = { ...sessions(2, 1_000), sharedPrefixTokens: 50 };
    return 2_000 - (judge({ replica: replica({ engine }), demands: [shared] }).demandTokens ?? 0);
  };
  expect([demandTokens(Engine.vllm()), demandTokens(Engine.sglang()), demandTokens(trt)]).toEqual([48, 50, 32]);
});

test('models with linear layers keep blocks as large as a state', () => {
  expect(tokensOf({ model: Model.QWEN3_6_27B, engine: Engine.sglang() })).toBeGreaterThan(64);
});
