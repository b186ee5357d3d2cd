/** AF-CAP-005: the engine's share of the card. */
import { set } from '../../../core/change';
import { repair } from '../../../core/finding';
import { engineModelOf } from '../../engines/registry';
import type { PoolRule } from '../assessment';

export const utilizationRange: PoolRule = {
  id: 'utilization-range',
  code: 'AF-CAP-005',
  title: 'The share of GPU memory for the engine lies outside 0.85 … 0.92 (warning), or below 0.5 or above 0.95 (error).',
  why: 'A lower share leaves memory unused that was paid for; a higher one leaves none for the CUDA context and late allocations.',
  fix: 'Set gpuMemoryUtilization to 0.9.',
  severity: ['error', 'warning'],
  bottleneck: 'share of the card',
  check({ input: { replica } }) {
    if (engineModelOf(replica).memoryShare.input !== 'gpuMemoryUtilization') return 'not-applicable';
    // Of engines that share a card AF-CAP-006 adds up the shares.
    if ((replica.enginesPerCard ?? 1) > 1) return 'not-applicable';
    const value = replica.gpuMemoryUtilization;
    if (value >= 0.85 && value <= 0.92) return 'compliant';
    const tooHigh = value > 0.95;
    const tooLow = value < 0.5;
    const message = tooHigh
      ? `a memory share of ${value} leaves too little for the CUDA context and what the engine allocates later`
      : tooLow
        ? `a memory share of ${value} leaves most of the card unused: nodePools do not say that engines share it (sharing)`
        : `a memory share of ${value} is outside 0.85–0.92`;
    return [
      {
        severity: tooHigh || tooLow ? 'error' : 'warning',
        prop: 'gpuMemoryUtilization',
        value,
        allowed: '0.85–0.92',
        message,
        repairs: [repair(set('gpuMemoryUtilization', 0.9))],
      },
    ];
  },
};
