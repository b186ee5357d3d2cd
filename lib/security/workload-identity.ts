import { z } from 'zod';
import { brand, hasBrand } from '../core/brand';
import { labelKey } from '../core/kubernetes/label-key';
import { labelValue } from '../core/kubernetes/label-value';
import { checkMethods } from '../core/method-arguments';
import { freeText, notion } from '../core/notion';
import { orToken } from '../core/prop-marks';
import { branded, parseProps } from '../core/schema';
import { allowInternet, allowToCidr } from './network-edges';
import { reachesByName } from './outside';
import type { Workload } from './workload';
import { WORKLOAD_ARGUMENT } from './workload-argument';

/** Props of an identity on Amazon EKS. */
export interface AwsIdentityProps {
  /** ARN of the IAM role, whose trust names the service account of the pods; takes a Terraform token. */
  readonly roleArn: string;
}

/** Props of an identity on Google GKE. */
export interface GoogleIdentityProps {
  /** Address of the IAM service account, e.g. `agents@project.iam.gserviceaccount.com`; takes a Terraform token. */
  readonly serviceAccount: string;
}

/** Props of an identity on Azure AKS. */
export interface AzureIdentityProps {
  /** Client id of the managed identity; takes a Terraform token. */
  readonly clientId: string;
  /**
   * Its tenant; takes a Terraform token.
   * @default - that of the cluster
   */
  readonly tenantId?: string;
}

/** Props of an identity that another controller reads. */
export interface OtherIdentityProps {
  /** Annotations of the service account; values take Terraform tokens. */
  readonly annotations: Readonly<Record<string, string>>;
  /**
   * Labels of the pods.
   * @default - none
   */
  readonly podLabels?: Readonly<Record<string, string>>;
}

const isRole = (text: string): boolean => /^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/.test(text);
const isGoogleAccount = (text: string): boolean =>
  /^[a-z][a-z0-9-]{4,28}[a-z0-9]@[a-z][a-z0-9.:-]{4,60}\.iam\.gserviceaccount\.com$/.test(text);
const isUuid = (text: string): boolean => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

const uuid = orToken(notion('id of Entra ID', 'an id of Entra ID: 8-4-4-4-12 hexadecimal digits', isUuid));

export const awsIdentitySchema = z.strictObject({
  roleArn: orToken(notion('IAM role', "the ARN of an IAM role, e.g. 'arn:aws:iam::123456789012:role/agents'", isRole)),
});
export const googleIdentitySchema = z.strictObject({
  serviceAccount: orToken(
    notion('IAM service account', "the address of an IAM service account, e.g. 'agents@project.iam.gserviceaccount.com'", isGoogleAccount),
  ),
});
export const azureIdentitySchema = z.strictObject({ clientId: uuid, tenantId: uuid.optional() });
export const otherIdentitySchema = z.strictObject({
  annotations: z
    .record(labelKey, orToken(freeText('a controller of the cluster reads it')))
    .refine((all) => Object.keys(all).length > 0, { error: 'expected at least one annotation' }),
  podLabels: z.record(labelKey, labelValue).optional(),
});

interface Parts {
  readonly annotations: Readonly<Record<string, string>>;
  readonly podLabels?: Readonly<Record<string, string>> | undefined;
  /** Public hosts at which the pods change their token for one of the cloud, or patterns. */
  readonly issuers?: readonly string[];
  readonly metadataServer?: boolean;
}

/**
 * The metadata server of GKE, as network policies see it: without and with Dataplane V2
 * (https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity, read in November 2026).
 */
const GKE_METADATA: readonly (readonly [cidr: string, port: number])[] = [
  ['169.254.169.252/32', 988],
  ['169.254.169.254/32', 80],
];

/** The global host, and those of regions, which EKS has pods ask (`AWS_STS_REGIONAL_ENDPOINTS`). */
const STS = ['sts.amazonaws.com', 'sts.*.amazonaws.com'];

/**
 * Who pods are to a cloud, without a key: their service account is trusted by a role, an IAM service account or a managed identity. The service account has the
 * name and the namespace of the workload.
 *
 * @example
 * new AgentRuntime(stack, 'agents', { …, identity: WorkloadIdentity.aws({ roleArn: role.arn }), internet: true });
 */
