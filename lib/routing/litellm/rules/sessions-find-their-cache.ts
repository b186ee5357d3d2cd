/** AF-RTE-001: a turn that meets another replica computes the whole context of its session again. */
import { remove } from '../../../core/change';
import { repair } from '../../../core/finding';
import { type Rule, violations } from '../../../core/rule';
import type { RouterView } from '../router-view';

export const sessionsFindTheirCache: Rule<RouterView> = {
  id: 'sessions-find-their-cache',
  code: 'AF-RTE-001',
  title: 'Turns of a session are spread over the replicas of a pool, each of which computes the whole context again.',
  why: 'The KV cache of a session lies on the replica that answered its last turn; on n replicas, n - 1 of n turns miss it.',
  fix: 'Leave the session affinity of the router on.',
  severity: 'warning',
  check({ routes, spec }) {
    const sticky = routes.filter(({ isSticky }) => isSticky);
    if (sticky.length === 0) return 'not-applicable';
    if (spec.sessionAffinity !== false) return 'compliant';
    const aliases = sticky.map(({ alias }) => alias).join(', ');
    return violations([
      {
        prop: 'sessionAffinity',
        value: false,
        allowed: 'a header, or nothing for x-session-id',
        message: `sessions of ${aliases} come back to pools of several replicas and are spread over them: most turns compute their whole context again`,
        repairs: [repair(remove('sessionAffinity')), 'multiTurn: false on routes whose sessions never come back'],
      },
    ]);
  },
};
