/** Cards on which TensorRT-LLM reads weights of a format. What its table leaves out is not known, except where the arithmetic does not exist. */
import type { WeightKernels } from '../weight-kernels';

export const TENSORRT_LLM_WEIGHT_KERNELS: WeightKernels = {
  provenance: {
    source:
      'Hardware Support Matrix of docs/source/features/quantization.md, NVIDIA/TensorRT-LLM@09d4c79b (also nvidia.github.io/TensorRT-LLM/1.3.0rc27)',
    asOf: '2026-12-01',
    evidence: 'found',
  },
  rows: [
    { format: 'fp8', since: '1.0.0', refusedBelow: 8.9, loadsFrom: 8.9, computesFrom: 8.9 },
    { format: 'nvfp4', since: '1.0.0', refusedBelow: 9, loadsFrom: 10, computesFrom: 10 },
    { format: 'mxfp4', since: '1.0.0', refusedBelow: 8.9, loadsFrom: 10, computesFrom: 10 },
    { format: 'awq', since: '1.0.0', refusedBelow: 8, loadsFrom: 8, loadsBelow: 10, computesFrom: null },
    { format: 'gptq', since: '1.0.0', refusedBelow: 8, loadsFrom: 8, loadsBelow: 10, computesFrom: null },
  ],
};
