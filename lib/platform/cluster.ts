/** The cluster a fleet runs on: how to reach it, what nodes it has, what they cost. A value, not a construct: stacks share it. */
import { z } from 'zod';
import type { Gpu } from '../catalog/gpu';
import { type Price, priceOf } from '../catalog/prices';
import type { SpecCode } from '../core/codes';
import { FleetSpecError } from '../core/fleet-error';
import { isLabel } from '../core/names';
import { parseProps } from '../core/schema';
import type { ClusterDns } from '../security/fleet-namespace';
import type { TerraformStack } from '../terraform/engine';
import { accessSchema, type ClusterAccess, provideCluster } from './cluster-access';
import { gpusOf, type NodePool, type NodePoolProps, nodePoolSchema, toNodePool } from './node-pool';

export interface ClusterOptions {
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

export interface KubeconfigProps extends ClusterOptions {
  /** Context of the kubeconfig; never the current one by accident. */
  readonly context: string;
  /**
   * Path of the kubeconfig file where Terraform runs.
   * @default '~/.kube/config'
   */
  readonly path?: string;
}

export interface TokenProps extends ClusterOptions {
  /** Address of the API server, `https://…`. */
  readonly host: string;
  /** Name of the sensitive Terraform variable that carries the token, e.g. `kube_token` (set as `TF_VAR_kube_token`). */
  readonly tokenVariable: string;
  /**
   * PEM certificate of the API server's authority.
   * @default - the system's authorities
   */
  readonly clusterCaCertificate?: string;
}

const BRAND = Symbol.for('cdktf-agent-fleet.Cluster');

const clusterSchema = z.strictObject({
  access: accessSchema,
  name: z.string().min(1).optional(),
  region: z.string().min(1).optional(),
  nodePools: z
    .record(
      z.string().refine((name) => isLabel(name), { error: 'expected a lower-case name' }),
      nodePoolSchema,
    )
    .optional(),
  dns: z.enum(['kube-dns', 'node-local', 'openshift']).optional(),
  monitoringNamespace: z
    .string()
    .refine((name) => isLabel(name), { error: 'expected a namespace name' })
    .optional(),
  prometheusUrl: z.url({ protocol: /^https?$/ }).optional(),
  registryMirror: z
    .string()
    .regex(/^[^\s:/]+(:\d+)?(\/[^\s:]+)*$/, { error: 'expected host[:port][/path] without scheme' })
    .optional(),
});

/** What a GPU costs on this cluster and who says so. */
export type GpuPrice = Pick<Price, 'usdPerGpuHour' | 'provider' | 'purchase' | 'asOf'>;

export class Cluster {
  /**
   * A cluster of a kubeconfig file.
   * @throws FleetSpecError
   */
  static fromKubeconfig(props: KubeconfigProps): Cluster {
    const { context, path = '~/.kube/config', ...options } = asObject(props);
    return new Cluster({ kind: 'kubeconfig', context, path } as ClusterAccess, options, context);
  }

  /**
   * The cluster in which Terraform itself runs as a pod, through its service account.
   * @throws FleetSpecError
   */
  static inCluster(options: ClusterOptions = {}): Cluster {
    return new Cluster({ kind: 'in-cluster' }, options, 'in-cluster');
  }

  /**
   * A cluster by address and token. The token comes from a Terraform variable and is kept out of state and plan.
   * @throws FleetSpecError
   */
  static fromToken(props: TokenProps): Cluster {
    const { host, tokenVariable, clusterCaCertificate, ...options } = asObject(props);
    const ca = clusterCaCertificate === undefined ? {} : { clusterCaCertificate };
    return new Cluster({ kind: 'token', host, tokenVariable, ...ca } as ClusterAccess, options, host);
  }

  static isCluster(value: unknown): value is Cluster {
    return typeof value === 'object' && value !== null && BRAND in value;
  }

  readonly name: string;
  readonly region: string | undefined;
  readonly nodePools: readonly NodePool[];
  readonly dns: ClusterDns;
  readonly monitoringNamespace: string;
  readonly prometheusUrl: string;
  readonly registryMirror: string | undefined;
  private readonly access: ClusterAccess;

  private constructor(access: ClusterAccess, options: ClusterOptions, defaultName: string) {
    const parsed = parseProps(clusterSchema, { access, ...options }, { path: `Cluster ${defaultName ?? ''}`.trim(), className: 'Cluster' });
    Object.defineProperty(this, BRAND, { value: true });
    this.access = parsed.access;
    this.name = parsed.name ?? defaultName;
    this.region = parsed.region;
    this.nodePools = Object.entries(parsed.nodePools ?? {}).map(([name, pool]) => toNodePool(name, pool as NodePoolProps));
    this.dns = parsed.dns ?? 'kube-dns';
    this.monitoringNamespace = parsed.monitoringNamespace ?? 'monitoring';
    this.prometheusUrl = parsed.prometheusUrl ?? `http://prometheus-operated.${this.monitoringNamespace}.svc.cluster.local:9090`;
    this.registryMirror = parsed.registryMirror;
  }

  /** Declares the Kubernetes and Helm providers for this cluster in a stack, once. */
  provide(stack: TerraformStack): void {
    provideCluster(stack, this.access);
  }

  /** GPUs of one kind on this cluster, or in one of its node pools; undefined when its node pools were not declared. */
  gpuQuota(gpu: Gpu, nodePool?: string): number | undefined {
    return this.nodePools.length === 0 ? undefined : gpusOf(this.nodePoolsFor(gpu, nodePool), gpu);
  }

  /** An image as this cluster pulls it. */
  image(reference: string): string {
    return this.registryMirror === undefined ? reference : `${this.registryMirror}/${withoutRegistry(reference)}`;
  }

  /** Node pools that carry a GPU; only the one called `nodePool` where a name is given. */
  nodePoolsFor(gpu: Gpu, nodePool?: string): readonly NodePool[] {
    return this.nodePools.filter((pool) => pool.gpu?.id === gpu.id && (nodePool === undefined || pool.name === nodePool));
  }

  /** The declared price of the nodes (of one node pool where a name is given), else the newest on-demand price of the catalog, else null. */
  priceFor(gpu: Gpu, nodePool?: string): GpuPrice | null {
    const declared = this.nodePoolsFor(gpu, nodePool).find((pool) => pool.usdPerGpuHour !== undefined);
    if (declared?.usdPerGpuHour === undefined) return priceOf(gpu, { purchase: 'on-demand' });
    return {
      usdPerGpuHour: declared.usdPerGpuHour,
      provider: `node pool ${declared.name}`,
      purchase: 'on-demand',
      asOf: declared.priceAsOf ?? '',
    };
  }
}

/** `ghcr.io/org/app:1` → `org/app:1`; the first part is a registry when it has a dot, a port, or is localhost. */
function withoutRegistry(reference: string): string {
  const [first = '', ...rest] = reference.split('/');
  return rest.length > 0 && /[.:]|^localhost$/.test(first) ? rest.join('/') : reference;
}

function asObject<T extends object>(props: T): T {
  if (typeof props === 'object' && props !== null) return props;
  throw new FleetSpecError([
    {
      code: 'AF-SPEC-001' satisfies SpecCode,
      severity: 'error',
      path: 'Cluster',
      prop: 'props',
      value: props,
      allowed: 'an object',
      message: 'props is missing',
      repairs: ["Cluster.fromKubeconfig({ context: '…' })"],
    },
  ]);
}
