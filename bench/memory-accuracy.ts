/** The memory formula against measured start-ups: as shipped, with every fitted constant refitted without the model under test, and as peers would say it. */

import { estimateReplica } from '../lib/capacity/ask-engine';
import { samplerParts } from '../lib/capacity/engines/vllm/activation';
import { laterCore } from '../lib/capacity/engines/vllm/engine-core';
import { type ForwardInput, forwardBytes } from '../lib/capacity/engines/vllm/forward-peak';
import { releaseOf } from '../lib/capacity/engines/vllm/releases';
import type { EstimatedTerms } from '../lib/capacity/replica-estimate';
import { GIB } from '../lib/core/units';
import { type GoldenRow, goldenRows } from './golden-rows';
import { mean, solve } from './least-squares';

export interface MemoryRow {
  readonly name: string;
  readonly tp: number;
  readonly predicted: EstimatedTerms;
  readonly measuredKv: number;
  readonly measuredWeights: number;
  /** Relative errors. */
  readonly kvError: number;
  readonly weightsError: number;
}

export function shippedRows(): MemoryRow[] {
  return goldenRows().map((row) => rowOf(row, estimateReplica(row.spec).perGpuGiB));
}

function rowOf({ measured }: GoldenRow, predicted: EstimatedTerms): MemoryRow {
  return {
    name: measured.model,
    tp: measured.tp,
    predicted,
    measuredKv: measured.kv_pool_gib,
    measuredWeights: measured.weights_gib,
    kvError: predicted.kvCache / measured.kv_pool_gib - 1,
    weightsError: predicted.weights / measured.weights_gib - 1,
  };
}

/** Errors of the KV pool with activation and non-torch constants fitted on the other models. */
export function leaveOneOut(): number[] {
  const rows = goldenRows();
  return rows.map((row) => {
    const others = rows.filter((other) => other.measured.model !== row.measured.model);
    const terms = estimateReplica(row.spec).perGpuGiB;
    const kv = terms.budget - terms.weights - refittedActivation(row, others) - refittedNonTorch(row, others) - terms.graphs;
    return kv / row.measured.kv_pool_gib - 1;
  });
}

const input = ({ spec }: GoldenRow): ForwardInput => ({
  facts: spec.model.facts,
  release: releaseOf(spec.engine),
  core: laterCore(spec.model.facts, releaseOf(spec.engine)),
  tensorParallel: spec.tensorParallel,
  maxNumSeqs: spec.maxNumSeqs ?? 0,
  maxNumBatchedTokens: spec.maxNumBatchedTokens ?? 0,
  maxContextTokens: spec.maxContextTokens,
});

function refittedActivation(row: GoldenRow, others: readonly GoldenRow[]): number {
  const parts = (candidate: GoldenRow) => Object.values(samplerParts(input(candidate))).map((bytes: number) => bytes / GIB);
  const forward = (candidate: GoldenRow) => forwardBytes(input(candidate)) / GIB;
  const bySampler = others.filter((other) => other.measured.activation_gib > 1.05 * forward(other));
  const law = solve(
    bySampler.map((other) => parts(other).map((part) => part / other.measured.activation_gib)),
    bySampler.map(() => 1),
  );
  const sampler = parts(row).reduce((sum, part, index) => sum + part * (law[index] ?? 0), 0);
  return Math.max(sampler, forward(row));
}

const refittedNonTorch = (row: GoldenRow, others: readonly GoldenRow[]) =>
  mean(others.filter((other) => other.measured.tp === row.measured.tp).map((other) => other.measured.non_torch_gib));
