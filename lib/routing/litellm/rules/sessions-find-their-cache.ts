/** AF-RTE-001: a turn that meets another replica computes the whole context of its session again. */
import { remove, set } from '../../../core/change';
import { repair } from '../../../core/finding';
import { type Rule, type Violation, violations } from '../../../core/rule';
import type { RouterView, RouteView } from '../router-view';

export const sessionsFindTheirCache: Rule<RouterView> = {
  id: 'sessions-find-their-cache',
  code: 'AF-RTE-001',
  title: 'Turns of a session are spread over the replicas of a pool, each of which computes the whole context again.',
  why: 'The KV cache of a session lies on the replica that answered its last turn; on n replicas, n - 1 of n turns miss it.',
  fix: 'Leave the session affinity of the router on.',
  severity: 'warning',
  check({ routes, spec }) {
    const sticky = routes.filter(({ isSticky, sessionHeader }) => isSticky || sessionHeader !== undefined);
    if (sticky.length === 0) return 'not-applicable';
    return spec.sessionAffinity === false ? [spread(sticky)] : violations(namedOtherwise(sticky, spec.sessionAffinity.header));
  },
};

const aliasesOf = (routes: readonly RouteView[]): string => routes.map(({ alias }) => alias).join(', ');

const spread = (routes: readonly RouteView[]): Violation => ({
  prop: 'sessionAffinity',
  value: false,
  allowed: 'a header, or nothing for x-session-id',
  message: `sessions of ${aliasesOf(routes)} come back to pools of several replicas and are spread over them: most turns compute their whole context again`,
  repairs: [repair(remove('sessionAffinity')), 'multiTurn: false on routes whose sessions never come back'],
});

/** Agents send the header of the router, and a proxy of the pool itself may know another one alone. */
function namedOtherwise(routes: readonly RouteView[], header: string): Violation[] {
  const others = routes.filter(({ sessionHeader = header }) => sessionHeader !== header);
  const known = others[0]?.sessionHeader;
  if (known === undefined) return [];
  return [
    {
      prop: 'sessionAffinity.header',
      value: header,
      allowed: known,
      message: `agents name their sessions in ${header}, and the proxy before the pools of ${aliasesOf(others)} reads ${known} alone: most turns compute their whole context again`,
      repairs: [repair(set('sessionAffinity.header', known)), 'multiTurn: false on routes whose sessions never come back'],
    },
  ];
}
