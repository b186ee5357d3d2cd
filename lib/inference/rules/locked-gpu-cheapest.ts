/** AF-PLAN-006: another card of the choice has become cheaper than the one that the lock file keeps. */
import { formatUsd } from '../../core/format';
import type { Rule } from '../../core/rule';
import type { JudgedChoice } from '../judged-choice';

export const lockedGpuCheapest: Rule<JudgedChoice> = {
  id: 'locked-gpu-cheapest',
  code: 'AF-PLAN-006',
  title: 'Another GPU of the choice costs less than the one that fleet.lock.json keeps.',
  why: 'Prices move, and a running pool does not move with them by itself.',
  fix: 'Delete the entry of the pool in fleet.lock.json when you want it to move.',
  severity: 'info',
  check({ choice, locked, path, isRefused, cheapest, usdPerHour }) {
    if (locked === null || isRefused || cheapest === null || usdPerHour === null) return 'not-applicable';
    if (cheapest.gpu.id === locked || cheapest.usdPerHour >= usdPerHour) return 'compliant';
    return [
      {
        prop: 'gpu',
        value: locked,
        allowed: cheapest.gpu.id,
        message: `${choice.lockFile} keeps ${path} on ${locked} at ${formatUsd(usdPerHour)} an hour; ${cheapest.gpu.name} would cost ${formatUsd(cheapest.usdPerHour)}`,
        repairs: [`delete "${path}" in ${choice.lockFile}: the next synthesis moves the pool`],
      },
    ];
  },
};
