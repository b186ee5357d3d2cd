import { Construct } from 'constructs';
import type { z } from 'zod';
import type { Gpu } from '../catalog/gpu';
import { DATABASE_STARTER } from '../catalog/pins/chart-images';
import { type Region, regionOf } from '../catalog/region';
import { brand, hasBrand } from '../core/brand';
import { throwProblems } from '../core/fleet-error';
import { type MirrorRule, mirroredImage, mirrorRules } from '../core/kubernetes/image-mirror';
import { checkMethods, optional, textRule, thingRule } from '../core/method-arguments';
import type { Environment } from '../core/rule';
import { parseProps } from '../core/schema';
import { literalSecretArgs, literalSecrets, looksSecret } from '../core/secrets/literal-secret';
import { valueAt } from '../core/shown-value';
import { withoutTokens } from '../core/token';
import { admissionTerms } from '../security/admission/admission-props';
import type { ClusterDns } from '../security/cluster-dns';
import { type Compliance, governanceLabels, type Tenancy } from '../security/governance/governance';
import { type MeshTerms, meshTerms } from '../security/mesh/mesh-props';
import type { NamespaceTerms } from '../security/namespace-terms';
import type { OutsideTerms } from '../security/outside';
import { quotaTerms } from '../security/quota/namespace-quota-props';
import { signatureTerms } from '../security/signatures/signature-props';
import { type ClusterIdentity, type ClusterProviderPair, ClusterProviders } from '../terraform/cluster-providers';
import { TerraformStack } from '../terraform/engine';
import {
  type EnvironmentAccessProps,
  type ExecAccessProps,
  environmentAccessSchema,
  execAccessSchema,
  type KubeconfigProps,
  kubeconfigSchema,
  type TokenProps,
  tokenSchema,
} from './access/access-props';
import { accessKey, type ClusterAccess, connect } from './access/cluster-access';
import type { ExecPluginProps } from './access/exec-plugin';
import { ReachedClusters } from './access/reached-clusters';
import { ClusterNodes, GPU_ARGUMENTS, type GpuPrice } from './cluster-nodes';
import { type ClusterProps, type ClusterSpec, clusterSchema } from './cluster-props';
import { classResource, deviceClassesOf } from './device-class';
import { type ClusterDistribution, distributionFacts, type PrometheusAccess } from './distribution';
import { ImageArchitectures } from './image-architectures';
import { ImageDigests } from './image-digests';
import { type NodePool, type NodePoolProps, toNodePool } from './node-pool';
import { outsideTerms } from './proxy-props';
import type { StorageClasses } from './storage-class';

export type { GpuPrice } from './cluster-nodes';
export type { ClusterProps } from './cluster-props';

/**
 * The cluster a fleet runs on: how to reach it, what nodes it has, what they cost. A value, not a construct: stacks share it.
 *
 * @example
 * const cluster = Cluster.fromKubeconfig({
 *   context: 'prod-eu',
 *   nodePools: { h100: { gpu: Gpu.H100_SXM, gpusPerNode: 8, nodes: 2 }, cpu: { nodes: 3 } },
 * });
 */
export class Cluster {
  /**
   * A cluster of a kubeconfig file.
   * @throws FleetSpecError when a prop is malformed.
   */
  static fromKubeconfig(props: KubeconfigProps): Cluster {
    const { context, path, ...options } = parse(kubeconfigSchema, props, 'context');
    return new Cluster({ kind: 'kubeconfig', context, path }, options, context);
  }

  /**
   * A cluster of the kubeconfig that the environment of Terraform names: `KUBE_CONFIG_PATH`, or a list of files in `KUBE_CONFIG_PATHS`. No path is
   * written, so one synthesis serves every machine. Both providers read these two variables; neither reads `KUBECONFIG`.
   * @throws FleetSpecError when a prop is malformed.
   */
  static fromEnvironment(props: EnvironmentAccessProps): Cluster {
    const { context, ...options } = parse(environmentAccessSchema, props, 'context');
    return new Cluster({ kind: 'environment', context }, options, context);
  }

  /**
   * The cluster in which Terraform itself runs as a pod, through its service account.
   * @throws FleetSpecError when a prop is malformed.
   */
  static inCluster(props: ClusterProps = {}): Cluster {
    return new Cluster({ kind: 'in-cluster' }, parse(clusterSchema, props, 'name'), 'in-cluster');
  }

  /**
   * A cluster by address and token. The token comes from a Terraform variable, which keeps it out of state and plan, or from another resource.
   * @throws FleetSpecError when a prop is malformed.
   */
  static fromToken(props: TokenProps): Cluster {
    const { host, tokenVariable, token, clusterCaCertificate, ...options } = parse(tokenSchema, props, 'host');
    return new Cluster({ kind: 'token', host, tokenVariable, token, clusterCaCertificate }, options, host);
  }

