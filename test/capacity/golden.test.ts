/** The law against measured start-ups of vLLM 0.19 on H100: weights, KV pool, bytes per token. */
import { estimateReplica } from '../../lib/capacity';
import { Engine } from '../../lib/catalog/engines/engine';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import configs from '../data/golden-configs.json';
import golden from '../data/kv-golden.json';
import { replica } from './support';

const CONFIGS: Readonly<Record<string, object>> = configs.configs;
const H100 = Gpu.custom({ ...Gpu.H100_SXM.facts, id: 'h100-of-the-rows', reportedMemoryGiB: [golden.gpu_mem_gib, golden.gpu_mem_gib] });

type Row = (typeof golden.rows)[number];

/** The rows say the KV dtype by their bytes per token. */
function estimateOf(row: Row) {
  const spec = replica({
    model: Model.fromConfig({ ...CONFIGS[row.model] }, { id: row.model }),
    gpu: H100,
    engine: Engine.vllm({ version: '0.19.0' }),
    tensorParallel: row.tp,
    gpuMemoryUtilization: golden.gpu_memory_utilization,
    maxNumSeqs: golden.max_num_seqs,
    maxNumBatchedTokens: golden.max_num_batched_tokens,
  });
  const full = estimateReplica(spec);
  return full.kvBytesPerTokenPerGpu > 1.5 * row.kv_bytes_per_token ? estimateReplica({ ...spec, kvCacheDtype: 'fp8' }) : full;
}

const rows = golden.rows.map((row) => ({ row, estimate: estimateOf(row) }));
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const kvErrors = rows.map(({ row, estimate }) => estimate.perGpuGiB.kvCache / row.kv_pool_gib - 1);
const weightErrors = rows.map(({ row, estimate }) => estimate.perGpuGiB.weights / row.weights_gib - 1);

test('every row can be computed', () => {
  expect(rows.flatMap(({ estimate }) => estimate.missing)).toEqual([]);
  expect(rows).toHaveLength(40);
});

test('KV pool: mean absolute error at most 0.5 %, none over-promised by more than 2 %', () => {
  expect(mean(kvErrors.map(Math.abs))).toBeLessThan(0.003);
  expect(Math.max(...kvErrors)).toBeLessThan(0.02);
  expect(Math.min(...kvErrors)).toBeGreaterThan(-0.02);
});

test('weights: mean absolute error below 0.3 %, worst below 1 %', () => {
  expect(mean(weightErrors.map(Math.abs))).toBeLessThan(0.003);
  expect(Math.max(...weightErrors.map(Math.abs))).toBeLessThan(0.01);
});

test.each(rows.map(({ row, estimate }) => [row.model, row.tp, row, estimate] as const))(
  '%s TP %d: bytes per token',
  (_, __, row, estimate) => {
    expect(Math.abs(estimate.kvBytesPerTokenPerGpu / row.kv_bytes_per_token - 1)).toBeLessThan(0.002);
  },
);

test('layers of two kinds are padded to equal groups: gemma-3-27b counts 70 layers for 62', () => {
  const row = rows.find((candidate) => candidate.row.model === 'gemma-3-27b-it');
  expect(row?.estimate.kvBytesPerTokenPerGpu).toBe((507_904 * 70) / 62);
});

test('the band holds the measured pool', () => {
  const outside = rows.filter(({ row, estimate }) => {
    const [low, high] = estimate.perGpuGiB.kvCacheRange;
    return row.kv_pool_gib < low || row.kv_pool_gib > high;
  });
  expect(outside.map(({ row }) => row.model)).toEqual([]);
});
