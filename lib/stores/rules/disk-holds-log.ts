/** AF-CPU-008: the rewritten log lies beside the old one until it replaces it. */
import { set } from '../../core/change';
import { repair } from '../../core/finding';
import type { Rule } from '../../core/rule';
import type { SessionDisk } from '../session-disk';

export const diskHoldsLog: Rule<SessionDisk> = {
  id: 'disk-holds-log',
  code: 'AF-CPU-008',
  title: 'The disk of a session store is too small for its memory.',
  why: 'The store stops writing when it rewrites its log.',
  fix: 'Take twice memoryGiB, or leave storageGiB out.',
  severity: 'error',
  check({ storageGiB, memoryGiB }) {
    if (storageGiB === undefined) return 'not-applicable';
    if (storageGiB >= 2 * memoryGiB) return 'compliant';
    const least = Math.ceil(2 * memoryGiB);
    return [
      {
        prop: 'storageGiB',
        value: storageGiB,
        allowed: `at least ${least}, twice memoryGiB`,
        message: `${storageGiB} GiB of disk do not hold the log of ${memoryGiB} GiB of memory and its rewrite side by side; the store would stop writing`,
        repairs: [repair(set('storageGiB', least)), repair(set('memoryGiB', storageGiB / 2))],
      },
    ];
  },
};
