/** The published serving measurements as replicas under load. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { estimateReplica } from '../lib/capacity/ask-engine';
import { engineModelOf, engineToSize, registerEngineModel } from '../lib/capacity/engines/registry';
import { UNCOMPARED_LATENCY } from '../lib/capacity/engines/uncompared-latency';
import { VLLM_MODEL } from '../lib/capacity/engines/vllm/model';
import type { AdmittingPool } from '../lib/capacity/latency/admission';
import type { Load } from '../lib/capacity/latency/step-terms';
import type { ReplicaSpec } from '../lib/capacity/replica-spec';
import { Engine } from '../lib/catalog/engines/engine';
import { Gpu } from '../lib/catalog/gpu';
import { Model } from '../lib/catalog/model';

interface PerfJson {
  readonly id: string;
  readonly model_id: string | null;
  readonly quant: string | null;
  readonly gpu: string;
  readonly tp: number | null;
  readonly isl: number;
  readonly osl: number;
  readonly length_kind: string | null;
  readonly concurrency: number;
  readonly engine: string;
  readonly tpot_ms: number;
  readonly ttft_ms: number | null;
  readonly ttft_usable: boolean;
  /** Where the recipe of the run states it. */
  readonly kv_cache_dtype?: 'fp8';
  readonly gpu_memory_utilization?: number;
  readonly max_num_seqs?: number;
  readonly scheduler_recv_interval?: number;
}

export type PerfEngine = 'vllm' | 'sglang' | 'tensorrt-llm' | 'other';

/** Runtimes that nobody described: the memory and the formulas of vLLM, with the widest band. */
registerEngineModel({
  ...VLLM_MODEL,
  id: 'other',
  spelled: /^other$/,
  latency: UNCOMPARED_LATENCY,
  engine: () => {
    const { name, version, utilizationDefault } = Engine.vllm();
    return { id: 'other', name, version, utilizationDefault, admissionDefaults: (gpu) => Engine.vllm().admissionDefaults(gpu) };
  },
});

/** Latency figures of an engine. */
export const latencyFiguresOf = (engine: PerfEngine) => engineModelOf({ engine: engineToSize(engine) }).latency;

export interface PerfRow {
  readonly id: string;
  readonly model: string;
  /** As the row names it. */
  readonly runtime: string;
  readonly engine: PerfEngine;
  readonly pool: AdmittingPool;
  /** The recipe says in which format keys and values were kept. */
  readonly isCacheStated: boolean;
  /** It is known how often the scheduler looks for new requests, where the engine has a setting for it. */
  readonly isIntervalKnown: boolean;
  readonly spec: ReplicaSpec;
  readonly load: Load;
  readonly tpotSeconds: number;
  readonly ttftSeconds: number | null;
}

const SCHEMES: Readonly<Record<string, string | null>> = {
  bf16: null,
  fp16: null,
  fp8: 'fp8',
  nvfp4: 'nvfp4',
  mxfp4: 'mxfp4',
  int4: 'int4',
  w4a16: 'int4',
  w8a8: 'int8',
  w8a16: 'int8',
};

/** Clients that draw lengths between 0.8 and 1.0 of the nominal send nine tenths of them. */
const RANGE_SHARE = 0.9;

const PUBLISHED = join(__dirname, '../test/data/perf.json');

const READ = new Map<string, readonly PerfRow[]>();

/** Each file is read and sized once. */
export function perfRows(path: string = PUBLISHED): readonly PerfRow[] {
  const read = READ.get(path) ?? rowsIn(path);
  READ.set(path, read);
  return read;
}

function rowsIn(path: string): readonly PerfRow[] {
  const file = JSON.parse(readFileSync(path, 'utf8')) as { readonly rows: readonly PerfJson[] };
  return file.rows.flatMap((row) => perfRow(row) ?? []);
}

function perfRow(row: PerfJson): PerfRow | null {
  const [model, gpu] = [Model.byId(row.model_id ?? ''), Gpu.byId(row.gpu)];
  const scheme = SCHEMES[row.quant ?? 'bf16'];
  if (model === undefined || gpu === undefined || scheme === undefined) return null;
  const share = row.length_kind?.startsWith('range') === true ? RANGE_SHARE : 1;
  const served =
    scheme === model.facts.nativeQuantization
      ? model
      : Model.custom({ ...model.facts, nativeQuantization: scheme, expertQuantization: null });
  const engine = ENGINES[row.engine] ?? 'other';
  const spec = specOf(served, gpu, engine, row);
  return {
    id: row.id,
    model: model.id,
    runtime: row.engine,
    engine,
    pool: estimateReplica(spec),
    isCacheStated: row.kv_cache_dtype !== undefined,
    isIntervalKnown: latencyFiguresOf(engine).receivesByInterval !== true || row.scheduler_recv_interval !== undefined,
    spec,
    load: { concurrency: row.concurrency, inputTokens: row.isl * share, outputTokens: row.osl * share },
    tpotSeconds: row.tpot_ms / 1e3,
    ttftSeconds: row.ttft_usable && row.ttft_ms !== null ? row.ttft_ms / 1e3 : null,
  };
}

const ENGINES: Readonly<Record<string, PerfEngine>> = {
  vllm: 'vllm',
  sglang: 'sglang',
  trtllm: 'tensorrt-llm',
  'nim-trtllm': 'tensorrt-llm',
};

/** Most rows do not say in which format keys and values were kept: that of the model is assumed, which holds the fewest tokens. */
function specOf(model: Model, gpu: Gpu, engine: PerfEngine, row: PerfJson): ReplicaSpec {
  return {
    model,
    gpu,
    engine: engineToSize(engine),
    tensorParallel: row.tp ?? 1,
    quantization: 'checkpoint',
    kvCacheDtype: row.kv_cache_dtype ?? 'auto',
    gpuMemoryUtilization: row.gpu_memory_utilization ?? 0.9,
    ...(row.gpu_memory_utilization === undefined ? {} : { engineMemoryFraction: row.gpu_memory_utilization }),
    maxContextTokens: row.isl + row.osl,
    ...(row.max_num_seqs === undefined ? {} : { maxNumSeqs: row.max_num_seqs }),
    ...(row.scheduler_recv_interval === undefined ? {} : { schedulerRecvInterval: row.scheduler_recv_interval }),
  };
}
