/** AF-CAP-028: fp8 weights on Ampere save memory, not time. */
import type { PoolRule } from '../assessment';
import { UNPACKS_FP8 } from './fp8-weights-run';

/** fp8 arithmetic exists from Ada on. */
const FP8_NATIVE = 8.9;

export const fp8WeightsNative: PoolRule = {
  id: 'fp8-weights-native',
  code: 'AF-CAP-028',
  title: 'fp8 weights are unpacked to 16 bit for every product: they save memory, not time.',
  why: 'Ampere has no fp8 arithmetic.',
  fix: 'Nothing, where you need the memory; GPUs from Ada on compute in fp8.',
  severity: 'info',
  check({ input: { replica } }) {
    const capability = replica.gpu.facts.computeCapability;
    if (replica.quantization !== 'fp8' || capability === null || capability < UNPACKS_FP8) return 'not-applicable';
    if (capability >= FP8_NATIVE) return 'compliant';
    const message = `fp8 weights on ${replica.gpu.facts.name} are unpacked to 16 bit for every product: memory is saved, time is not`;
    return [{ prop: 'quantization', value: 'fp8', message, repairs: [] }];
  },
};
