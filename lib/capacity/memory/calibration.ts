/** Constants that were measured or fitted, each with the rows it comes from. No other file of this room holds a fitted number. */
import type { TermEvidence } from '../types';

export interface Calibrated {
  readonly value: number;
  readonly evidence: TermEvidence;
  readonly source: string;
}

const PLANNER_ROWS = 'llm-d-planner accuracy study (Apache-2.0), vLLM 0.19 start-up logs on H100 80GB, 40 configurations';

/** Bytes per admitted sequence and vocabulary entry that the sampler's warm-up holds (logits, probabilities, sort buffers). */
export const SAMPLER_BYTES: { readonly upTo016: Calibrated; readonly since017: Calibrated } = {
  upTo016: {
    value: 38.2,
    evidence: 'fitted',
    source: 'fitted on vLLM ≤ 0.16 start-up logs: Qwen3 0.6B/14B/32B 5.56–5.64 GiB, Llama 8B/70B 4.76/4.84 GiB, gpt-oss 7.38 GiB',
  },
  since017: { value: 15, evidence: 'fitted', source: `fitted on 32 (model, TP) points: ${PLANNER_ROWS}` },
};

/** Hidden-state copies alive beside the sampler, in units of batched tokens × hidden size. */
export const SAMPLER_HIDDEN_COPIES: Calibrated = { value: 1.36, evidence: 'fitted', source: PLANNER_ROWS };

/** Expert inputs and outputs alive beside the sampler, in units of batched tokens × experts per token. */
export const MOE_COPIES: Calibrated = { value: 1.15, evidence: 'fitted', source: PLANNER_ROWS };

/** Gate, up and their product: the three intermediate tensors of a gated feed-forward layer. */
export const MLP_INTERMEDIATE_COPIES: Calibrated = {
  value: 3,
  evidence: 'exact',
  source: 'gate, up and product of a gated feed-forward layer',
};

/** Residual, normed input, output and half of the attention projections, in units of batched tokens × hidden size. */
export const MLP_HIDDEN_COPIES: Calibrated = { value: 4.5, evidence: 'fitted', source: PLANNER_ROWS };

/** CUDA graphs counted inside the budget, GiB per GPU: the mean of the measured captures. */
export const GRAPH_GIB: Calibrated = { value: 1.0, evidence: 'measured', source: `mean 1.01 GiB (0.51–1.85) over ${PLANNER_ROWS}` };
