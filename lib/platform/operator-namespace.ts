/** Namespace of an operator with the Pod Security level that its pods need and the calls that they take, and not more. */
import { Construct } from 'constructs';
import { keptNamespace } from '../security/admission/kept-namespace';
import { MANAGED_BY } from '../security/labels';
import { JOINED } from '../security/mesh/ambient';
import { keptAnnotations } from '../security/namespace-terms';
import { OwnLabels } from '../security/own-labels/own-labels';
import { quotedTokens } from '../terraform/engine';
import { Release } from '../terraform/helm';
import { NamespaceV1 } from '../terraform/kubernetes';
import { objectsChart } from '../terraform/objects-chart';
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
    const { namespace, podSecurity, holdsData } = operator;
    const modes = ['enforce', 'audit', 'warn'].map((mode) => [`pod-security.kubernetes.io/${mode}`, podSecurity]);
    this.resource = new NamespaceV1(this, 'Resource', {
      metadata: {
        name: namespace,
        labels: {
          ...OwnLabels.taken(this),
          ...Object.fromEntries(modes),
          ...(cluster.mesh?.others.has(namespace) ? JOINED : {}),
          'app.kubernetes.io/managed-by': MANAGED_BY,
        },
      },
      ...kept(cluster, holdsData === true),
    });
    closeOperatorNamespace(this, operator, cluster, this.resource);
    if (holdsData !== undefined) this.keep(namespace, holdsData);
  }

  /** In a release of its own: one that is shared by the stack would need another for each cluster. */
  private keep(namespace: string, deletionProtection: boolean): void {
    const objects = keptNamespace(namespace, deletionProtection);
    new Release(this, 'data', {
      name: 'kept-namespace',
      namespace,
      chart: objectsChart(this, 'chart'),
      values: [quotedTokens(JSON.stringify({ data: true, objects }, null, 2))],
      wait: false,
      skipCrds: true,
      takeOwnership: true,
      maxHistory: 5,
      dependsOn: [this.resource],
    });
  }
}

function kept({ namespaceTerms }: Cluster, holdsData: boolean) {
  const lifecycle = { ...keptAnnotations(namespaceTerms), ...(holdsData ? { preventDestroy: true } : {}) };
  return Object.keys(lifecycle).length === 0 ? {} : { lifecycle };
}