export class WorkloadIdentity {
  /**
   * Amazon EKS: IAM roles for service accounts. Pods reach `sts.amazonaws.com`: `internet`, an `ExternalHost`, or `namedEgress` of the cluster.
   * @throws FleetSpecError when a prop is malformed.
   */
  static aws(props: AwsIdentityProps): WorkloadIdentity {
    const { roleArn } = parseProps(awsIdentitySchema, props, of('aws'));
    return new WorkloadIdentity({ annotations: { 'eks.amazonaws.com/role-arn': roleArn }, issuers: STS });
  }

  /**
   * Google GKE: Workload Identity Federation. The way to the metadata server is opened.
   * @throws FleetSpecError when a prop is malformed.
   */
  static google(props: GoogleIdentityProps): WorkloadIdentity {
    const { serviceAccount } = parseProps(googleIdentitySchema, props, of('google'));
    return new WorkloadIdentity({ annotations: { 'iam.gke.io/gcp-service-account': serviceAccount }, metadataServer: true });
  }

  /**
   * Azure AKS: Microsoft Entra Workload ID. Pods reach `login.microsoftonline.com`: `internet`, an `ExternalHost`, or `namedEgress` of the cluster.
   * @throws FleetSpecError when a prop is malformed.
   */
  static azure(props: AzureIdentityProps): WorkloadIdentity {
    const { clientId, tenantId } = parseProps(azureIdentitySchema, props, of('azure'));
    const tenant = tenantId === undefined ? {} : { 'azure.workload.identity/tenant-id': tenantId };
    return new WorkloadIdentity({
      annotations: { 'azure.workload.identity/client-id': clientId, ...tenant },
      podLabels: { 'azure.workload.identity/use': 'true' },
      issuers: ['login.microsoftonline.com'],
    });
  }

  /**
   * Annotations of the service account and labels of the pods that another controller reads.
   * @throws FleetSpecError when a prop is malformed.
   */
  static of(props: OtherIdentityProps): WorkloadIdentity {
    return new WorkloadIdentity(parseProps(otherIdentitySchema, props, of('of')));
  }

  /** Recognises identities by their brand, so that two copies of the library agree. */
  static isWorkloadIdentity(value: unknown): value is WorkloadIdentity {
    return hasBrand(value, 'WorkloadIdentity');
  }

  readonly annotations: Readonly<Record<string, string>>;
  readonly podLabels: Readonly<Record<string, string>>;
  /** Public host that gives the pods their tokens; undefined where nothing on the internet does. */
  readonly issuer: string | undefined;
  private readonly issuers: readonly string[];
  private readonly metadataServer: boolean;

  private constructor({ annotations, podLabels = {}, issuers = [], metadataServer = false }: Parts) {
    brand(this, 'WorkloadIdentity');
    this.annotations = annotations;
    this.podLabels = podLabels;
    this.issuer = issuers[0];
    this.issuers = issuers;
    this.metadataServer = metadataServer;
  }

  /** Opens what lies beside the pods and gives them their tokens, and where the network plugin knows names, the public host that does. */
  admit(workload: Workload): void {
    if (this.metadataServer) for (const [cidr, port] of GKE_METADATA) allowToCidr(workload, cidr, port);
    if (this.issuers.length > 0 && reachesByName(workload)) allowInternet(workload, 443, this.issuers);
  }
}

checkMethods(WorkloadIdentity, { admit: WORKLOAD_ARGUMENT });

const of = (factory: string) => ({ path: `WorkloadIdentity.${factory}`, className: 'WorkloadIdentity' });

export const identitySchema = branded<WorkloadIdentity>(
  WorkloadIdentity.isWorkloadIdentity,
  "a WorkloadIdentity, e.g. WorkloadIdentity.aws({ roleArn: 'arn:aws:iam::123456789012:role/agents' })",
);

/** Part of a service account that names its identity; nothing where there is none. */
export const accountAnnotations = (identity: WorkloadIdentity | undefined): { annotations?: Record<string, string> } =>
  identity === undefined ? {} : { annotations: { ...identity.annotations } };
