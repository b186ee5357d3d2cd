/** How a cluster may be reached: props of each way, and their checks. */
import { z } from 'zod';
import { isHttpsUrl } from '../../core/kubernetes/http-url';
import { isPemCertificate, PEM_CERTIFICATE } from '../../core/kubernetes/pem-certificate';
import { freeText, notion } from '../../core/notion';
import { orToken, secret, withTokens } from '../../core/prop-marks';
import { isToken } from '../../core/token';
import { type ClusterProps, clusterShape, networkAgrees } from '../cluster-props';
import { type ExecPluginProps, execPluginSchema } from './exec-plugin';

/** A cluster of a kubeconfig file. */
export interface KubeconfigProps extends ClusterProps {
  /** Context of the kubeconfig; never the current one by accident. */
  readonly context: string;
  /**
   * Path of the kubeconfig file where Terraform runs; takes a Terraform token. It stands in what is written: use `Cluster.fromEnvironment` where
   * the environment says which file.
   * @default '~/.kube/config'
   */
  readonly path?: string;
}

/** A cluster of the kubeconfig that the environment of Terraform names. */
export interface EnvironmentAccessProps extends ClusterProps {
  /** Context of that kubeconfig; without one the providers would fall back to another cluster where the variable is not set. */
  readonly context: string;
}

/** A cluster by its address. */
export interface AddressProps extends ClusterProps {
  /** Address of the API server, `https://…`; takes a Terraform token. */
  readonly host: string;
  /**
   * PEM certificate of the API server's authority; takes a Terraform token. Clouds give it in base64: `Fn.base64decode(…)`.
   * @default - the system's authorities
   */
  readonly clusterCaCertificate?: string;
}

/** A cluster by address and token. One of `tokenVariable` and `token` is given. */
export interface TokenProps extends AddressProps {
  /**
   * Name of the sensitive Terraform variable that carries the token, e.g. `kube_token` (set as `TF_VAR_kube_token`).
   * @default - none: `token` is given
   */
  readonly tokenVariable?: string;
  /**
   * Terraform token of another resource that holds the token, e.g. `DataAwsEksClusterAuth.token`. Never the token itself.
   * @default - none: `tokenVariable` is given
   */
  readonly token?: string;
}

/** A cluster by address, and a program that prints a credential. */
export interface ExecAccessProps extends AddressProps {
  /** The program: `ExecPlugin.eks(…)`, `.gke(…)`, `.aks(…)`, or your own. */
  readonly exec: ExecPluginProps;
}

/** Names that Terraform keeps for itself in a module call (https://developer.hashicorp.com/terraform/language/values/variables). */
const KEPT_BY_TERRAFORM = new Set(['source', 'version', 'providers', 'count', 'for_each', 'lifecycle', 'depends_on', 'locals']);

const isVariableName = (text: string): boolean =>
  /^[A-Za-z_][A-Za-z0-9_]{0,254}$/.test(text) && !KEPT_BY_TERRAFORM.has(text) && !(text in Object.prototype);

const context = freeText('a kubeconfig names its contexts as it likes');

export const kubeconfigSchema = z
  .strictObject({
    ...clusterShape,
    context,
    path: orToken(freeText('a path of the machine that runs Terraform')).default('~/.kube/config'),
  })
  .superRefine(networkAgrees);

export const environmentAccessSchema = z.strictObject({ ...clusterShape, context }).superRefine(networkAgrees);

const addressShape = {
  ...clusterShape,
  host: orToken(notion('API server', 'an https:// address without user and password, or a token', isHttpsUrl)),
  clusterCaCertificate: orToken(notion('CA certificate', PEM_CERTIFICATE, isPemCertificate)).optional(),
};

const isNamed = ({ host, name }: { readonly host: string; readonly name?: string | undefined }): boolean =>
  name !== undefined || !isToken(host);
const NAMED = { error: 'expected a name beside a host that is known only to Terraform', path: ['name'] };

const LITERAL_TOKEN = 'expected a Terraform token of another resource, never the token itself; a token of your own comes by tokenVariable';

export const tokenSchema = z
  .strictObject({
    ...addressShape,
    tokenVariable: notion('Terraform variable', 'the name of a Terraform variable, not the token itself', isVariableName).optional(),
    token: secret(
      withTokens(z.custom<string>((value) => typeof value === 'string' && isToken(value), { error: LITERAL_TOKEN })),
    ).optional(),
  })
  .refine(isNamed, NAMED)
  .superRefine(networkAgrees)
  .refine(({ tokenVariable, token }) => (tokenVariable === undefined) !== (token === undefined), {
    error: 'expected either tokenVariable or token, and not both',
    path: ['tokenVariable'],
  });

export const execAccessSchema = z
  .strictObject({ ...addressShape, exec: execPluginSchema })
  .refine(isNamed, NAMED)
  .superRefine(networkAgrees);
