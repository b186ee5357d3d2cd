/** Programs that print a short-lived credential for a cluster (the exec plug-ins of Kubernetes clients), and those of three clouds. */
import { z } from 'zod';
import { envName } from '../../core/kubernetes/env-name';
import { freeText, notion } from '../../core/notion';
import { orToken } from '../../core/prop-marks';
import { parseProps } from '../../core/schema';

/** Version of the credential that is asked for. A program that prints another one is refused by the client; all that are named here print both. */
export type ExecApiVersion = 'client.authentication.k8s.io/v1' | 'client.authentication.k8s.io/v1beta1';

/** What every program that is named here prints. */
export const EXEC_API_VERSION: ExecApiVersion = 'client.authentication.k8s.io/v1beta1';

/** A program that prints an `ExecCredential`. It runs on the machine that runs Terraform, each time a provider needs a credential. */
export interface ExecPluginProps {
  /** Name of the program in the PATH, or its path; without arguments. */
  readonly command: string;
  /**
   * Its arguments; each takes Terraform tokens.
   * @default - none
   */
  readonly args?: readonly string[];
  /**
   * Variables that are set for it beside those of Terraform's own process; values take Terraform tokens. Secrets come from the environment of the process.
   * @default - none
   */
  readonly env?: Readonly<Record<string, string>>;
  /**
   * Version of the credential that the program prints.
   * @default 'client.authentication.k8s.io/v1beta1'
   */
  readonly apiVersion?: ExecApiVersion;
}

/** Props of `ExecPlugin.eks`. */
export interface EksPluginProps {
  /** Name of the EKS cluster; takes a Terraform token. */
  readonly clusterName: string;
  /**
   * Region of the cluster; takes a Terraform token.
   * @default - that of the environment or the profile
   */
  readonly region?: string;
  /**
   * ARN of a role that is assumed for the cluster; takes a Terraform token.
   * @default - the identity of the environment
   */
  readonly roleArn?: string;
  /**
   * Profile of the AWS configuration on the machine that runs Terraform.
   * @default - that of the environment
   */
  readonly profile?: string;
}

/** Props of `ExecPlugin.gke`. */
export interface GkePluginProps {
  /**
   * Google's application default credentials in place of the login of `gcloud`, for pipelines that have no `gcloud`.
   * @default false
   */
  readonly applicationDefaultCredentials?: boolean;
}

/** How kubelogin signs in without a person: by the Azure CLI, a service principal, a federated workload identity, or a managed identity. */
export type AksLogin = 'azurecli' | 'spn' | 'workloadidentity' | 'msi';

/** Props of `ExecPlugin.aks`. */
export interface AksPluginProps {
  /**
   * How kubelogin signs in. Secrets come from its environment variables (`AZURE_CLIENT_SECRET`).
   * @default 'azurecli'
   */
  readonly login?: AksLogin;
  /**
   * Application id of the server.
   * @default - that of every AKS cluster with Entra ID
   */
  readonly serverId?: string;
  /**
   * Tenant of Entra ID; takes a Terraform token.
   * @default - that of the environment
   */
  readonly tenantId?: string;
  /**
   * Application id of the client; takes a Terraform token.
   * @default - that of the environment
   */
  readonly clientId?: string;
}

const isProgram = (text: string): boolean => text !== '' && !text.startsWith('-') && !/[\s"'`$|&;<>(){}*?]/.test(text);

const argument = orToken(freeText('the program reads it', { empty: true }));

export const execPluginSchema = z.strictObject({
  command: notion('program', "the name or path of a program without its arguments, e.g. 'aws'; arguments stand in args", isProgram),
  args: z.array(argument).optional(),
  env: z.record(envName, argument).optional(),
  apiVersion: z.enum(['client.authentication.k8s.io/v1', 'client.authentication.k8s.io/v1beta1']).optional(),
});

const isArn = (text: string): boolean => /^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/.test(text);
const isEksName = (text: string): boolean => /^[0-9A-Za-z][\w-]{0,99}$/.test(text);
const isRegion = (text: string): boolean => /^[a-z]{2}(?:-[a-z]{2,10}){1,3}-\d{1,2}$/.test(text);
const isUuid = (text: string): boolean => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

const uuid = notion('application id', 'an id of Entra ID: 8-4-4-4-12 hexadecimal digits', isUuid);

export const eksPluginSchema = z.strictObject({
  clusterName: orToken(notion('EKS cluster', 'the name of an EKS cluster: letters, digits, dashes, underscores', isEksName)),
  region: orToken(notion('AWS region', "a region of AWS, e.g. 'eu-north-1'", isRegion)).optional(),
  roleArn: orToken(notion('role', "the ARN of an IAM role, e.g. 'arn:aws:iam::123456789012:role/deploy'", isArn)).optional(),
  profile: freeText('a profile of the AWS configuration').optional(),
});

export const gkePluginSchema = z.strictObject({ applicationDefaultCredentials: z.boolean().optional() });

export const aksPluginSchema = z.strictObject({
  login: z.enum(['azurecli', 'spn', 'workloadidentity', 'msi']).optional(),
  serverId: uuid.optional(),
  tenantId: orToken(uuid).optional(),
  clientId: orToken(uuid).optional(),
});

/** Application id of the server side of every AKS cluster with Entra ID (https://azure.github.io/kubelogin/concepts/aks.html, read in November 2026). */
const AKS_SERVER_ID = '6dae42f8-4368-4678-94ff-3960e28e3630';

/**
 * The exec plug-ins of three clouds, for `exec` of `Cluster.fromExec`. Any other program is written as an object.
 *
 * @example
 * Cluster.fromExec({ host, clusterCaCertificate, exec: ExecPlugin.eks({ clusterName: 'prod', region: 'eu-north-1' }) });
 */
export const ExecPlugin = {
  /**
   * Amazon EKS: `aws eks get-token`.
   * @throws FleetSpecError when a prop is malformed.
   */
  eks(props: EksPluginProps): ExecPluginProps {
    const { clusterName, region, roleArn, profile } = parseProps(eksPluginSchema, props, of('eks'));
    const args = [...flag('--region', region), 'eks', 'get-token', '--cluster-name', clusterName, ...flag('--role-arn', roleArn)];
    return { command: 'aws', args: [...args, '--output', 'json'], ...(profile === undefined ? {} : { env: { AWS_PROFILE: profile } }) };
  },

  /**
   * Google GKE: `gke-gcloud-auth-plugin`.
   * @throws FleetSpecError when a prop is malformed.
   */
  gke(props: GkePluginProps = {}): ExecPluginProps {
    const { applicationDefaultCredentials = false } = parseProps(gkePluginSchema, props, of('gke'));
    return {
      command: 'gke-gcloud-auth-plugin',
      ...(applicationDefaultCredentials ? { args: ['--use_application_default_credentials'] } : {}),
    };
  },

  /**
   * Azure AKS with Entra ID: `kubelogin get-token`.
   * @throws FleetSpecError when a prop is malformed.
   */
  aks(props: AksPluginProps = {}): ExecPluginProps {
    const { login = 'azurecli', serverId = AKS_SERVER_ID, tenantId, clientId } = parseProps(aksPluginSchema, props, of('aks'));
    const who = [...flag('--tenant-id', tenantId), ...flag('--client-id', clientId)];
    return { command: 'kubelogin', args: ['get-token', '--login', login, '--server-id', serverId, ...who] };
  },
};

const of = (factory: string) => ({ path: `ExecPlugin.${factory}`, className: 'ExecPlugin' });

const flag = (name: string, value: string | undefined): string[] => (value === undefined ? [] : [name, value]);
