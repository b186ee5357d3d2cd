/**
 * What other tools would say of the start-up rows, from their published constants. Weights are ours, so only the rest differs; the memory of a card is
 * what the tool takes it to be.
 */
import { estimateReplica } from '../../lib/capacity/ask-engine';
import { type GoldenRow, goldenConfig, goldenFile, goldenRows } from '../golden-rows';

export interface Peer {
  readonly name: string;
  readonly errors: readonly number[];
}

/** GiB that a catalog of cards has for this one; the driver reports less. */
const ON_THE_BOX = 80;

export function peers(): Peer[] {
  const rows = goldenRows();
  const { gpu_mem_gib: reported, gpu_memory_utilization: share } = goldenFile();
  const peer = (name: string, kv: (weights: number, row: GoldenRow) => number): Peer => ({
    name,
    errors: rows.map((row) => kv(estimateReplica(row.spec).perGpuGiB.weights, row) / row.measured.kv_pool_gib - 1),
  });
  const planner = (memory: number, overhead: (row: GoldenRow) => number) => (weights: number, row: GoldenRow) =>
    share * memory - weights - overhead(row);
  return [
    peer('card − weights (80 GiB on the box)', (weights) => ON_THE_BOX - weights),
    peer('utilization × 80 − weights', (weights) => share * ON_THE_BOX - weights),
    peer('KAITO constants at the utilization of the run (80 GiB)', (weights) => share * ON_THE_BOX - kaitoOverhead(weights)),
    peer('KAITO as it is deployed (utilization 0.92)', (weights) => 0.92 * ON_THE_BOX - kaitoOverhead(weights)),
    peer('llm-d-planner until its calibration (80 GiB)', planner(ON_THE_BOX, plannerByKind)),
    peer('llm-d-planner since, calibrated on these rows (80 GiB)', planner(ON_THE_BOX, plannerByArchitecture)),
    peer('… the same with the memory that the driver reports', planner(reported, plannerByArchitecture)),
  ];
}

/** Weights swell by 2 %, 2.3 GiB of runtime, 5 % of the weights for activations and graphs (kaito pkg/workspace/estimator/budget.go, 3cc8a5b6, 2026). */
const kaitoOverhead = (weights: number) => 1.02 * weights * 1.05 + 2.3;

/** Activation by kind (dense, experts, multimodal) and non-torch by ranks (llm-d-planner data/configuration, e50305af). */
function plannerByKind({ spec }: GoldenRow): number {
  const { moe, weightDetail } = spec.model.facts;
  const activation = (weightDetail?.towerParams ?? 0) > 0 ? 2.5 : moe === null ? 5.5 : 8.0;
  return activation + (spec.tensorParallel > 1 ? 0.6 : 0.15);
}

/** Activation by architecture, GiB, measured on these rows (llm-d-planner data/configuration/vllm_memory_constants.json, 964c9dce, 2026). */
const BY_ARCHITECTURE: Readonly<Record<string, number>> = {
  llama: 1.89,
  qwen2: 2.25,
  qwen3: 2.21,
  mistral3: 2.1,
  deepseek_v2: 1.93,
  granite: 0.85,
  llava_next: 0.79,
  mixtral: 1.21,
  phi3: 1.52,
  qwen3_moe: 2.68,
  gemma2: 3.65,
  gemma3: 3.94,
};
const BY_KIND = { dense: 2, experts: 2.5 } as const;

function plannerByArchitecture({ spec, measured }: GoldenRow): number {
  const type = goldenConfig(measured.model)['model_type'];
  const byKind = spec.model.facts.moe === null ? BY_KIND.dense : BY_KIND.experts;
  return (BY_ARCHITECTURE[String(type)] ?? byKind) + (spec.tensorParallel > 1 ? 2.1 : 0.27);
}
