/** How Terraform reaches a cluster. Each form names its address: a provider without one talks to http://localhost:80 silently. */
import { expression, type TerraformStack, TerraformVariable } from '../terraform/engine';
import { HelmProvider } from '../terraform/helm';
import { KubernetesProvider } from '../terraform/kubernetes';

export type ClusterAccess =
  | { readonly kind: 'kubeconfig'; readonly context: string; readonly path: string }
  | { readonly kind: 'in-cluster' }
  | { readonly kind: 'token'; readonly host: string; readonly tokenVariable: string; readonly clusterCaCertificate?: string };

const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

interface Connection {
  readonly configPath?: string;
  readonly configContext?: string;
  readonly host?: string;
  readonly token?: string;
  readonly clusterCaCertificate?: string;
}

/** Declares both providers in a stack, once. */
export function provideCluster(stack: TerraformStack, access: ClusterAccess): void {
  if (stack.node.tryFindChild('kubernetes') instanceof KubernetesProvider) return;
  const connection = connect(stack, access);
  new KubernetesProvider(stack, 'kubernetes', connection);
  new HelmProvider(stack, 'helm', { kubernetes: connection });
}

function connect(stack: TerraformStack, access: ClusterAccess): Connection {
  switch (access.kind) {
    case 'kubeconfig':
      return { configPath: access.path, configContext: access.context };
    case 'in-cluster':
      return {
        host: 'https://kubernetes.default.svc',
        token: expression(`file("${SERVICE_ACCOUNT}/token")`),
        clusterCaCertificate: expression(`file("${SERVICE_ACCOUNT}/ca.crt")`),
      };
    case 'token':
      return {
        host: access.host,
        token: tokenVariable(stack, access.tokenVariable).stringValue,
        ...(access.clusterCaCertificate === undefined ? {} : { clusterCaCertificate: access.clusterCaCertificate }),
      };
  }
}

/** Ephemeral: the value is in neither the state nor a saved plan (Terraform 1.10). */
function tokenVariable(stack: TerraformStack, name: string): TerraformVariable {
  const variable = new TerraformVariable(stack, name, { type: 'string', sensitive: true, description: 'Token for the cluster API' });
  variable.overrideLogicalId(name);
  variable.addOverride('ephemeral', true);
  return variable;
}
