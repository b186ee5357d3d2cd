/** The volumes of stores in a storage class: who may write to them. */
import { evaluateRules } from '../core/evaluate-rules';
import type { UnplacedFinding } from '../core/finding';
import { own } from '../core/own';
import { HELD_VOLUME_RULES } from '../security/rules';
import type { Cluster } from './cluster';
import type { StorageClasses } from './storage-class';

/** Further groups of the pods: that of the class where it ignores fsGroup. */
export function groupsOfClass(storageClass: string | undefined, { storageClasses }: { readonly storageClasses: StorageClasses }): number[] {
  const group = storageClass === undefined ? undefined : own(storageClasses, storageClass)?.group;
  return group === undefined ? [] : [group];
}

/** What is wrong with the class of a volume. */
export const volumeFindings = (cluster: Cluster, storageClass: string | undefined, prop = 'storageClass'): UnplacedFinding[] =>
  evaluateRules(HELD_VOLUME_RULES, { storageClass, prop, classes: cluster.storageClasses });
