/** AF-CPU-003: a session that lives in one pod is lost with it. */
import { OPERATIONAL, type Rule } from '../../core/rule';
import type { FleetView } from '../fleet-view';

export const sessionsOutside: Rule<FleetView> = {
  id: 'sessions-outside',
  code: 'AF-CPU-003',
  title: 'Several pods of a runtime have no session store.',
  why: 'The next turn of a session may reach another pod, which knows nothing of it, and every roll-out loses the sessions of a pod.',
  fix: 'Leave sessionStore out, so the fleet gets one, or name an existing one.',
  severity: OPERATIONAL,
  check({ spec, setting: { hasSessionStore } }) {
    const { replicas, consumes } = spec.runtime;
    if (hasSessionStore === undefined || consumes !== undefined || replicas === 1) return 'not-applicable';
    if (hasSessionStore) return 'compliant';
    return [
      {
        prop: 'sessionStore',
        value: false,
        allowed: 'a SessionStore, or one of yours',
        message: 'several pods of the runtime share no session store, so that a session is known to one of them alone',
        repairs: ['sessionStore: SessionStore.fromExisting({ … })', 'sessionStore left out'],
      },
    ];
  },
};
