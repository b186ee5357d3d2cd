/** A node pool of the cluster as a NodePool of Karpenter: what pods select by, Karpenter starts nodes with. */
import { ARCHITECTURE_LABEL } from '../../catalog/cpu-architecture';
import { MIG_CONFIG_LABEL, migConfigName } from '../node-mig';
import type { NodePool } from '../node-pool';

/** Domains of labels that Karpenter gives by the instance that it starts; a NodePool asks for them, and cannot set them. */
const OF_INSTANCES = ['karpenter.k8s.aws/', 'karpenter.sh/', 'node.kubernetes.io/', 'topology.kubernetes.io/', 'kubernetes.io/'];

const GPU_NAME = 'karpenter.k8s.aws/instance-gpu-name';
const CAPACITY_TYPE = 'karpenter.sh/capacity-type';

/** Whether the labels of a node pool say which instances Karpenter may start. */
export const isKarpenters = ({ labels = {} }: Pick<NodePool, 'labels'>): boolean => GPU_NAME in labels;

export interface NodePoolTerms {
  readonly nodeClass: string;
  readonly expireAfterHours: number;
  readonly drainMinutes: number;
  readonly emptySeconds: number;
}

export function nodePoolObject(pool: NodePool, labels: Readonly<Record<string, string>>, terms: NodePoolTerms) {
  const { own, requirements } = selection(pool);
  const resource = pool.gpu?.facts.resourceName ?? 'nvidia.com/gpu';
  return {
    apiVersion: 'karpenter.sh/v1',
    kind: 'NodePool',
    metadata: { name: pool.name, labels },
    spec: {
      template: {
        ...(Object.keys(own).length === 0 ? {} : { metadata: { labels: own } }),
        spec: {
          nodeClassRef: { group: 'karpenter.k8s.aws', kind: 'EC2NodeClass', name: terms.nodeClass },
          requirements,
          taints: taints(pool, resource),
          expireAfter: `${terms.expireAfterHours}h`,
          // Pods that must not be disrupted would hold an old node for ever; after this they end by their own grace period.
          terminationGracePeriod: `${terms.drainMinutes}m`,
        },
      },
      disruption: {
        // A node goes when its last replica has gone: to move a replica costs minutes of loading, and the caches of its sessions.
        consolidationPolicy: 'WhenEmpty',
        consolidateAfter: `${terms.emptySeconds}s`,
        budgets: [{ nodes: '1' }],
      },
      limits: { [resource]: String(pool.nodes * pool.gpusPerNode) },
    },
  };
}

function selection({ labels = {}, zones, purchase, mig, cpuArchitecture }: NodePool) {
  const entries = Object.entries(labels);
  const isOfInstances = ([key]: readonly [string, string]) => OF_INSTANCES.some((domain) => key.startsWith(domain));
  const asked = new Map<string, readonly string[]>(entries.filter(isOfInstances).map(([key, value]) => [key, [value]]));
  const defaults: readonly (readonly [key: string, values: readonly string[]])[] = [
    ['kubernetes.io/os', ['linux']],
    [ARCHITECTURE_LABEL, [cpuArchitecture]],
    [CAPACITY_TYPE, [purchase]],
    ...(zones.length === 0 ? [] : [['topology.kubernetes.io/zone', zones] as const]),
  ];
  for (const [key, values] of defaults) if (!asked.has(key)) asked.set(key, values);
  return {
    // A node cuts its cards by this label, which nobody else would give it.
    own: Object.fromEntries([
      ...(mig === undefined ? [] : [[MIG_CONFIG_LABEL, migConfigName(mig)] as const]),
      ...entries.filter((entry) => !isOfInstances(entry)),
    ]),
    requirements: [...asked].map(([key, values]) => ({ key, operator: 'In', values: [...values] })),
  };
}

/** The taint of the vendor keeps pods without a GPU away: Karpenter would start GPU nodes for them. Pods of pools tolerate any value of it. */
function taints({ taints: declared }: NodePool, resource: string) {
  const ofVendor = declared.some(({ key, effect }) => key === resource && effect === 'NoSchedule');
  return [...declared, ...(ofVendor ? [] : [{ key: resource, value: 'true', effect: 'NoSchedule' as const }])].map(
    ({ key, value, effect }) => ({
      key,
      ...(value === undefined || value === '' ? {} : { value }),
      effect,
    }),
  );
}
