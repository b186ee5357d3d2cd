/** How Terraform reaches a cluster. Each form names an address or a context: a provider without one talks to http://localhost:80 silently. */
import type { SpecCode } from '../../core/codes';
import type { Finding } from '../../core/finding';
import { FleetSpecError } from '../../core/fleet-error';
import type { Connection } from '../../terraform/connection';
import { expression, type TerraformStack, TerraformVariable } from '../../terraform/engine';
import { EXEC_API_VERSION, type ExecPluginProps } from './exec-plugin';

interface Address {
  readonly host: string;
  readonly clusterCaCertificate?: string | undefined;
}

export type ClusterAccess =
  | { readonly kind: 'kubeconfig'; readonly context: string; readonly path: string }
  | { readonly kind: 'environment'; readonly context: string }
  | { readonly kind: 'in-cluster' }
  | ({ readonly kind: 'token'; readonly tokenVariable?: string | undefined; readonly token?: string | undefined } & Address)
  | ({ readonly kind: 'exec'; readonly exec: ExecPluginProps } & Address);

const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** How the cluster is told from others: by its address, whatever it is called. */
export function accessKey(access: ClusterAccess): string {
  switch (access.kind) {
    case 'kubeconfig':
      return `kubeconfig ${access.path} ${access.context}`;
    case 'environment':
      return `environment ${access.context}`;
    case 'in-cluster':
      return 'in-cluster';
    case 'token':
    case 'exec':
      return `${access.kind} ${access.host}`;
  }
}

/** What the providers of a stack need to reach the cluster. */
export function connect(stack: TerraformStack, access: ClusterAccess): Connection {
  switch (access.kind) {
    case 'kubeconfig':
      return { configPath: access.path, configContext: access.context };
    case 'environment':
      // No path: both providers then read KUBE_CONFIG_PATH, or the list in KUBE_CONFIG_PATHS.
      return { configContext: access.context };
    case 'in-cluster':
      return byAddress({
        host: 'https://kubernetes.default.svc',
        token: expression(`file("${SERVICE_ACCOUNT}/token")`),
        clusterCaCertificate: expression(`file("${SERVICE_ACCOUNT}/ca.crt")`),
      });
    case 'token':
      return byAddress({ host: access.host, token: tokenOf(stack, access), clusterCaCertificate: access.clusterCaCertificate });
    case 'exec':
      return byAddress({
        host: access.host,
        exec: { apiVersion: EXEC_API_VERSION, ...access.exec },
        clusterCaCertificate: access.clusterCaCertificate,
      });
  }
}

type AddressedConnection = Address & Pick<Connection, 'token' | 'exec'>;

/** The empty path keeps KUBE_CONFIG_PATH out: with it both providers would lay the address over the current context of that file. */
function byAddress({ clusterCaCertificate, ...connection }: AddressedConnection): Connection {
  return { configPath: '', ...connection, ...(clusterCaCertificate === undefined ? {} : { clusterCaCertificate }) };
}

function tokenOf(
  stack: TerraformStack,
  { token, tokenVariable = '' }: { readonly token?: string | undefined; readonly tokenVariable?: string | undefined },
) {
  return token ?? variable(stack, tokenVariable).stringValue;
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
function variable(stack: TerraformStack, name: string): TerraformVariable {
  const declared = stack.node.tryFindChild(name);
  if (declared !== undefined && isVariable(declared)) return declared;
  if (declared !== undefined) throw new FleetSpecError([nameTaken(stack.node.path, name)]);
  const made = new TerraformVariable(stack, name, { type: 'string', sensitive: true, description: 'Token for the cluster API' });
  made.overrideLogicalId(name);
  made.addOverride('ephemeral', true);
  return made;
}
