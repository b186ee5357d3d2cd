/** AF-CPU-047: an archive holds the history of one Postgres cluster. */
import type { Rule } from '../../core/rule';
import type { WrittenArchive } from '../archive-writers';

export const archiveOfOneStore: Rule<WrittenArchive> = {
  id: 'archive-of-one-store',
  code: 'AF-CPU-047',
  title: 'Two state stores write their backups under one name into one place.',
  why: 'The operator archives nothing where it finds another history: the second store has no backup, and its log stays on the volume until that is full.',
  fix: 'Give each store a serverName of its own, or another bucket or path.',
  severity: 'error',
  check({ store, serverName, place, earlier: [first], ownName }) {
    if (serverName === null) return 'not-applicable';
    if (first === undefined) return 'compliant';
    return [
      {
        prop: 'backups.serverName',
        value: serverName,
        allowed: 'a name that no other store writes under in the same place',
        message: `the store ${store} writes its backups to ${place} as ${serverName}, and so does ${first}`,
        repairs: [`backups: { serverName: '${ownName}', … }`, 'another path in bucket'],
      },
    ];
  },
};
