/** AF-PLT-010: pods without root own no volume; where fsGroup is ignored, somebody must say who does. */
import { own } from '../../core/own';
import type { Rule } from '../../core/rule';
import type { PoolView } from '../pool-view';

export const claimWritable: Rule<PoolView> = {
  id: 'claim-writable',
  code: 'AF-PLT-010',
  title: 'The storage class of a claim ignores fsGroup, and nobody said which group may write to its volumes.',
  why: 'The pods are no root, so they cannot take the volume over: the download fails at its first file, and the replicas wait for it forever.',
  fix: 'Name the group in storageClasses of the cluster, or take a class whose driver applies fsGroup.',
  severity: 'error',
  check({ spec: { weights }, setting: { storageClasses = {} } }) {
    const { source } = weights ?? {};
    if (source?.kind !== 'claim' || source.props.storageClass === undefined) return 'not-applicable';
    const name = source.props.storageClass;
    const facts = own(storageClasses, name);
    if (facts === undefined) return 'not-applicable';
    if (facts.fsGroup === 'applied' || facts.group !== undefined) return 'compliant';
    const others = Object.entries(storageClasses).filter(([, { fsGroup, group }]) => fsGroup === 'applied' || group !== undefined);
    return [
      {
        prop: 'weights.storageClass',
        value: name,
        allowed: 'a class that applies fsGroup, or one whose group is known',
        message: `class ${name} ignores fsGroup, so a new volume belongs to whoever its driver says, and the download of pods without root cannot write to it`,
        repairs: [
          `storageClasses: { '${name}': { fsGroup: 'ignored', group: <the group of new volumes> } } on the Cluster`,
          ...others.map(([other]) => `storageClass: '${other}'`),
          'Weights.ephemeral()',
        ],
      },
    ];
  },
};
