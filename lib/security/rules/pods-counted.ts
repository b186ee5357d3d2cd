/** AF-SEC-011: a quota that leaves something out refuses its pods. */
import type { Rule } from '../../core/rule';

/** What a namespace with a quota gets. */
export interface CountedNamespace {
  readonly name: string;
  /** Whether its quota has room beside the plan; null where it has none. */
  readonly room: boolean | null;
  /** What makes pods of which nobody knows how many. */
  readonly uncounted: readonly string[];
}

export const podsCounted: Rule<CountedNamespace> = {
  id: 'pods-counted',
  code: 'AF-SEC-011',
  title: 'A namespace has a quota, and something in it makes pods that nobody counted.',
  why: 'The quota is what the plan uses at its ceiling; pods beside it are refused, or take the place of planned ones.',
  fix: 'Say how much they need in namespaceQuota.extra of the cluster, or put them into another namespace.',
  severity: 'error',
  check({ name, room, uncounted }) {
    if (room === null) return 'not-applicable';
    if (uncounted.length === 0 || room) return 'compliant';
    return [
      {
        prop: 'namespaceQuota.extra',
        value: uncounted.join('; '),
        allowed: 'the pods, CPUs and memory that these may use',
        message: `namespace ${name} has a quota, and nobody knows how many pods come from ${uncounted.join(', ')}`,
        repairs: ["namespaceQuota: { extra: { pods: 4, cpu: '2', memory: '4Gi' } } of the cluster", 'another namespace for them'],
      },
    ];
  },
};
