/** Cards on which SGLang reads weights of a format. */
import type { WeightKernels } from '../weight-kernels';

export const SGLANG_WEIGHT_KERNELS: WeightKernels = {
  provenance: {
    source:
      'get_min_capability in sglang/srt/layers/quantization of the wheel 0.5.23; "SGLang only supports sm75 and above" in srt/model_executor/model_runner_components/load_model_utils.py; int8_scaled_mm has kernels for 7.5 to 9.0 alone (sglang#28137)',
    asOf: '2026-12-01',
    evidence: 'found',
  },
  rows: [
    { format: 'fp8', since: '0.5.20', refusedBelow: 8, loadsFrom: 8, computesFrom: 8.9 },
    { format: 'fp8', copies: /^nvidia\/.*fp8/i, since: '0.5.20', refusedBelow: 8.9, loadsFrom: 8.9, computesFrom: 8.9 },
    { format: 'awq', since: '0.5.20', refusedBelow: 7.5, loadsFrom: 7.5, computesFrom: null },
    { format: 'gptq', since: '0.5.20', refusedBelow: 7.5, loadsFrom: 7.5, computesFrom: null },
    { format: 'gptq', copies: /w4a16/i, since: '0.5.20', refusedBelow: 8, loadsFrom: 8, computesFrom: null },
    { format: 'int4', since: '0.5.20', refusedBelow: 8, loadsFrom: 8, computesFrom: null },
    { format: 'int8', since: '0.5.20', refusedBelow: 8, loadsFrom: 8, refusedFrom: 10, computesFrom: 8 },
    { format: 'int8', copies: /gptq/i, since: '0.5.20', refusedBelow: 7.5, loadsFrom: 7.5, computesFrom: null },
    { format: 'int8', copies: /w8a16/i, since: '0.5.20', refusedBelow: 8, loadsFrom: 8, computesFrom: null },
    { format: 'nvfp4', since: '0.5.20', refusedBelow: 8, loadsFrom: 8, computesFrom: 10 },
    { format: 'mxfp4', since: '0.5.20', refusedBelow: 8, loadsFrom: 8, computesFrom: null },
    // Experts of DeepSeek V4: by default FlashInfer on 9.0, 10.x and 12.x (arg_groups/model_overrides/deepseek_v4.py of 0.5.23).
    { format: 'fp4', since: '0.5.20', refusedBelow: 8, loadsFrom: 9, computesFrom: null },
  ],
};
