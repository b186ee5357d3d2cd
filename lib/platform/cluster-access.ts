/** How Terraform reaches a cluster. Each form names its address: a provider without one talks to http://localhost:80 silently. */
import type { SpecCode } from '../core/codes';
import type { Finding } from '../core/finding';
import { FleetSpecError } from '../core/fleet-error';
import type { Connection } from '../terraform/cluster-providers';
import { expression, type TerraformStack, TerraformVariable } from '../terraform/engine';

export type ClusterAccess =
  | { readonly kind: 'kubeconfig'; readonly context: string; readonly path: string }
  | { readonly kind: 'in-cluster' }
  | { readonly kind: 'token'; readonly host: string; readonly tokenVariable: string; readonly clusterCaCertificate?: string };

const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** How the cluster is told from others: by its address, whatever it is called. */
export function accessKey(access: ClusterAccess): string {
  switch (access.kind) {
    case 'kubeconfig':
      return `kubeconfig ${access.path} ${access.context}`;
    case 'in-cluster':
      return 'in-cluster';
    case 'token':
      return `token ${access.host}`;
  }
}

/** What the providers of a stack need to reach the cluster. */
export function connect(stack: TerraformStack, access: ClusterAccess): Connection {
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

/** A variable of that name may be declared already, by the user or another copy of the library. */
const isVariable = (value: unknown): value is TerraformVariable =>
  typeof value === 'object' && value !== null && 'stringValue' in value && 'addValidation' in value;

const nameTaken = (stack: string, name: string): Finding => ({
  code: 'AF-SPEC-003' satisfies SpecCode,
  severity: 'error',
  path: stack,
  prop: 'tokenVariable',
  value: name,
  allowed: 'a name that no construct of the stack has',
  message: `tokenVariable is "${name}", and ${stack} has a construct of that name which is no variable`,
  repairs: [`tokenVariable: '${name}_token'`],
});

/** Ephemeral: the value is in neither the state nor a saved plan (Terraform 1.10). */
function tokenVariable(stack: TerraformStack, name: string): TerraformVariable {
  const declared = stack.node.tryFindChild(name);
  if (declared !== undefined && isVariable(declared)) return declared;
  if (declared !== undefined) throw new FleetSpecError([nameTaken(stack.node.path, name)]);
  const variable = new TerraformVariable(stack, name, { type: 'string', sensitive: true, description: 'Token for the cluster API' });
  variable.overrideLogicalId(name);
  variable.addOverride('ephemeral', true);
  return variable;
}
