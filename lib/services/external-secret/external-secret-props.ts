import { z } from 'zod';
import { DNS_SUBDOMAIN, isDnsSubdomain } from '../../core/kubernetes/dns-subdomain';
import { secretKey } from '../../core/kubernetes/secret-key';
import { secretName } from '../../core/kubernetes/secret-name';
import { freeText, notion } from '../../core/notion';
import { takesProps } from '../../core/prop-homes';
import { branded, wholeNumber } from '../../core/schema';
import { Cluster } from '../../platform/cluster';
import { type Namespace, namespaceSchema } from '../../security/namespace';

/** Where a value lies at the provider of a secret store. */
export interface RemoteValueProps {
  /** Name of the secret there, e.g. `prod/openai` in AWS Secrets Manager, or the path of a secret of Vault. */
  readonly key: string;
  /**
   * Field of it, where it has several.
   * @default - the whole secret
   */
  readonly property?: string;
  /**
   * Version of it.
   * @default - the latest
   */
  readonly version?: string;
}

/** Props of a Secret that is brought from a secret store. */
export interface ExternalSecretProps {
  /** Cluster the Secret is kept on. */
  readonly cluster: Cluster;
  /** Name of the store, which the team that runs the cluster has made. */
  readonly store: string;
  /**
   * Kind of the store: one of the whole cluster, or one of the namespace of the Secret.
   * @default 'ClusterSecretStore'
   */
  readonly storeKind?: 'ClusterSecretStore' | 'SecretStore';
  /** Keys of the Secret, and where their values lie. */
  readonly keys: Readonly<Record<string, RemoteValueProps>>;
  /**
   * Minutes after which the values are read again; 0 reads them once. Pods that have a value as a variable keep it until they restart.
   * @default 60
   */
  readonly refreshMinutes?: number;
  /**
   * Type of the Secret; that of a registry holds its `.dockerconfigjson`.
   * @default 'Opaque'
   */
  readonly type?: 'Opaque' | 'kubernetes.io/dockerconfigjson' | 'kubernetes.io/tls';
  /**
   * Name of the Secret, independent of the id of the construct.
   * @default - the id of the construct
   */
  readonly name?: string;
  /**
   * Namespace of the Secret, which is that of the pods that read it (a name makes it, `Namespace.existing(…)` uses one).
   * @default - the id of the stack
   */
  readonly namespace?: string | Namespace;
}

const A_YEAR_MINUTES = 525_600;

/** Keys that the kubelet looks for in a Secret of a type. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
};

const remoteValueSchema = z.strictObject({
  key: freeText('providers name their secrets'),
  property: freeText('a field of a secret of somebody else').optional(),
  version: freeText('providers number their versions in their own ways').optional(),
});

const storeName = notion('name of a secret store', `the name of a secret store: ${DNS_SUBDOMAIN}`, isDnsSubdomain);

export const externalSecretSchema = z
  .strictObject({
    cluster: branded<Cluster>(Cluster.isCluster, 'a Cluster, e.g. Cluster.fromKubeconfig({ context })'),
    store: storeName,
    storeKind: z.enum(['ClusterSecretStore', 'SecretStore']).default('ClusterSecretStore'),
    keys: z
      .record(secretKey, remoteValueSchema)
      .refine((keys) => Object.keys(keys).length > 0, { error: "expected at least one key, e.g. { 'api-key': { key: 'prod/openai' } }" }),
    refreshMinutes: wholeNumber(0, A_YEAR_MINUTES).default(60),
    type: z.enum(['Opaque', 'kubernetes.io/dockerconfigjson', 'kubernetes.io/tls']).default('Opaque'),
    name: secretName.optional(),
    namespace: namespaceSchema.optional(),
  })
  .superRefine(({ type, keys }, context) => {
    const missing = (NEEDED[type] ?? []).filter((key) => !Object.hasOwn(keys, key));
    if (missing.length > 0)
      context.addIssue({
        code: 'custom',
        path: ['keys'],
        input: Object.keys(keys),
        message: `expected ${missing.join(' and ')}, which Secrets of type ${type} have`,
      });
  });
takesProps('ExternalSecret', externalSecretSchema);

/** `ExternalSecretProps` after their checks, with defaults filled in. */
export interface ExternalSecretSpec extends z.output<typeof externalSecretSchema> {}
