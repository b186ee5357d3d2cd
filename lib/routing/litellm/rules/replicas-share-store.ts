/** AF-RTE-009: replicas that share no store count limits and failures separately. */
import { set } from '../../../core/change';
import { repair } from '../../../core/finding';
import { OPERATIONAL, type Rule } from '../../../core/rule';
import type { RouterView } from '../router-view';

export const replicasShareStore: Rule<RouterView> = {
  id: 'replicas-share-store',
  code: 'AF-RTE-009',
  title: 'Replicas of the router count limits separately because they share no store.',
  why: 'Together the replicas admit a multiple of each limit.',
  fix: 'Give the router a session store.',
  severity: OPERATIONAL,
  check({ spec: { replicas, sessionStore } }) {
    if (replicas < 2) return 'not-applicable';
    if (sessionStore !== undefined) return 'compliant';
    return [
      {
        prop: 'sessionStore',
        value: undefined,
        allowed: 'a SessionStore, or one replica',
        message: `${replicas} replicas share no store: each counts rate limits and failures for itself, so a limit admits up to ${replicas} times what it says`,
        repairs: ["sessionStore: new SessionStore(stack, 'sessions', { cluster })", repair(set('replicas', 1))],
      },
    ];
  },
};
