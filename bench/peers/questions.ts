/**
 * Measured start-ups as questions to AIConfigurator, one JSON object a line, with every default resolved as this library resolves it: the peer is told
 * no less than the formula is. `ask-aiconfigurator.py` reads them and writes test/data/peers-aiconfigurator.json.
 */

import { estimateReplica } from '../../lib/capacity/ask-engine';
import type { Gpu } from '../../lib/catalog/gpu';
import { findGpu } from '../../lib/sizing/find-gpu';
import { type FoundModel, findModel } from '../../lib/sizing/find-model';
import { engineOf } from '../../lib/sizing/question-engine';
import { replicaOf } from '../../lib/sizing/replica-of';
import { type SizeRequest, sizeRequestSchema } from '../../lib/sizing/size-request';
import { collectedRows, type FieldRow, fieldRows } from '../field-rows';
import { goldenConfig, goldenFile, goldenId, goldenRows } from '../golden-rows';
import { configOf } from './config-of';

export interface Question {
  readonly id: string;
  readonly set: 'golden' | 'field';
  /** Known to the tool by this name, or by the file below. */
  readonly model: string;
  readonly config: Readonly<Record<string, unknown>> | null;
  /** Its name for the GPU; null when it has none. */
  readonly system: string | null;
  readonly gpu: string;
  readonly backend: string | null;
  readonly fraction: number;
  readonly tokens: number;
  readonly sequences: number;
  readonly tensorParallel: number;
  readonly pipelineParallel: number;
  readonly memoryGiB: number;
  readonly kvCacheDtype: string | null;
  readonly notAsked: string | null;
}

const SYSTEMS: Readonly<Record<string, string>> = {
  'h100-sxm-80': 'h100_sxm',
  'h100-pcie-80': 'h100_pcie',
  'h200-sxm-141': 'h200_sxm',
  'b200-sxm': 'b200_sxm',
  'b300-sxm': 'b300_sxm',
  'a100-sxm-80': 'a100_sxm',
  'a100-sxm-40': 'a100_sxm',
  'a100-pcie-80': 'a100_pcie',
  'a100-pcie-40': 'a100_pcie',
  l4: 'l4',
  l40s: 'l40s',
  'rtx-pro-6000-blackwell': 'rtx_pro_6000_server',
  'rtx-pro-6000-blackwell-server': 'rtx_pro_6000_server',
};
/** By the product's name: a card with a reported memory of its own is no longer the catalog's. */
const systemOf = ({ gpu }: SizeRequest) => SYSTEMS[findGpu(gpu, null)?.gpu.id ?? ''] ?? null;

const BACKENDS: Readonly<Record<string, string>> = { vllm: 'vllm', sglang: 'sglang', 'tensorrt-llm': 'trtllm' };

function goldenQuestions(): Question[] {
  const file = goldenFile();
  return goldenRows().map(({ measured }, index) => ({
    id: goldenId(measured, index),
    set: 'golden',
    model: measured.model,
    config: goldenConfig(measured.model),
    system: 'h100_sxm',
    gpu: file.gpu,
    backend: 'vllm',
    fraction: file.gpu_memory_utilization,
    tokens: file.max_num_batched_tokens,
    sequences: file.max_num_seqs,
    tensorParallel: measured.tp,
    pipelineParallel: 1,
    memoryGiB: file.gpu_mem_gib,
    kvCacheDtype: null,
    notAsked: null,
  }));
}

function fieldQuestion(row: FieldRow): Question {
  const parsed = sizeRequestSchema.safeParse(row.request);
  if (!parsed.success) return unasked(row, 'its input cannot be read');
  const request = parsed.data;
  const [found, card, engine] = [findModel(request.model, request.modelConfig, request.checkpointGiB), gpuOf(request), engineOf(request)];
  if (card === null || engine === null) return unasked(row, 'memory of the GPU is not known');
  if (found === null) return byName(row, request, card);
  const { spec } = replicaOf(request, found, card, engine);
  const estimate = estimateReplica(spec);
  return {
    id: row.id,
    set: 'field',
    model: request.model ?? found.model.id,
    config: request.modelConfig ?? configOf(found.model.facts, schemeOf(request, found, spec.quantization)),
    system: systemOf(request),
    gpu: request.gpu,
    backend: BACKENDS[request.engine.toLowerCase()] ?? null,
    fraction: spec.gpuMemoryUtilization,
    tokens: estimate.maxNumBatchedTokens,
    sequences: estimate.maxNumSeqs,
    tensorParallel: request.tensorParallel,
    pipelineParallel: request.pipelineParallel,
    memoryGiB: estimate.perGpuGiB.physical,
    kvCacheDtype: spec.kvCacheDtype === 'auto' ? null : spec.kvCacheDtype,
    notAsked: null,
  };
}

/** Containers of many schemes name none. */
const CONTAINERS: ReadonlySet<string> = new Set(['compressed-tensors', 'modelopt', 'auto', 'none']);

/** What the row names, else what the name of the checkpoint says, else what is done at run time. */
function schemeOf({ quantization }: SizeRequest, { schemeFromName }: FoundModel, atRunTime: string): string | null {
  const named = quantization == null || CONTAINERS.has(quantization) ? null : quantization;
  return named ?? schemeFromName ?? (atRunTime === 'checkpoint' ? null : atRunTime);
}

/** A model that only the tool may know: the row's own settings, the engine's usual ones where it has none. */
function byName(row: FieldRow, request: SizeRequest, card: Gpu): Question {
  return {
    ...unasked(row, ''),
    system: systemOf(request),
    backend: BACKENDS[request.engine.toLowerCase()] ?? null,
    fraction: request.gpuMemoryUtilization ?? 0.9,
    tokens: request.maxNumBatchedTokens ?? 8_192,
    sequences: request.maxNumSeqs ?? 256,
    tensorParallel: request.tensorParallel,
    pipelineParallel: request.pipelineParallel,
    memoryGiB: request.memoryGiB ?? card.facts.reportedMemoryGiB?.[0] ?? 0,
    notAsked: null,
  };
}

const gpuOf = (request: SizeRequest): Gpu | null => findGpu(request.gpu, request.memoryGiB ?? null)?.gpu ?? null;

function unasked({ id, request }: FieldRow, reason: string): Question {
  const none = { config: null, system: null, backend: null, kvCacheDtype: null } as const;
  const zero = { fraction: 0, tokens: 0, sequences: 0, tensorParallel: 1, pipelineParallel: 1, memoryGiB: 0 };
  return { id, set: 'field', model: String(request['model']), gpu: String(request['gpu']), ...none, ...zero, notAsked: reason };
}

if (require.main === module) {
  const files = process.argv.slice(2);
  const rows = files.length === 0 ? fieldRows() : files.flatMap(collectedRows);
  for (const question of [...goldenQuestions(), ...rows.map(fieldQuestion)]) process.stdout.write(`${JSON.stringify(question)}\n`);
}
