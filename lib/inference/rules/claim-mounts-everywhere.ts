/** AF-PLT-004: a ReadWriteOnce volume mounts on one node; replicas on other nodes stay in ContainerCreating forever. */
import { nodesOf } from '../../capacity/gpus-of-replica';
import { set } from '../../core/change';
import { repair } from '../../core/finding';
import type { Rule, Violation } from '../../core/rule';
import type { PoolView } from '../pool-view';
import type { WeightsSource } from '../weights';

export const claimMountsEverywhere: Rule<PoolView> = {
  id: 'claim-mounts-everywhere',
  code: 'AF-PLT-004',
  title: 'A claim that mounts on one node is shared by several replicas.',
  why: 'A ReadWriteOnce volume mounts on one node, and replicas on other nodes never start.',
  fix: 'Take accessMode ReadWriteMany, one replica, or weights that every pod loads for itself.',
  severity: 'error',
  check({ spec: { weights, scaling }, replica, maxReplicas }) {
    const mode = accessModeOf(weights?.source);
    if (mode === undefined) return 'not-applicable';
    if (mode !== 'ReadWriteOnce') return 'compliant';
    if (nodesOf(replica) > 1) return [onSeveralNodes(mode, nodesOf(replica))];
    if (maxReplicas < 2) return 'compliant';
    const one = scaling === undefined ? [set('replicas', 1)] : [set('scaling.min', 1), set('scaling.max', 1)];
    return [
      {
        prop: 'weights.accessMode',
        value: mode,
        allowed: 'ReadWriteMany, or one replica',
        message: `a ReadWriteOnce claim mounts on one node, but the pool may have ${maxReplicas} replicas; those on other nodes would never start`,
        repairs: ["accessMode: 'ReadWriteMany' with a storage class that supports it", repair(...one), 'Weights.ephemeral()'],
      },
    ];
  },
};

const onSeveralNodes = (mode: string, nodes: number): Violation => ({
  prop: 'weights.accessMode',
  value: mode,
  allowed: 'ReadWriteMany',
  message: `a ReadWriteOnce claim mounts on one node, but one replica runs on ${nodes}; its workers would never start`,
  repairs: ["accessMode: 'ReadWriteMany' with a storage class that supports it", 'Weights.ephemeral()'],
});

function accessModeOf(source: WeightsSource | undefined): string | undefined {
  if (source?.kind === 'claim') return source.props.accessMode;
  return source?.kind === 'existing-claim' ? source.accessMode : undefined;
}
