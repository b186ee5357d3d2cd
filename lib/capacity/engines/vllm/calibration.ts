/** Constants that were measured or fitted, each with the rows it comes from. No other file of this room holds a fitted number. */
import type { TermEvidence } from '../../replica-supply';

export interface Calibrated {
  readonly value: number;
  readonly evidence: TermEvidence;
  readonly source: string;
}

/** The rows are in test/data/kv-golden.json; `npm run accuracy` refits what is marked `fitted` without the model under test. */
const PLANNER_ROWS = 'llm-d-planner accuracy study (Apache-2.0), vLLM 0.19 start-up logs on H100 80GB, 40 configurations';
const fitted = (value: number, source: string): Calibrated => ({ value, evidence: 'fitted', source });

/** Bytes per admitted sequence and vocabulary entry that the sampler's warm-up holds (logits, probabilities, sort buffers). */
export const SAMPLER_BYTES = {
  upTo016: fitted(
    38.2,
    'vLLM ≤ 0.16 start-up logs: Qwen3 0.6B/14B/32B 5.56–5.64 GiB, Llama 8B/70B 4.76/4.84 GiB, gpt-oss 7.38 GiB; first core: 1.05 GiB at 192, 0.74 at 160 sequences',
  ),
  flashInfer: {
    value: 14,
    evidence: 'exact',
    source:
      'logits in 16 bit, their fp32 copy, the copy masked to the top k, and the probabilities: 2 + 4 + 4 + 4 (flashinfer.sampling.top_k_top_p_sampling_from_logits)',
  },
  since017: fitted(15, `32 (model, TP) points of ${PLANNER_ROWS}`),
  runner2: {
    value: 2,
    evidence: 'exact',
    source: 'logits in 16 bit; dummy requests ask for no processing (vllm/v1/worker/gpu/sample/sampler.py, wheels 0.27 to 0.33)',
  },
} as const satisfies Readonly<Record<string, Calibrated>>;
/** Counts of every token and a mask of the prompt's, per admitted sequence and vocabulary entry, that Model Runner V2 keeps for penalties. */
export const PENALTY_BYTES: Calibrated = {
  value: 4 + 1 / 8,
  evidence: 'exact',
  source: 'int32 counts and one bit (vllm/v1/worker/gpu/sample/penalties.py, wheels 0.25 to 0.33)',
};
/** Residual, normed input, output and attention of an encoder block, in units of patches × its hidden size. */
export const ENCODER_HIDDEN_COPIES = fitted(4, 'Qwen3.5-9B on L40S, vLLM 0.19.0: 1.78 GiB with one image of 65,536 patches');
/** Encoders of which several layers are read hold more than the formula of one: 4.1 and 4.2 GiB for 1.8 (Qwen3-VL-30B-A3B, vLLM 0.11 and 0.12, H100). */
export const DEEP_ENCODER: Calibrated = { value: 2.3, evidence: 'measured', source: 'two public start-up logs of one repository' };
/** Hidden-state copies alive beside the sampler, in units of batched tokens × hidden size. */
export const SAMPLER_HIDDEN_COPIES = fitted(1.36, PLANNER_ROWS);
/** Expert inputs and outputs alive beside the sampler, in units of batched tokens × experts per token. */
export const MOE_COPIES = fitted(1.15, PLANNER_ROWS);
/** Gate, up and their product: the three intermediate tensors of a gated feed-forward layer. */
export const MLP_INTERMEDIATE_COPIES: Calibrated = {
  value: 3,
  evidence: 'exact',
  source: 'gate, up and product of a gated feed-forward layer',
};
/** Residual, normed input, output and half of the attention projections, in units of batched tokens × hidden size. */
export const MLP_HIDDEN_COPIES = fitted(4.5, PLANNER_ROWS);
/** The same without a compiler, in the first core. */
export const MLP_HIDDEN_COPIES_FIRST_CORE = fitted(
  3.5,
  'public start-up logs of 0.6.4 to 0.7.2: Llama 8B 3.0 (20,000 and 29,000 tokens), Qwen2.5 14B 4.0 (32,768 tokens)',
);

/** CUDA graphs, GiB per GPU: base + perLayer × layers × captured share + perHidden × hidden × largest share, experts and shards beside. */
export const GRAPHS = {
  /** Workspace of the attention kernels of Hopper and data-centre Blackwell; none was seen on other cards. */
  base: fitted(0.204, PLANNER_ROWS),
  /** Per layer, when all 51 sizes up to 512 are captured twice: piecewise and whole. */
  perLayer: fitted(0.0103, PLANNER_ROWS),
  /** Per thousand of hidden size, at a largest size of 512. */
  perThousandHidden: fitted(0.097, PLANNER_ROWS),
  experts: fitted(0.634, PLANNER_ROWS),
  sharded: fitted(-0.186, PLANNER_ROWS),
  /** What the engine's extrapolation from two samples adds: it printed 17 to 20 % more than it then captured. */
  overestimate: {
    value: 1.18,
    evidence: 'measured',
    source:
      'public start-up logs: Qwen3.5-9B on L40S (0.19.0) 0.78 for 0.65 GiB, Qwen3.5-4B (0.22.0) 0.64 for 0.55, Qwen2.5-7B (0.22.0) 0.37 for 0.31',
  },
  /** Mean absolute error of this formula, left one model out; the band is twice that. */
  error: fitted(0.1, PLANNER_ROWS),
} as const satisfies Readonly<Record<string, Calibrated>>;

/** What a plan sets aside for CUDA graphs and for what the formulas miss, GiB per GPU: the mean of the measured captures. */
export const PLANNED_GRAPHS: Calibrated = {
  value: 1.0,
  evidence: 'assumed',
  source: `set aside by the plan; mean 1.01 GiB (0.51–1.85) captured in ${PLANNER_ROWS}`,
};
