/** AF-PLT-004: a ReadWriteOnce volume mounts on one node; replicas on other nodes stay in ContainerCreating forever. */
import { nodesOf } from '../../capacity/gpus-of-replica';
import { set } from '../../core/change';
import { repair } from '../../core/finding';
import type { Rule, Violation } from '../../core/rule';
import { mountsOnOneNode } from '../../platform/block-storage-classes';
import type { StorageClasses } from '../../platform/storage-class';
import type { PoolView } from '../pool-view';
import type { WeightsSource } from '../weights';

export const claimMountsEverywhere: Rule<PoolView> = {
  id: 'claim-mounts-everywhere',
  code: 'AF-PLT-004',
  title: 'A claim that mounts on one node is shared by several replicas.',
  why: 'A ReadWriteOnce volume mounts on one node, and replicas on other nodes never start; a class of such volumes makes none that several nodes mount.',
  fix: 'Take accessMode ReadWriteMany with a class that has it, one replica, or weights that every pod loads for itself.',
  severity: 'error',
  check(pool) {
    const { spec } = pool;
    const mode = accessModeOf(spec.weights?.source);
    const shared = spec.offload?.kvCacheShared;
    if (mode === undefined && shared === undefined) return 'not-applicable';
    const found = [...weightsClaim(pool, mode), ...classes(pool, mode)];
    return found.length === 0 ? 'compliant' : found;
  },
};

function weightsClaim({ spec: { scaling }, replica, maxReplicas }: PoolView, mode: string | undefined): Violation[] {
  if (mode !== 'ReadWriteOnce') return [];
  if (nodesOf(replica) > 1) return [onSeveralNodes(mode, nodesOf(replica))];
  if (maxReplicas < 2) return [];
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
}

const onSeveralNodes = (mode: string, nodes: number): Violation => ({
  prop: 'weights.accessMode',
  value: mode,
  allowed: 'ReadWriteMany',
  message: `a ReadWriteOnce claim mounts on one node, but one replica runs on ${nodes}; its workers would never start`,
  repairs: ["accessMode: 'ReadWriteMany' with a storage class that supports it", 'Weights.ephemeral()'],
});

/** Also of one replica: no volume is made for such a claim. */
function classes({ spec: { weights, offload }, setting: { storageClasses } }: PoolView, mode: string | undefined): Violation[] {
  const ofWeights = weights?.source.kind === 'claim' && mode !== 'ReadWriteOnce' ? weights.source.props.storageClass : undefined;
  const ofBlocks = offload?.kvCacheShared?.storageClass;
  return [
    ...onOneNode('weights.storageClass', ofWeights, storageClasses, "accessMode: 'ReadWriteOnce', for one replica"),
    ...onOneNode('offload.kvCacheShared.storageClass', ofBlocks, storageClasses, 'offload.kvCacheDiskGiB, on the disk of each node'),
  ];
}

function onOneNode(prop: string, name: string | undefined, declared: StorageClasses | undefined, otherwise: string): Violation[] {
  const why = name === undefined ? null : mountsOnOneNode(name, declared);
  if (why === null) return [];
  return [
    {
      prop,
      value: name,
      allowed: 'a class whose volumes many nodes mount at once',
      message: `volumes of class ${name} mount on one node (${why}), and the claim is for all replicas: it would never be bound`,
      repairs: ['storageClass: a file system over the network, e.g. that of EFS, Filestore or CephFS', otherwise],
    },
  ];
}

function accessModeOf(source: WeightsSource | undefined): string | undefined {
  if (source?.kind === 'claim') return source.props.accessMode ?? 'ReadWriteMany';
  return source?.kind === 'existing-claim' ? source.accessMode : undefined;
}
