/** AF-ELA-011: a replica that comes after the overload does not prevent it. */
import { copiesOf } from '../../capacity/gpus-of-replica';
import { set } from '../../core/change';
import { repair } from '../../core/finding';
import type { Rule } from '../../core/rule';
import { coldStartSeconds, nodeSeconds, poolBurst } from '../cold-start';
import type { PoolView } from '../pool-view';
import { objectStoreOf } from '../weights';

export const startsBeforeOverload: Rule<PoolView> = {
  id: 'starts-before-overload',
  code: 'AF-ELA-011',
  title: 'A pool on which users wait is overloaded by a burst before another replica has started.',
  why: 'Requests queue for as long as a replica loads its weights, whatever the autoscaler does.',
  fix: 'Keep more replicas warm, at all hours or by a schedule.',
  severity: 'warning',
  check(pool) {
    const { spec, minReplicas, maxReplicas, demand } = pool;
    const waits = demand.classes.some(({ latency }) => latency !== 'background');
    const burst = spec.scaling === undefined || maxReplicas <= minReplicas || !waits ? null : poolBurst(pool);
    if (burst === null) return 'not-applicable';
    const seconds = coldStartSeconds(pool) + (nodeSeconds(pool) ?? 0);
    if (seconds <= burst.overloadSeconds) return 'compliant';
    const warm = Math.min(Math.ceil(burst.replicas / copiesOf(pool.replica)), maxReplicas);
    const [full, overload] = [burst.fullSeconds, burst.overloadSeconds].map((time) => Math.round(time));
    return [
      {
        prop: 'scaling.min',
        value: minReplicas,
        allowed: `replicas that keep up until another has started, e.g. ${warm}`,
        message: `at the peak ${minReplicas} ${minReplicas === 1 ? 'replica is' : 'replicas are'} full after ${full} s and overloaded after ${overload} s, and another starts in about ${seconds} s`,
        details: [
          { label: 'burst', text: `${burst.excessPerSecond.toPrecision(3)} requests a second more than the floor answers` },
          { label: 'start', text: startText(pool) },
        ],
        repairs: [
          ...(warm > minReplicas ? [repair(set('scaling.min', warm))] : []),
          'schedule of the policy: a higher floor in the hours of the peak',
          ...(objectStoreOf(spec.weights) === undefined
            ? ['weights on a claim, in an image or in an object store, which load faster']
            : []),
        ],
      },
    ];
  },
};

function startText(pool: PoolView): string {
  const node = nodeSeconds(pool);
  const nodes =
    node === null ? ', and a new node of which nobody says how long it takes' : node === 0 ? '' : `, and ${node} s for a new node`;
  return `${coldStartSeconds(pool)} s for weights and engine${nodes}`;
}
