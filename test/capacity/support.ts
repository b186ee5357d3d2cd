/** Short ways of saying a replica, a pool and a tolerance. */
import {
  engineToSize,
  estimateReplica,
  judgePool,
  type PoolInput,
  type PoolVerdict,
  type ReplicaEstimate,
  type ReplicaSpec,
  type RoleDemand,
} from '../../lib/capacity';
import { Engine } from '../../lib/catalog/engines/engine';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { renderChanges } from '../../lib/core/render-change';

export const VLLM = Engine.vllm({ version: '0.31.0' });

/** An 8B model in its checkpoint's dtype on one H100, unless said otherwise. */
export function replica(change: Partial<ReplicaSpec> = {}): ReplicaSpec {
  return {
    model: Model.LLAMA_3_1_8B_INSTRUCT,
    gpu: Gpu.H100_PCIE,
    engine: VLLM,
    tensorParallel: 1,
    quantization: 'checkpoint',
    kvCacheDtype: 'auto',
    gpuMemoryUtilization: 0.9,
    maxContextTokens: 8_192,
    ...change,
  };
}

export const FP8 = { quantization: 'fp8', kvCacheDtype: 'fp8' } as const;

export function sessions(count: number, contextTokens: number, role = 'agent', fleet = 'fleet'): RoleDemand {
  return { fleet, role, sessions: count, contextTokens, formula: `${count} sessions` };
}

export function pool(change: Partial<PoolInput> & { readonly replica: ReplicaSpec }): PoolInput {
  const replicas = change.replicas ?? 1;
  return { name: 'pool', replicas, maxReplicas: replicas, demands: [], pricePerGpuHour: null, ...change };
}

export const judge = (change: Partial<PoolInput> & { readonly replica: ReplicaSpec }): PoolVerdict => judgePool(pool(change));

export const codes = (verdict: PoolVerdict, severity = 'error'): string[] =>
  verdict.findings.filter((finding) => finding.severity === severity).map((finding) => finding.code);

/** Changes of the repairs of the first error, as the user would write them. */
export function repairsOf(verdict: PoolVerdict): string[] {
  const error = verdict.findings.find((finding) => finding.severity === 'error');
  return (error?.repairs ?? []).map((repair) => (typeof repair === 'string' ? repair : renderChanges(repair.changes)));
}

/** Engine estimates hold within 1 GiB per GPU or 2 %, whichever is more. */
export function expectEstimate(actual: number, published: number, gpus = 1): void {
  expect(Math.abs(actual - published)).toBeLessThanOrEqual(Math.max(gpus, 0.02 * published));
}

/** Prices of the reference fleets, USD per GPU and hour, July 2026. */
const PRICES: Readonly<Record<string, number>> = {
  'h100-pcie-80': 2.5,
  'h100-sxm-80': 3.2,
  'a100-pcie-80': 1.35,
  l40: 1,
  'h200-sxm-141': 3.7,
};
export const prices = (gpu: Gpu): number | null => PRICES[gpu.id] ?? null;

/** Memory of a replica on another engine: its fraction and its release, null where nobody said. */
export const estimateOnEngine = (
  engine: string,
  spec: ReplicaSpec,
  fraction: number | null,
  version: string | null = null,
): ReplicaEstimate =>
  estimateReplica({ ...spec, engine: engineToSize(engine, version), ...(fraction === null ? {} : { engineMemoryFraction: fraction }) });

/** 13 B parameters with 8 KV heads: the published scenario names the size, not the shape. */
export const MODEL_13B = Model.custom({
  id: '13b-gqa',
  kind: 'llm',
  attentionKind: 'GQA',
  paramsTotalB: 13,
  layers: 40,
  attentionHeads: 40,
  kvHeads: 8,
  headDim: 128,
  hiddenSize: 5_120,
  intermediateSize: 16_600,
  vocabSize: 32_000,
  tiedEmbeddings: false,
  maxPositionEmbeddings: 32_768,
  nativeDtype: 'bf16',
  provenance: { source: 'shape assumed for a published 13B scenario', asOf: '2026-03', evidence: 'assumed' },
});
