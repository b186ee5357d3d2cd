/** Cards on which vLLM reads weights of a format. Rows of one format and copy stand by release. */
import type { WeightKernels } from '../weight-kernels';

export const VLLM_WEIGHT_KERNELS: WeightKernels = {
  provenance: {
    source:
      'get_min_capability in vllm/model_executor/layers/quantization, and the kernels of vllm/model_executor/kernels/linear and fused_moe/experts, of the wheels 0.22.1, 0.26.0, 0.29.0, 0.30.0 and 0.33.0; before them the table "Supported Hardware" of docs.vllm.ai v0.9.2 to v0.14.0; int8 on Blackwell: vllm#54311, #25935',
    asOf: '2026-12-01',
    evidence: 'found',
  },
  rows: [
    // Marlin reads fp8 from Ampere on, and Turing as well since vllm#29901, which came between the documentation of 0.14.0 and the wheel 0.22.1.
    { format: 'fp8', since: '0.9.2', refusedBelow: 8, loadsFrom: 8, computesFrom: 8.9 },
    { format: 'fp8', since: '0.15.0', refusedBelow: 7.5, loadsFrom: 8, computesFrom: 8.9 },
    { format: 'fp8', since: '0.22.0', refusedBelow: 7.5, loadsFrom: 7.5, computesFrom: 8.9 },
    // ModelOpt asks for more than its kernels do.
    { format: 'fp8', copies: /^nvidia\/.*fp8/i, since: '0.9.2', refusedBelow: 8.9, loadsFrom: 8.9, computesFrom: 8.9 },
    { format: 'fp8', copies: /^nvidia\/.*fp8/i, since: '0.27.0', refusedBelow: 8, loadsFrom: 8.9, computesFrom: 8.9 },
    { format: 'fp8', copies: /^nvidia\/.*fp8/i, since: '0.29.0', refusedBelow: 8, loadsFrom: 8, computesFrom: 8.9 },
    { format: 'awq', since: '0.9.2', refusedBelow: 7.5, loadsFrom: 7.5, computesFrom: null },
    { format: 'gptq', since: '0.9.2', refusedBelow: 6, loadsFrom: 7, computesFrom: null },
    // llm-compressor; without Marlin on Turing before, see fp8.
    { format: 'gptq', copies: /w4a16/i, since: '0.9.2', refusedBelow: 7.5, loadsFrom: 8, computesFrom: null },
    { format: 'gptq', copies: /w4a16/i, since: '0.22.0', refusedBelow: 7.5, loadsFrom: 7.5, computesFrom: null },
    { format: 'int4', since: '0.9.2', refusedBelow: 7.5, loadsFrom: 8, computesFrom: null },
    { format: 'int4', since: '0.22.0', refusedBelow: 7.5, loadsFrom: 7.5, computesFrom: null },
    // CUTLASS takes every layer and has no int8 from Blackwell on.
    { format: 'int8', since: '0.9.2', refusedBelow: 7.5, loadsFrom: 7.5, refusedFrom: 10, computesFrom: 7.5 },
    { format: 'int8', copies: /gptq/i, since: '0.9.2', refusedBelow: 6, loadsFrom: 7, computesFrom: null },
    { format: 'int8', copies: /w8a16/i, since: '0.9.2', refusedBelow: 7.5, loadsFrom: 8, computesFrom: null },
    { format: 'int8', copies: /w8a16/i, since: '0.22.0', refusedBelow: 7.5, loadsFrom: 7.5, computesFrom: null },
    { format: 'nvfp4', since: '0.9.2', refusedBelow: 7.5, loadsFrom: 10, computesFrom: 10 },
    { format: 'nvfp4', since: '0.22.0', refusedBelow: 7.5, loadsFrom: 7.5, computesFrom: 10 },
    { format: 'mxfp4', since: '0.10.2', refusedBelow: 8, loadsFrom: 9, computesFrom: null },
    { format: 'mxfp4', since: '0.22.0', refusedBelow: 8, loadsFrom: 8, computesFrom: null },
    // Experts of DeepSeek V4: Mxfp4MoEMethod reads them (models/deepseek_v4/quant_config.py of 0.30.0). Its attention asks for newer cards (AF-CAP-046).
    { format: 'fp4', since: '0.30.0', refusedBelow: 8, loadsFrom: 8, computesFrom: null },
  ],
};
