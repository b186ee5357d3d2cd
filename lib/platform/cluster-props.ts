import { z } from 'zod';
import { environmentName } from '../core/environment-name';
import { dnsLabel } from '../core/kubernetes/dns-label';
import { httpUrl, isHttpsUrl } from '../core/kubernetes/http-url';
import { labelKey } from '../core/kubernetes/label-key';
import { labelValue } from '../core/kubernetes/label-value';
import { namespaceName } from '../core/kubernetes/namespace-name';
import { isPemCertificate, PEM_CERTIFICATE } from '../core/kubernetes/pem-certificate';
import { registryMirror } from '../core/kubernetes/registry-mirror';
import { freeText, notion } from '../core/notion';
import { orToken } from '../core/prop-marks';
import type { Environment } from '../core/rule';
import { isToken } from '../core/token';
import type { ClusterDns } from '../security/cluster-dns';
import { type NodePoolProps, nodePoolSchema } from './node-pool';

/** What every cluster may say of itself, however it is reached. */
export interface ClusterProps {
  /**
   * Name in plans and messages.
   * @default - the kubeconfig context, or the host
   */
  readonly name?: string;
  /**
   * Region of the nodes, as your residency rules name it.
   * @default - unknown
   */
  readonly region?: string;
  /**
   * What the cluster is for. It decides how severe some findings are, and changes no resource: in `development` a fleet that nobody depends on gets hints
   * where `production` warns, e.g. of a replica that may not be lost. `staging` is judged as `production` is.
   * @default 'production'
   */
  readonly environment?: Environment;
  /**
   * Whatever nobody knows stops the synthesis: a pool whose verdict is `uncertain`, a flag or an image of a release that nobody has read, a latency that
   * cannot be estimated. Without it each is a warning that names what is missing.
   * @default false
   */
  readonly strict?: boolean;
  /**
   * Node pools by name. With them, quota, node size and placement are checked.
   * @default - unknown: pools are placed by GPU label, and quota is not checked
   */
  readonly nodePools?: Readonly<Record<string, NodePoolProps>>;
  /**
   * How pods resolve names; the network policy opens exactly this.
   * @default 'kube-dns'
   */
  readonly dns?: ClusterDns;
  /**
   * Namespace in which Prometheus runs; it may scrape, nobody else.
   * @default 'monitoring'
   */
  readonly monitoringNamespace?: string;
  /**
   * Labels of the pods of Prometheus; no other pod of `monitoringNamespace` may scrape.
   * @default - `app.kubernetes.io/name: prometheus`, as its operator and its charts write
   */
  readonly prometheusLabels?: Readonly<Record<string, string>>;
  /**
   * Address ranges of the API server as pods reach it (`kubectl get endpoints kubernetes`), e.g. `['10.0.0.2/32']`. Databases may call these alone.
   * @default - unknown: ports 443 and 6443 at any address
   */
  readonly apiServerCidrs?: readonly string[];
  /**
   * Address at which the autoscaler asks Prometheus.
   * @default - the service that the Prometheus operator makes in `monitoringNamespace`, port 9090
   */
  readonly prometheusUrl?: string;
  /**
   * Registry that mirrors every image, e.g. `registry.internal/mirror`; it replaces the registry host of each image.
   * @default - the public registries
   */
  readonly registryMirror?: string;
}

/** A cluster of a kubeconfig file. */
export interface KubeconfigProps extends ClusterProps {
  /** Context of the kubeconfig; never the current one by accident. */
  readonly context: string;
  /**
   * Path of the kubeconfig file where Terraform runs.
   * @default '~/.kube/config'
   */
  readonly path?: string;
}

/** A cluster by address and token. */
export interface TokenProps extends ClusterProps {
  /** Address of the API server, `https://…`; takes a Terraform token. */
  readonly host: string;
  /** Name of the sensitive Terraform variable that carries the token, e.g. `kube_token` (set as `TF_VAR_kube_token`). */
  readonly tokenVariable: string;
  /**
   * PEM certificate of the API server's authority.
   * @default - the system's authorities
   */
  readonly clusterCaCertificate?: string;
}

const optionsShape = {
  name: freeText('stands in plans and messages').optional(),
  region: freeText('your residency rules name their regions').optional(),
  environment: environmentName.optional(),
  strict: z.boolean().optional(),
  nodePools: z.record(dnsLabel, nodePoolSchema).optional(),
  dns: z.enum(['kube-dns', 'node-local', 'openshift']).optional(),
  monitoringNamespace: namespaceName.optional(),
  prometheusLabels: z
    .record(labelKey, labelValue)
    .refine((labels) => Object.keys(labels).length > 0, { error: 'expected at least one label' })
    .optional(),
  apiServerCidrs: z.array(z.union([z.cidrv4(), z.cidrv6()], { error: 'expected an address range, e.g. 10.0.0.2/32' })).optional(),
  prometheusUrl: httpUrl.optional(),
  registryMirror: registryMirror.optional(),
};

/** Names that Terraform keeps for itself in a module call (https://developer.hashicorp.com/terraform/language/values/variables). */
const KEPT_BY_TERRAFORM = new Set(['source', 'version', 'providers', 'count', 'for_each', 'lifecycle', 'depends_on', 'locals']);

const isVariableName = (text: string): boolean =>
  /^[A-Za-z_][A-Za-z0-9_]{0,254}$/.test(text) && !KEPT_BY_TERRAFORM.has(text) && !(text in Object.prototype);

export const clusterSchema = z.strictObject(optionsShape);

export const kubeconfigSchema = z.strictObject({
  ...optionsShape,
  context: freeText('a kubeconfig names its contexts as it likes'),
  path: freeText('a path of the machine that runs Terraform').default('~/.kube/config'),
});

export const tokenSchema = z
  .strictObject({
    ...optionsShape,
    host: orToken(notion('API server', 'an https:// address without user and password, or a token', isHttpsUrl)),
    tokenVariable: notion('Terraform variable', 'the name of a Terraform variable, not the token itself', isVariableName),
    clusterCaCertificate: orToken(notion('CA certificate', PEM_CERTIFICATE, isPemCertificate)).optional(),
  })
  .refine(({ host, name }) => name !== undefined || !isToken(host), {
    error: 'expected a name beside a host that is known only to Terraform',
    path: ['name'],
  });

export type ClusterSpec = z.output<typeof clusterSchema>;
