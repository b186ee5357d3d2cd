import type { UnplacedFinding } from '../core/finding';
import type { ClusterIdentity } from '../terraform/cluster-providers';
import type { NameWords } from '../terraform/synthesis-registry';

/** How one construct uses a namespace. */
export interface NamespaceUse {
  /** The stack makes the namespace. */
  readonly owned: boolean;
  readonly cluster: ClusterIdentity;
}

/** Namespaces that every cluster has from its beginning. */
const OF_KUBERNETES: ReadonlySet<string> = new Set(['default', 'kube-system', 'kube-public', 'kube-node-lease']);

/** Each namespace of a cluster is made by one stack, operators included. */
export const namespaceRealm = ({ name }: ClusterIdentity): string => `owner of a namespace on cluster ${name}`;

export const NAMESPACE_WORDS: NameWords = {
  prop: 'namespace',
  repairs: [
    'another namespace for one of the stacks',
    "Namespace.existing('…') in all but the one that makes it, which must be applied first",
  ],
};

export function namespaceFindings(name: string, uses: readonly NamespaceUse[]): UnplacedFinding[] {
  return [...ofKubernetes(name, uses), ...madeAndExisting(name, uses), ...onTwoClusters(name, uses)];
}

function ofKubernetes(name: string, uses: readonly NamespaceUse[]): UnplacedFinding[] {
  if (!OF_KUBERNETES.has(name) || !uses.some(({ owned }) => owned)) return [];
  return [
    {
      code: 'AF-SPEC-012',
      severity: 'error',
      prop: 'namespace',
      value: name,
      allowed: 'a namespace that the stack can make',
      message: `every cluster has the namespace ${name} already, so it cannot be made`,
      repairs: ["namespace: 'fleet'", ...(name === 'default' ? ["namespace: Namespace.existing('default')"] : [])],
    },
  ];
}

function madeAndExisting(name: string, uses: readonly NamespaceUse[]): UnplacedFinding[] {
  if (new Set(uses.map(({ owned }) => owned)).size < 2) return [];
  return [
    {
      code: 'AF-SPEC-012',
      severity: 'error',
      prop: 'namespace',
      value: name,
      allowed: 'one of both for a namespace',
      message: `the stack makes the namespace ${name} and is told that it exists`,
      repairs: [`namespace: '${name}' everywhere in the stack`, `namespace: Namespace.existing('${name}') everywhere in the stack`],
    },
  ];
}

/** Addresses in the state follow from ids, and the ids of both would be one: which of them is kept must not depend on the order of the program. */
function onTwoClusters(name: string, uses: readonly NamespaceUse[]): UnplacedFinding[] {
  const clusters = [...new Map(uses.map(({ cluster }) => [cluster.key, cluster.name])).values()];
  if (clusters.length < 2) return [];
  return [
    {
      code: 'AF-SPEC-012',
      severity: 'error',
      prop: 'namespace',
      value: name,
      allowed: 'one cluster for each namespace of a stack',
      message: `one stack uses the namespace ${name} on the clusters ${clusters.join(' and ')}`,
      repairs: [`namespace: '${name}-2' on one of them`, 'a stack for each cluster: there both may be called the same'],
    },
  ];
}
