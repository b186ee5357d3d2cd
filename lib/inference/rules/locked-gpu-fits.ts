/** AF-PLAN-005: the card that the lock file names is one of the choice and holds the pool. */
import type { Rule } from '../../core/rule';
import type { JudgedChoice } from '../judged-choice';

export const lockedGpuFits: Rule<JudgedChoice> = {
  id: 'locked-gpu-fits',
  code: 'AF-PLAN-005',
  title: 'The GPU that fleet.lock.json names for a pool is none of its choice any more, or no longer holds it.',
  why: 'The pool stays on its GPU until you move it, and there it does not fit.',
  fix: 'Delete the entry of the pool in fleet.lock.json to choose anew, which moves the pool, or ask for less.',
  severity: 'error',
  check({ choice, locked, path, isRefused, cheapest }) {
    if (locked === null) return 'not-applicable';
    const isListed = choice.among.some(({ id }) => id === locked);
    if (isListed && !isRefused) return 'compliant';
    const why = isListed ? 'which no longer holds it' : `which is none of ${choice.among.map(({ id }) => id).join(', ')}`;
    const next = cheapest === null ? '' : `; today ${cheapest.gpu.name} would be chosen`;
    return [
      {
        prop: 'gpu',
        value: locked,
        allowed: 'the GPU of the lock file, where it holds the pool',
        message: `${choice.lockFile} keeps ${path} on ${locked}, ${why}${next}`,
        repairs: [
          `delete "${path}" in ${choice.lockFile}: the next synthesis chooses anew and moves the pool`,
          `gpu: Gpu.cheapest with fewer sessions`,
        ],
      },
    ];
  },
};
