/** AF-CAP-027: fp8 weights do not run before Ampere. */

import { set } from '../../../core/change';
import { repair } from '../../../core/finding';
import type { PoolRule } from '../assessment';

/** Ampere unpacks fp8 weights in its kernels; older parts have no such kernel. */
export const UNPACKS_FP8 = 8.0;

export const fp8WeightsRun: PoolRule = {
  id: 'fp8-weights-run',
  code: 'AF-CAP-027',
  title: 'fp8 weights on a GPU that cannot use them.',
  why: 'Before Ampere there is neither fp8 arithmetic nor a kernel that unpacks fp8 weights; the engine refuses them.',
  fix: "Serve the checkpoint as it is (quantization: 'checkpoint'), or take a newer GPU.",
  severity: 'error',
  bottleneck: 'format of the weights',
  check({ input: { replica } }) {
    const capability = replica.gpu.facts.computeCapability;
    if (replica.quantization !== 'fp8' || capability === null) return 'not-applicable';
    if (capability >= UNPACKS_FP8) return 'compliant';
    const message = `fp8 weights need compute capability 8.0 or newer; ${replica.gpu.facts.name} has ${capability.toFixed(1)}`;
    const repairs = [repair(set('quantization', 'checkpoint')), 'a checkpoint of 4 bit (AWQ or GPTQ) with its quantization'];
    return [{ prop: 'quantization', value: 'fp8', message, repairs }];
  },
};
