/** AF-STO-003: the pods of a store own no volume; where fsGroup is ignored, somebody must say who does. */
import { own } from '../../core/own';
import type { Rule } from '../../core/rule';

/** The volume of what holds data, and what the cluster says of storage classes. */
export interface HeldVolume {
  /** Class by the prop; undefined for the default of the cluster, of which nothing is known. */
  readonly storageClass: string | undefined;
  /** Prop that names the class. */
  readonly prop: string;
  readonly classes: Readonly<Record<string, { readonly fsGroup: 'applied' | 'ignored'; readonly group?: number | undefined }>>;
}

export const volumeWritable: Rule<HeldVolume> = {
  id: 'volume-writable',
  code: 'AF-STO-003',
  title: 'The storage class of a store ignores fsGroup, and nobody said which group may write to its volumes.',
  why: 'The server is no root, so it cannot take the volume over: it ends at its first file, again and again.',
  fix: 'Name the group in storageClasses of the cluster, or take a class whose driver applies fsGroup.',
  severity: 'error',
  check({ storageClass, prop, classes }) {
    const facts = storageClass === undefined ? undefined : own(classes, storageClass);
    if (facts === undefined) return 'not-applicable';
    if (facts.fsGroup === 'applied' || facts.group !== undefined) return 'compliant';
    const others = Object.entries(classes).filter(([, other]) => other.fsGroup === 'applied' || other.group !== undefined);
    return [
      {
        prop,
        value: storageClass,
        allowed: 'a class that applies fsGroup, or one whose group is known',
        message: `class ${storageClass} ignores fsGroup, so a new volume belongs to whoever its driver says, and a server without root cannot write to it`,
        repairs: [
          `storageClasses: { '${storageClass}': { fsGroup: 'ignored', group: <the group of new volumes> } } on the Cluster`,
          ...others.map(([other]) => `${prop}: '${other}'`),
        ],
      },
    ];
  },
};
