/** AF-CPU-018: vectors that are not in memory are read from disk at each search. */
import { set } from '../../core/change';
import { repair } from '../../core/finding';
import type { Rule } from '../../core/rule';
import type { VectorRoom } from '../vector-room';

export const memoryHoldsVectors: Rule<VectorRoom> = {
  id: 'memory-holds-vectors',
  code: 'AF-CPU-018',
  title: 'The memory of a store is smaller than the vectors that it searches.',
  why: 'Searches read from disk, and become slower by orders of magnitude.',
  fix: 'Give the store more memory, or fewer vectors.',
  severity: 'warning',
  check({ what, need, memoryGiB }) {
    if (memoryGiB >= need.memoryGiB) return 'compliant';
    const least = Math.ceil(need.memoryGiB);
    return [
      {
        prop: 'memoryGiB',
        value: memoryGiB,
        allowed: `at least ${least}`,
        message: `${what} take ${need.memoryGiB.toFixed(1)} GiB of memory with their index, and there are ${memoryGiB}; searches read the rest from disk`,
        repairs: [repair(set('memoryGiB', least))],
      },
    ];
  },
};
