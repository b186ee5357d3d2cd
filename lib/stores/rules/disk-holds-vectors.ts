/** AF-CPU-019: what does not fit on the disk cannot be stored. */
import { set } from '../../core/change';
import { repair } from '../../core/finding';
import type { Rule } from '../../core/rule';
import type { VectorRoom } from '../vector-room';

export const diskHoldsVectors: Rule<VectorRoom> = {
  id: 'disk-holds-vectors',
  code: 'AF-CPU-019',
  title: 'The disk of a store is too small for its vectors.',
  why: 'The store stops writing when its disk is full.',
  fix: 'Give the store more disk, or fewer vectors.',
  severity: 'error',
  check({ what, need, storageGiB }) {
    if (storageGiB >= need.diskGiB) return 'compliant';
    const least = Math.ceil(need.diskGiB);
    return [
      {
        prop: 'storageGiB',
        value: storageGiB,
        allowed: `at least ${least}`,
        message: `${what} take ${need.diskGiB.toFixed(1)} GiB of disk with index and payload, and there are ${storageGiB}`,
        repairs: [repair(set('storageGiB', least))],
      },
    ];
  },
};
