/** What an answer asks for can be given by a flag, and each flag reaches the arithmetic. */
import { agentFleet } from '../support';

interface Answer {
  readonly kvTokens: number;
  readonly perGpuGiB: { readonly weights: number; readonly kvCacheRange: readonly [number, number] };
}

const sized = async (model: string, ...flags: string[]): Promise<Answer> => {
  const { out } = await agentFleet('size', '--model', model, '--gpu', 'h100-sxm-80', '--engine-version', '0.29.0', '--json', ...flags);
  return JSON.parse(out) as Answer;
};

test('--compile-cache warm narrows the range', async () => {
  const [unsaid, warm] = [await sized('qwen3.5-9b'), await sized('qwen3.5-9b', '--compile-cache', 'warm')];
  expect(warm.perGpuGiB.kvCacheRange[0]).toBeGreaterThan(unsaid.perGpuGiB.kvCacheRange[0]);
});

test('--no-prefix-caching leaves a model with a state more tokens, --prefix-caching is what the release does', async () => {
  const [unsaid, on, off] = [
    await sized('qwen3.5-9b'),
    await sized('qwen3.5-9b', '--prefix-caching'),
    await sized('qwen3.5-9b', '--no-prefix-caching'),
  ];
  expect(on.kvTokens).toBe(unsaid.kvTokens);
  expect(off.kvTokens).toBeGreaterThan(on.kvTokens);
});

test('--language-model-only leaves the tower out', async () => {
  const [whole, text] = [await sized('qwen3.5-9b'), await sized('qwen3.5-9b', '--language-model-only')];
  expect(text.perGpuGiB.weights).toBeLessThan(whole.perGpuGiB.weights);
});

test('--redundant-experts weighs more', async () => {
  const ranks = ['--tensor-parallel', '8', '--interconnect', 'nvlink', '--expert-parallel'];
  const [plain, more] = [await sized('qwen3-30b-a3b', ...ranks), await sized('qwen3-30b-a3b', ...ranks, '--redundant-experts', '16')];
  expect(more.perGpuGiB.weights).toBeGreaterThan(plain.perGpuGiB.weights);
});
