/** AF-CAP-003: the budget stays below 95 % of the reported memory, and what the engine allocates beside it on the card. */
import { set } from '../../../core/change';
import { repair } from '../../../core/finding';
import { formatGiB, formatPercent } from '../../../core/format';
import { engineModelOf } from '../../engines/registry';
import type { PoolRule } from '../assessment';

/** Share of the reported memory that a plan may occupy. */
const PLANNED_SHARE = 0.95;

export const plannedShare: PoolRule = {
  id: 'planned-share',
  code: 'AF-CAP-003',
  title: 'Weights, KV cache and runtime together plan more than 95 % of the memory that the driver reports.',
  why: 'The CUDA context and late allocations are outside the share of the engine; the first spike ends the engine with an out-of-memory error.',
  fix: 'Set gpuMemoryUtilization to 0.9.',
  severity: 'error',
  bottleneck: 'share of the card',
  needs: ['memory'],
  check({ input: { replica }, floor: { supply } }) {
    if (engineModelOf(replica).memoryShare.input !== 'gpuMemoryUtilization') return 'not-applicable';
    const share = replica.gpuMemoryUtilization;
    const physical = supply.terms.find((term) => term.id === 'physical')?.perGpuGiB ?? 0;
    const planned = physical * share + (supply.outsideBudgetGiB ?? 0);
    if (physical === 0) return 'not-applicable';
    if (share <= PLANNED_SHARE && planned <= physical) return 'compliant';
    const message = `the plan occupies ${formatGiB(planned)} of ${formatGiB(physical)} per GPU (${formatPercent(planned / physical)}); any spike exhausts the card`;
    const allowed = `≤ ${formatPercent(PLANNED_SHARE)} of the reported memory`;
    return [{ prop: 'gpuMemoryUtilization', value: share, allowed, message, repairs: [repair(set('gpuMemoryUtilization', 0.9))] }];
  },
};
