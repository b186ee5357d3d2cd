/** Measured start-ups of vLLM 0.19 on H100, as replicas. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReplicaSpec } from '../lib/capacity/replica-spec';
import { Engine } from '../lib/catalog/engines/engine';
import { Gpu } from '../lib/catalog/gpu';
import { Model } from '../lib/catalog/model';

export interface MeasuredRow {
  readonly model: string;
  readonly tp: number;
  readonly weights_gib: number;
  readonly activation_gib: number;
  readonly non_torch_gib: number;
  readonly kv_pool_gib: number;
}

interface GoldenFile {
  readonly source: string;
  readonly gpu: string;
  readonly gpu_mem_gib: number;
  readonly gpu_memory_utilization: number;
  readonly max_num_seqs: number;
  readonly max_num_batched_tokens: number;
  readonly rows: readonly MeasuredRow[];
}

export interface GoldenRow {
  readonly measured: MeasuredRow;
  readonly spec: ReplicaSpec;
}

const read = <T>(name: string): T => JSON.parse(readFileSync(join(__dirname, '../test/data', name), 'utf8')) as T;

export const goldenFile = (): GoldenFile => read<GoldenFile>('kv-golden.json');

interface Configs {
  readonly configs: Readonly<Record<string, Record<string, unknown>>>;
}

/** The `config.json` of a model of the rows. */
export const goldenConfig = (model: string): Readonly<Record<string, unknown>> => read<Configs>('golden-configs.json').configs[model] ?? {};

/** Two rows can hold the same configuration. */
export const goldenId = ({ model, tp }: Pick<MeasuredRow, 'model' | 'tp'>, index: number): string => `${index}-${model}-tp${tp}`;

export function goldenRows(): GoldenRow[] {
  const file = goldenFile();
  const { configs } = read<Configs>('golden-configs.json');
  const gpu = Gpu.custom({ ...Gpu.H100_SXM.facts, id: 'h100-of-the-rows', reportedMemoryGiB: [file.gpu_mem_gib, file.gpu_mem_gib] });
  return file.rows.map((measured) => ({
    measured,
    spec: {
      model: Model.fromConfig(configs[measured.model] ?? {}, { id: measured.model }),
      gpu,
      engine: Engine.vllm({ version: '0.19.0' }),
      tensorParallel: measured.tp,
      quantization: 'checkpoint',
      kvCacheDtype: 'auto',
      gpuMemoryUtilization: file.gpu_memory_utilization,
      maxContextTokens: 8_192,
      maxNumSeqs: file.max_num_seqs,
      maxNumBatchedTokens: file.max_num_batched_tokens,
    },
  }));
}
