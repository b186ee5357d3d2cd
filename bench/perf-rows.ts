/** The published serving measurements as replicas under load. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Load } from '../lib/capacity/latency/step-terms';
import type { ReplicaSpec } from '../lib/capacity/types';
import { Engine } from '../lib/catalog/engine';
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
}

export interface PerfRow {
  readonly model: string;
  readonly engine: string;
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

export function perfRows(): PerfRow[] {
  const file = JSON.parse(readFileSync(join(__dirname, '../test/data/perf.json'), 'utf8')) as { readonly rows: readonly PerfJson[] };
  return file.rows.flatMap((row) => perfRow(row) ?? []);
}

function perfRow(row: PerfJson): PerfRow | null {
  const [model, gpu] = [Model.byId(row.model_id ?? ''), Gpu.byId(row.gpu)];
  const scheme = SCHEMES[row.quant ?? 'bf16'];
  if (model === undefined || gpu === undefined || scheme === undefined) return null;
  const share = row.length_kind?.startsWith('range') === true ? RANGE_SHARE : 1;
  return {
    model: model.id,
    engine: row.engine,
    spec: specOf(
      scheme === model.facts.nativeQuantization
        ? model
        : Model.custom({ ...model.facts, nativeQuantization: scheme, expertQuantization: null }),
      gpu,
      row,
    ),
    load: { concurrency: row.concurrency, inputTokens: row.isl * share, outputTokens: row.osl * share },
    tpotSeconds: row.tpot_ms / 1e3,
    ttftSeconds: row.ttft_usable && row.ttft_ms !== null ? row.ttft_ms / 1e3 : null,
  };
}

function specOf(model: Model, gpu: Gpu, row: PerfJson): ReplicaSpec {
  return {
    model,
    gpu,
    engine: Engine.vllm(),
    gpusPerReplica: row.tp ?? 1,
    quantization: 'checkpoint',
    kvCacheDtype: 'auto',
    gpuMemoryUtilization: 0.9,
    maxContextTokens: row.isl + row.osl,
  };
}
