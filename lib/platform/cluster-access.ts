/** How Terraform reaches a cluster. Each form names its address: a provider without one talks to http://localhost:80 silently. */
import { z } from 'zod';
import { isToken } from '../core/token';
import { type TerraformStack, TerraformVariable } from '../terraform/engine';
import { HelmProvider } from '../terraform/helm';
import { KubernetesProvider } from '../terraform/kubernetes';

export const kubeconfigSchema = z.strictObject({ kind: z.literal('kubeconfig'), context: z.string().min(1), path: z.string().min(1) });
export const inClusterSchema = z.strictObject({ kind: z.literal('in-cluster') });
export const tokenSchema = z.strictObject({
  kind: z.literal('token'),
  host: z.string().refine((host) => isToken(host) || /^https:\/\/[^\s/]+/.test(host), { error: 'expected an https:// address' }),
  tokenVariable: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, { error: 'expected the name of a Terraform variable, not the token itself' }),
  clusterCaCertificate: z.string().min(1).optional(),
});
export const accessSchema = z.discriminatedUnion('kind', [kubeconfigSchema, inClusterSchema, tokenSchema]);

export type ClusterAccess = z.output<typeof accessSchema>;

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
        token: `\${file("${SERVICE_ACCOUNT}/token")}`,
        clusterCaCertificate: `\${file("${SERVICE_ACCOUNT}/ca.crt")}`,
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
