/** Namespace of an operator with the Pod Security level that its pods need and the calls that they take, and not more. */
import { Construct } from 'constructs';
import { MANAGED_BY } from '../security/labels';
import { JOINED } from '../security/mesh/ambient';
import { keptAnnotations } from '../security/namespace-terms';
import { NamespaceV1 } from '../terraform/kubernetes';
import type { Cluster } from './cluster';
import { closeOperatorNamespace } from './operator-network';
import type { Operator } from './operators/operator';

export class OperatorNamespace extends Construct {
  readonly resource: NamespaceV1;

  constructor(
    scope: Construct,
    id: string,
    operator: Pick<Operator, 'namespace' | 'podSecurity' | 'holdsData' | 'webhookPorts' | 'callers'>,
    cluster: Cluster,
  ) {
    super(scope, id);
    const { namespace, podSecurity, holdsData = false } = operator;
    const modes = ['enforce', 'audit', 'warn'].map((mode) => [`pod-security.kubernetes.io/${mode}`, podSecurity]);
    this.resource = new NamespaceV1(this, 'Resource', {
      metadata: {
        name: namespace,
        labels: {
          ...Object.fromEntries(modes),
          ...(cluster.mesh?.others.has(namespace) ? JOINED : {}),
          'app.kubernetes.io/managed-by': MANAGED_BY,
        },
      },
      ...kept(cluster, holdsData),
    });
    closeOperatorNamespace(this, operator, cluster, this.resource);
  }
}

function kept({ namespaceTerms }: Cluster, holdsData: boolean) {
  const lifecycle = { ...keptAnnotations(namespaceTerms), ...(holdsData ? { preventDestroy: true } : {}) };
  return Object.keys(lifecycle).length === 0 ? {} : { lifecycle };
}
