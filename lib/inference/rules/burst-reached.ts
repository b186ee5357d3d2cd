/** AF-ELA-029: a floor of its own needs a policy that leaves one, goes beyond it, and tells both apart. */
import { set } from '../../core/change';
import { repair } from '../../core/finding';
import { type Rule, type Violation, violations } from '../../core/rule';
import type { PoolView } from '../pool-view';

export const burstReached: Rule<PoolView> = {
  id: 'burst-reached',
  code: 'AF-ELA-029',
  title: 'A pool has nodes for its burst, and its policy leaves no floor, knows no burst, or does not tell them apart.',
  why: 'The floor is a Deployment of its own and the autoscaler owns the replicas above it: without one of both, or with both counted as one, there are too many or too few.',
  fix: 'Take a policy with min of at least 1 and max above it that scales by the load of the pool; a pool that sleeps needs no floor, so pin it to one node pool.',
  severity: 'error',
  check(pool) {
    const { name, spec, idleReplicas, minReplicas, maxReplicas } = pool;
    if (spec.burstNodePools === undefined || spec.scaling === undefined) return 'not-applicable';
    const asleep: Violation = {
      prop: 'scaling.min',
      value: 0,
      allowed: 'at least 1, the replicas of the floor',
      message: `${name} may sleep, so nothing of it stays on "${spec.nodePool}"`,
      repairs: [repair(set('scaling.min', 1)), 'burstNodePools left out, and the spot nodes as nodePool'],
    };
    const flat: Violation = {
      prop: 'scaling.max',
      value: maxReplicas,
      allowed: `more than min, which is ${minReplicas}`,
      message: `${name} never has more than its ${minReplicas} replicas on "${spec.nodePool}", so nothing runs on ${spec.burstNodePools.join(', ')}`,
      repairs: [repair(set('scaling.max', minReplicas + 1)), 'burstNodePools left out'],
    };
    const blind: Violation = {
      prop: 'scaling',
      value: 'a policy that does not count the floor',
      allowed: 'a policy by the load of the pool, e.g. Scaling.queueDepth({ min: 1, max: 4 })',
      message: `the policy of ${name} counts all replicas as its own, so it would start them on top of the ${minReplicas} of the floor`,
      repairs: [
        'Scaling.queueDepth, .warmFloor, .latency, .tokens or .any',
        'countsFloor of a policy of your own that subtracts floorReplicas of its target',
      ],
    };
    return violations([
      ...(idleReplicas === 0 ? [asleep] : []),
      ...(maxReplicas <= minReplicas ? [flat] : []),
      ...(spec.scaling.countsFloor === true ? [] : [blind]),
    ]);
  },
};
