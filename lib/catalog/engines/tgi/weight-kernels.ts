/** Cards on which Text Generation Inference reads fp8 weights; of the other formats nothing was read. */
import type { WeightKernels } from '../weight-kernels';

export const TGI_WEIGHT_KERNELS: WeightKernels = {
  provenance: {
    source:
      'server/text_generation_server/layers/fp8.py of huggingface/text-generation-inference@05d0aa67: Marlin on 8.x, torch._scaled_mm elsewhere, which needs 8.9',
    asOf: '2026-12-01',
    evidence: 'found',
  },
  rows: [{ format: 'fp8', since: '3.0.0', refusedBelow: 8, loadsFrom: 8, computesFrom: 8.9 }],
};