  /**
   * A cluster by address, and a program on the machine that runs Terraform which prints a short-lived credential, e.g. `aws eks get-token`.
   * @throws FleetSpecError when a prop is malformed.
   */
  static fromExec(props: ExecAccessProps): Cluster {
    const { host, exec, clusterCaCertificate, ...options } = parse(execAccessSchema, props, 'host');
    const path = `Cluster${shownName(props, 'host')}`;
    throwProblems([...literalSecrets(exec.env ?? {}, path, 'exec.env'), ...literalSecretArgs(exec.args ?? [], path, 'exec.args')]);
    return new Cluster({ kind: 'exec', host, exec: exec as ExecPluginProps, clusterCaCertificate }, options, host);
  }

  /** Recognises clusters by their brand, so that two copies of the library agree. */
  static isCluster(value: unknown): value is Cluster {
    return hasBrand(value, 'Cluster');
  }

  readonly name: string;
  /** What tells this cluster from others. */
  readonly identity: ClusterIdentity;
  /** Where the nodes are; undefined where nobody says. */
  readonly region: Region | undefined;
  /** Region that the data of its fleets may not leave. */
  readonly dataResidency: Region | undefined;
  /** Laws and standards that are said to be kept. */
  readonly compliance: readonly Compliance[] | undefined;
  /** Who else runs on its machines. */
  readonly tenancy: Tenancy | undefined;
  /** What the cluster is for; decides how severe some findings are. */
  readonly environment: Environment;
  /** What nobody knows is an error here. */
  readonly strict: boolean;
  /** Node pools with their prices, as plain values. */
  readonly nodes: ClusterNodes;
  /** What kind of Kubernetes it is. */
  readonly distribution: ClusterDistribution;
  readonly dns: ClusterDns;
  readonly monitoringNamespace: string;
  readonly prometheusLabels: Readonly<Record<string, string>>;
  /** Labels by which the Prometheus operator selects monitors and rules; undefined where nobody says. */
  readonly monitorLabels: Readonly<Record<string, string>> | undefined;
  readonly apiServerCidrs: readonly string[];
  readonly prometheusUrl: string;
  /** How the autoscaler signs in there. */
  readonly prometheusAccess: PrometheusAccess;
  /** Where images are pulled from; none where each comes from where it is published. */
  readonly mirrorRules: readonly MirrorRule[];
  /** Secrets with logins for registries, in every namespace. */
  readonly imagePullSecrets: readonly string[];
  /** Node pools that pods without GPUs run on where their construct names none; undefined for any CPU nodes without taints. */
  readonly cpuNodePools: readonly string[] | undefined;
  /** How pods reach what lies outside the cluster. */
  readonly outside: OutsideTerms;
  /** What is known of storage classes. */
  readonly storageClasses: StorageClasses;
  /** What CPUs images are built for. */
  readonly imageArchitectures: ImageArchitectures;
  private readonly kept: KeptTerms;
  private readonly digests: ImageDigests;
  private readonly access: ClusterAccess;

  private constructor(access: ClusterAccess, spec: ClusterSpec, defaultName: string) {
    brand(this, 'Cluster');
    this.access = access;
    this.name = spec.name ?? defaultName;
    this.identity = { key: accessKey(access), name: this.name };
    this.region = spec.region === undefined ? undefined : regionOf(spec.region);
    this.dataResidency = spec.dataResidency;
    this.compliance = spec.compliance;
    this.tenancy = spec.tenancy;
    this.environment = spec.environment ?? 'production';
    this.strict = spec.strict ?? false;
    const pools = Object.entries(spec.nodePools ?? {}).map(([name, pool]) => toNodePool(name, pool as NodePoolProps));
    const priced = { prices: spec.prices, region: this.region?.name };
    this.nodes = new ClusterNodes(this.name, pools, this.identity.key, spec.planDate, spec.budget, priced);
    this.distribution = spec.distribution ?? 'kubernetes';
    const facts = distributionFacts(this.distribution);
    this.dns = spec.dns ?? facts.dns;
    this.monitoringNamespace = spec.monitoringNamespace ?? facts.monitoringNamespace;
    this.prometheusLabels = spec.prometheusLabels ?? { 'app.kubernetes.io/name': 'prometheus' };
    this.monitorLabels = spec.monitorLabels;
    this.apiServerCidrs = spec.apiServerCidrs ?? [];
    this.prometheusUrl = spec.prometheusUrl ?? facts.prometheusUrl(this.monitoringNamespace);
    this.prometheusAccess = spec.prometheusUrl === undefined ? facts.prometheusAccess : 'open';
    this.mirrorRules = mirrorRules(spec.registryMirror);
    [this.digests, this.imageArchitectures] = [new ImageDigests(spec.imageDigests), new ImageArchitectures(spec.imageArchitectures)];
    [this.imagePullSecrets, this.cpuNodePools] = [spec.imagePullSecrets ?? [], spec.cpuNodePools];
    this.outside = outsideTerms(spec, this.apiServerCidrs, this.dns);
    this.storageClasses = (spec.storageClasses ?? {}) as StorageClasses;
    this.kept = keptOf(spec, this.image(DATABASE_STARTER), pools);
  }

