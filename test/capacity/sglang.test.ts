/** SGLang's static fraction by release: what it leaves of a card, and what its public start-up logs then show. */
import { sglangRelease } from '../../lib/capacity/engines/sglang/release';
import { reservedMiB } from '../../lib/capacity/engines/sglang/reserve';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { estimateOnEngine, replica } from './support';

const H100_MIB = 81_559;
const GIB = 1_024;

const reserved = (version: string | null, change: Parameters<typeof replica>[0] = {}, cardMiB = H100_MIB) => {
  const spec = replica(change);
  return reservedMiB({ cardMiB, release: sglangRelease(version), spec, gpus: spec.tensorParallel });
};

test.each([
  ['0.4.10.post2', [0, 4, 10]],
  ['v0.5.3', [0, 5, 3]],
  ['main@ebaf86d', null],
  ['0.0.0.dev11582+g4df60434d', null],
  ['0.7.0', null],
])('%s is release %j', (text, release) => {
  expect(sglangRelease(text)).toEqual(release);
});

test('up to 0.4.7 the ranks decide: 12 % of the card alone, 19 % on eight', () => {
  expect(reserved('0.4.1') / H100_MIB).toBeCloseTo(0.12, 9);
  expect(reserved('0.4.1', { tensorParallel: 8 }) / H100_MIB).toBeCloseTo(0.19, 9);
  expect(reserved('0.4.6', {}, 143_771)).toBe(13 * GIB);
});

test('from 0.4.8 steps by memory, and a share of the ranks', () => {
  expect(reserved('0.4.10')).toBe(10 * GIB);
  expect(reserved('0.4.10', {}, 16_303)).toBeCloseTo(2.9 * GIB, 6);
  expect(reserved('0.5.2', { tensorParallel: 8 }, 143_771)).toBe(16 * GIB);
  expect(reserved('0.5.2', {}, 183_359)).toBe(32 * GIB);
});

test('from 0.5.3 chunks and batches: 12 GiB of chunks and half a GiB of batches on an H100; prefill graphs since 0.5.10', () => {
  const since053 = 512 + 1.5 * 8_192 + 2 * 256 + GIB / 8;
  expect(reserved('0.5.5')).toBe(since053);
  expect(reserved('0.5.10')).toBe(since053 + 8 * 58);
  expect(reserved('0.5.10', { model: Model.DEEPSEEK_V2_LITE_CHAT })).toBe(since053 + 1.5 * GIB);
});

test('Llama 8B on an H100 at 0.88, 0.4.1: 54.26 GiB and 444,500 tokens in the documentation of SGLang', () => {
  const { perGpuGiB, kvTokens } = estimateOnEngine(
    'sglang',
    replica({ model: Model.LLAMA_3_1_8B_INSTRUCT, gpu: Gpu.H100_SXM }),
    0.88,
    '0.4.1',
  );
  expect(Math.abs(perGpuGiB.kvCache / 54.26 - 1)).toBeLessThan(0.005);
  expect(Math.abs(kvTokens / 444_500 - 1)).toBeLessThan(0.005);
});

test('layers with a state share what is left, 0.9 to 1: two RTX 4090 hold 5.0 GiB of keys and values of Qwen3.5-9B', () => {
  const spec = replica({ model: Model.QWEN3_5_9B, gpu: Gpu.RTX_4090, tensorParallel: 2, maxContextTokens: 262_144 });
  expect(Math.abs(estimateOnEngine('sglang', spec, 0.8, null).perGpuGiB.kvCache / 5.0 - 1)).toBeLessThan(0.02);
});
