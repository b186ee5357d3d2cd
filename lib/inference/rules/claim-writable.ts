/** AF-PLT-010: pods without root own no volume; where fsGroup is ignored, somebody must say who does. */
import { own } from '../../core/own';
import type { Rule, Violation } from '../../core/rule';
import type { StorageClasses } from '../../platform/storage-class';
import type { PoolView } from '../pool-view';

/** A claim that the pool makes in a class. */
interface ClassedClaim {
  readonly prop: string;
  readonly storageClass: string;
  /** Who could not write to it, and what then. */
  readonly consequence: string;
  readonly otherwise: string;
}

export const claimWritable: Rule<PoolView> = {
  id: 'claim-writable',
  code: 'AF-PLT-010',
  title: 'The storage class of a claim ignores fsGroup, and nobody said which group may write to its volumes.',
  why: 'The pods are no root, so they cannot take the volume over: the download fails at its first file, and the replicas wait for it forever; or the engine ends at its start.',
  fix: 'Name the group in storageClasses of the cluster, or take a class whose driver applies fsGroup.',
  severity: 'error',
  check(pool) {
    const { storageClasses = {} } = pool.setting;
    const known = claimsOf(pool).filter(({ storageClass }) => own(storageClasses, storageClass) !== undefined);
    if (known.length === 0) return 'not-applicable';
    const found = known.flatMap((claim) => unowned(claim, storageClasses));
    return found.length === 0 ? 'compliant' : found;
  },
};

function claimsOf({ spec: { weights, offload } }: PoolView): ClassedClaim[] {
  const ofWeights =
    weights?.source.kind === 'claim' || weights?.source.kind === 'ephemeral' ? weights.source.props?.storageClass : undefined;
  const ofBlocks = offload?.kvCacheShared?.storageClass;
  return [
    ...(ofWeights === undefined
      ? []
      : [
          {
            prop: 'weights.storageClass',
            storageClass: ofWeights,
            consequence: 'and the download of pods without root cannot write to it',
            otherwise: 'Weights.ephemeral()',
          },
        ]),
    ...(ofBlocks === undefined
      ? []
      : [
          {
            prop: 'offload.kvCacheShared.storageClass',
            storageClass: ofBlocks,
            consequence: 'and an engine without root cannot make its folder there, and ends',
            otherwise: 'offload.kvCacheDiskGiB, on the disk of each node',
          },
        ]),
  ];
}

const hasOwner = ({ fsGroup, group }: StorageClasses[string]): boolean => fsGroup === 'applied' || group !== undefined;

function unowned({ prop, storageClass: name, consequence, otherwise }: ClassedClaim, classes: StorageClasses): Violation[] {
  const facts = own(classes, name);
  if (facts === undefined || hasOwner(facts)) return [];
  const others = Object.entries(classes).filter(([, other]) => hasOwner(other));
  return [
    {
      prop,
      value: name,
      allowed: 'a class that applies fsGroup, or one whose group is known',
      message: `class ${name} ignores fsGroup, so a new volume belongs to whoever its driver says, ${consequence}`,
      repairs: [
        `storageClasses: { '${name}': { fsGroup: 'ignored', group: <the group of new volumes> } } on the Cluster`,
        ...others.map(([other]) => `storageClass: '${other}'`),
        otherwise,
      ],
    },
  ];
}