  /**
   * Declares the Kubernetes and Helm providers for this cluster in a stack, once.
   *
   * @param owner construct whose resources belong to this cluster; needed where a stack reaches several
   */
  provide(stack: TerraformStack, owner?: Construct): void {
    this.providers(stack);
    if (owner !== undefined) ClusterProviders.of(stack).bind(owner, this.identity);
  }

  /** The providers of this cluster in a stack, for resources of your own. */
  providers(stack: TerraformStack): ClusterProviderPair {
    ReachedClusters.of(stack).add(stack, { identity: this.identity, access: this.access, region: this.region?.toString() });
    return ClusterProviders.of(stack).declare(this.identity, () => connect(stack, this.access));
  }

  /** What the namespaces of fleets on this cluster are like. */
  get namespaceTerms(): NamespaceTerms {
    const { terms } = distributionFacts(this.distribution);
    const fleetLabels = { ...terms.fleetLabels, ...governanceLabels(this) };
    return {
      ...terms,
      fleetLabels,
      monitoringNamespace: this.monitoringNamespace,
      dns: this.dns,
      outside: this.outside,
      ...this.kept,
      environment: this.environment,
      strict: this.strict,
      digests: this.digests,
      architectures: this.imageArchitectures,
    };
  }

  /** Its service mesh; undefined where it has none. */
  get mesh(): MeshTerms | undefined {
    return this.kept.mesh;
  }

  get nodePools(): readonly NodePool[] {
    return this.nodes.pools;
  }

  /** GPUs of one kind on this cluster, or in one of its node pools; undefined when its node pools were not declared. */
  gpuQuota(gpu: Gpu, nodePool?: string): number | undefined {
    return this.nodes.quota(gpu, nodePool);
  }

  /** An image as this cluster pulls it. */
  image(reference: string): string {
    const isMirrored = mirroredImage(reference, this.mirrorRules) !== reference;
    return mirroredImage(this.digests.pin(reference, isMirrored), this.mirrorRules);
  }

  /** Node pools that carry a GPU; only the one called `nodePool` where a name is given. */
  nodePoolsFor(gpu: Gpu, nodePool?: string): readonly NodePool[] {
    return this.nodes.poolsFor(gpu, nodePool);
  }

  /** The declared price of the nodes (of one node pool where a name is given), else the newest of the catalog for the way they are bought, else null. */
  priceFor(gpu: Gpu, nodePool?: string): GpuPrice | null {
    return this.nodes.priceFor(gpu, nodePool);
  }
}

const stackArgument = thingRule('stack', (value) => TerraformStack.isStack(value), 'a TerraformStack', 'stack');
const ownerArgument = thingRule('owner', (value) => Construct.isConstruct(value), 'a construct', 'this');

checkMethods(Cluster, {
  provide: [stackArgument, optional(ownerArgument)],
  providers: [stackArgument],
  image: [textRule('reference', "'registry.example.com/team/agents:1.4.2'")],
  gpuQuota: GPU_ARGUMENTS,
  nodePoolsFor: GPU_ARGUMENTS,
  priceFor: GPU_ARGUMENTS,
});

/** @param named prop whose value tells the cluster from others in messages */
function parse<S extends z.ZodType>(schema: S, props: unknown, named: string): z.output<S> {
  return parseProps(schema, props, { path: `Cluster${shownName(props, named)}`, className: 'Cluster' });
}

/** A host with a password in it is refused, and not shown; what cannot be read is refused by the schema. */
function shownName(props: unknown, named: string): string {
  try {
    const name = valueAt(props, [named]);
    return typeof name === 'string' && name.trim() !== '' && !looksSecret('', name) ? ` ${withoutTokens(name)}` : '';
  } catch {
    return '';
  }
}

type KeptTerms = Pick<NamespaceTerms, 'bounds' | 'mesh' | 'signatures'>;

/** What a namespace may hold, what the API server refuses in it, and what its pods are in. */
const keptOf = (spec: ClusterSpec, databaseStarter: string, pools: readonly NodePool[]): KeptTerms => ({
  bounds: {
    quota: quotaTerms(spec.namespaceQuota, [...new Set(pools.flatMap(deviceClassesOf))].sort().map(classResource)),
    admission: admissionTerms(spec.admissionPolicies, databaseStarter),
  },
  mesh: meshTerms(spec.mesh),
  signatures: signatureTerms(spec.imageSignatures),
});
