import { z } from 'zod';
import type { CpuArchitecture } from '../catalog/cpu-architecture';
import { PriceBook } from '../catalog/prices';
import { placeSchema, type Region, regionSchema } from '../catalog/region';
import { environmentName } from '../core/environment-name';
import { isoDate } from '../core/iso-date';
import { addressRange } from '../core/kubernetes/address-range';
import { dnsLabel } from '../core/kubernetes/dns-label';
import { httpUrl } from '../core/kubernetes/http-url';
import { imageMirrorSchema, type MirrorRule } from '../core/kubernetes/image-mirror';
import { labelKey } from '../core/kubernetes/label-key';
import { labelValue } from '../core/kubernetes/label-value';
import { namespaceName } from '../core/kubernetes/namespace-name';
import { secretName } from '../core/kubernetes/secret-name';
import { takesProps } from '../core/prop-homes';
import type { Environment } from '../core/rule';
import { branded } from '../core/schema';
import { shownText } from '../core/shown-text';
import { type Budget, budgetSchema } from '../economics/budget';
import { type AdmissionPolicyProps, admissionSchema } from '../security/admission/admission-props';
import type { ClusterDns } from '../security/cluster-dns';
import { type Compliance, complianceSchema, type Tenancy, tenancySchema } from '../security/governance/governance';
import { type MeshProps, meshSchema } from '../security/mesh/mesh-props';
import { IP_FAMILIES, type IpFamily } from '../security/outside';
import { type NamespaceQuotaProps, namespaceQuotaSchema } from '../security/quota/namespace-quota-props';
import { type ImageSignaturesProps, imageSignaturesSchema } from '../security/signatures/signature-props';
import { cpuNodePoolsSchema } from './cpu-node-pools';
import { type ClusterDistribution, DISTRIBUTIONS } from './distribution';
import { imageArchitecturesSchema } from './image-architectures';
import { imageDigestsSchema } from './image-digests';
import { type NamedEgressProps, namedEgressSchema } from './named-egress-props';
import { type NodePoolProps, nodePoolSchema } from './node-pool';
import { type ProxyProps, proxySchema } from './proxy-props';
import { type StorageClasses, storageClassesSchema } from './storage-class';

/** What every cluster may say of itself, however it is reached. */
export interface ClusterProps {
  /**
   * Name in plans and messages.
   * @default - the kubeconfig context, or the host
   */
  readonly name?: string;
  /**
   * Region of the nodes: `Region.named('eu-central-1')`, `Region.custom(…)`, or its name alone. Roles with `dataResidency` run in a region that is known.
   * @default - unknown
   */
  readonly region?: Region | string;
  /**
   * Region that data may not leave, e.g. `Region.EU`: the data of every fleet, runtime and MCP server on the cluster. A place that they can reach and that lies outside, or whose region nobody
   * knows, fails the synthesis (AF-RES-001).
   * @default - none but those of fleets and roles
   */
  readonly dataResidency?: Region;
  /**
   * Laws and standards that you say are kept here, e.g. `['gdpr', 'ai-act', 'iso-27001']`: labels of namespaces, workloads and pods, and in plan and report. Nothing checks them; of
   * the GDPR `dataResidency` checks where data goes (AF-RES-002).
   * @default - none
   */
  readonly compliance?: readonly Compliance[];
  /**
   * Who else runs on the machines: nobody (`dedicated`), or others beside it (`shared-host`). A label of namespaces, workloads and pods, and in plan and report.
   * @default - unknown
   */
  readonly tenancy?: Tenancy;
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
   * Node pools by name on which pods without GPUs run: agents, routers, stores, operators, and all that names none itself (`cpuNodePools` of a construct). The
   * first with room is taken, and their taints are tolerated. Each has labels, zones or an architecture of its own by which pods select it.
   * @default - any CPU nodes without taints
   */
  readonly cpuNodePools?: readonly string[];
  /**
   * What kind of Kubernetes it is. On `'openshift'` pods name no users and groups (the SCC `restricted-v2` takes them from a range of the namespace), names
   * are resolved by OpenShift's DNS, metrics are collected by the monitoring of user workloads, and the operators that OpenShift brings are not installed.
   * @default 'kubernetes'
   */
  readonly distribution?: ClusterDistribution;
  /**
   * Day on which the plan is judged, e.g. `'2026-11-29'`: a price that is older than 90 days on it is a warning (AF-COST-005). It is a prop and no clock,
   * so that the same program always gives the same plan; raise it when you look at the prices again.
   * @default - not known: the plan shows the dates of prices, and `agent-fleet plan` their age on the day it runs
   */
  readonly planDate?: string;
  /**
   * Prices of GPUs for which no node pool declares one, e.g. `PriceBook.fromFile('prices.json')`: those of the cluster's `region` and of nodes like its own (the label
   * `node.kubernetes.io/instance-type`, else as many GPUs) come first, and those of other regions never count where `region` is known. It changes no resource but what the router counts as spend.
   * @default PriceBook.PUBLISHED
   */
  readonly prices?: PriceBook;
  /**
   * Most that all pools of the app on this cluster may cost together. What must always fit is refused beyond it (AF-COST-007), and what scaling may start is a
   * warning; a price that is not known is one, too (AF-COST-008). It changes no resource.
   * @default - no bound
   */
  readonly budget?: Budget;
  /**
   * How pods resolve names; the network policy opens exactly this.
   * @default 'kube-dns', on OpenShift `'openshift'`
   */
  readonly dns?: ClusterDns;
  /**
   * Namespace in which Prometheus runs; it may scrape, nobody else.
   * @default 'monitoring', on OpenShift `'openshift-user-workload-monitoring'`
   */
  readonly monitoringNamespace?: string;
  /**
   * Labels of the pods of Prometheus; no other pod of `monitoringNamespace` may scrape.
   * @default - `app.kubernetes.io/name: prometheus`, as its operator and its charts write
   */
  readonly prometheusLabels?: Readonly<Record<string, string>>;
  /**
   * Labels by which the Prometheus operator of the cluster selects its objects, e.g. `{ release: 'kube-prometheus-stack' }` for the chart of that name with its
   * defaults: every PodMonitor and PrometheusRule, and the monitors of the operators that `FleetPlatform` installs, get them. `{}` says that it takes all objects.
   * @default - none; where Prometheus is there already that is a warning (AF-PLT-011)
   */
  readonly monitorLabels?: Readonly<Record<string, string>>;
  /**
   * Address ranges of the API server as pods reach it (`kubectl get endpoints kubernetes`), e.g. `['10.0.0.2/32']`. Databases may call these alone.
   * @default - unknown: ports 443 and 6443 at any address, which AF-SEC-006 says
   */
  readonly apiServerCidrs?: readonly string[];
  /**
   * Address at which the autoscaler asks Prometheus.
   * @default - the service that the Prometheus operator makes in `monitoringNamespace`, port 9090; on OpenShift its Thanos Querier, at which the autoscaler
   * signs in by a service account of the namespace
   */
  readonly prometheusUrl?: string;
  /**
   * Where images are pulled from: a registry that mirrors every image, e.g. `registry.internal/mirror`, which replaces the registry host of each (but of
   * what is in that registry already), or rules by registry: `[{ from: 'docker.io', to: 'registry.internal/docker' }]`. The images of your own agents and
   * those of the operators' charts included. Tags and digests stay.
   * @default - where they are published
   */
  readonly registryMirror?: string | readonly MirrorRule[];
  /**
   * Digests of images by their published names and tags, as `agent-fleet images` prints them, read where the registry is reached: `{ 'docker.io/vllm/vllm-openai:v0.30.0': 'sha256:…' }`.
   * Pods pull exactly these programs, whatever a tag says later; a mirror has to copy them as they are (`crane copy`). What stays without one is a hint (AF-SUP-001).
   * @default - those that the library knows of its own images, where no mirror stands in between (`agent-fleet images` prints them); images without one are pulled by tag
   */
  readonly imageDigests?: Readonly<Record<string, string>>;
  /**
   * CPUs that images are built for, by their published names, with or without a tag: `{ 'registry.example.com/agents': ['amd64', 'arm64'] }`, as
   * `crane manifest` prints its platforms. Where node pools have Arm CPUs (`cpuArchitecture`) each image that may run there is asked for it (AF-CLU-081).
   * @default - what was read of the images that the library pulls; of your own images it is unknown
   */
  readonly imageArchitectures?: Readonly<Record<string, readonly CpuArchitecture[]>>;
  /**
   * Names of Secrets with logins for registries (`kubernetes.io/dockerconfigjson`), which exist in every namespace that gets pods. All pods name them,
   * those of Jobs, of databases and of operators included.
   * @default - none: the nodes have a login, or the registries ask for none
   */
  readonly imagePullSecrets?: readonly string[];
  /**
   * What is known of storage classes, by name, e.g. `{ 'efs-sc': { fsGroup: 'ignored', group: 5000 } }`. Pods with a claim of a class that ignores fsGroup
   * get its group; one without a known group is refused. So is a class of volumes that one node mounts (`accessMode: 'ReadWriteOnce'`) for claims of several.
   * @default - unknown: a class is taken to apply fsGroup, and to be mounted by many nodes but for those that clouds make for disks
   */
  readonly storageClasses?: StorageClasses;
  /**
   * Families of addresses that pods have. With `'IPv6'` the way to the internet, where a pod has one, is open to public IPv6 addresses as well.
   * @default ['IPv4']
   */
  readonly ipFamilies?: readonly IpFamily[];
  /**
   * Proxy through which pods reach the internet. Pods that leave the cluster (downloads of weights, `internet: true`, hosts and models outside without
   * `cidrs`) get `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`, and the network is opened to the proxy in place of all public addresses; other pods get neither.
   * @default - none: public addresses are reached directly
   */
  readonly proxy?: ProxyProps;
  /**
   * The network plugin knows names, e.g. `{ policies: 'cilium' }`: what pods call outside the cluster without `cidrs` (downloads of weights, `ExternalHost`, external models, SQS, tokens of a `WorkloadIdentity`) is opened by a
   * policy of Cilium for these names alone, in place of all public addresses. `internet: true` of a runtime opens every address all the same. Cilium must be there already.
   * @default - standard network policies, which know addresses alone (AF-SEC-005)
   */
  readonly namedEgress?: NamedEgressProps;
  /**
   * Images run only as their makers signed them, which Kyverno asks for: `{ policies: 'kyverno' }` for LiteLLM, the collector of traces and PostgreSQL, and `signers` for your own. Images of which nobody is known to sign them are named
   * (AF-SUP-003), and their signatures are not asked for.
   * @default - signatures are not asked for
   */
  readonly imageSignatures?: ImageSignaturesProps;
  /**
   * The cluster has a service mesh: `'istio-ambient'`. The namespaces that the library makes join it, pods of the app call each other by mutual TLS alone, each port is open to the service accounts of its callers, and network
   * policies open the tunnel in place of the port. Pods of others that call (Prometheus, KEDA, `callers`) may do so in plain text, too, unless their namespace is named: `{ dataplane: 'istio-ambient', namespaces: ['monitoring'] }`.
   * @default - no mesh: what pods of the cluster send each other is as open as its network
   */
  readonly mesh?: 'istio-ambient' | MeshProps;
  /**
   * A ResourceQuota and a LimitRange in each namespace that the library makes: what its workloads use at their ceilings while they are rolled out, and not more.
   * `'planned'`, or the room beside the plan: `{ extra: { pods: 2, cpu: '1', memory: '2Gi' } }`. Pods that nobody can count are refused (AF-SEC-011).
   * @default - no quota
   */
  readonly namespaceQuota?: 'planned' | NamespaceQuotaProps;
  /**
   * Admission policies in each namespace that the library makes, with which the API server (Kubernetes 1.30 or newer) refuses what the plan does not know, whoever asks: pods that are not
   * restricted, images of other repositories, GPUs outside of the pools, secrets in the environment, and more replicas than the plan counted.
   * `'planned'`, or what is beside the plan: `{ images: ['cr.l5d.io/linkerd/proxy'], action: 'warn' }`. Who applies it may change cluster-wide policies.
   * @default - no policies
   */
  readonly admissionPolicies?: 'planned' | AdmissionPolicyProps;
}

/** Checks of what every cluster may say. */
export const clusterShape = {
  name: shownText('stands in plans and messages').optional(),
  region: placeSchema.optional(),
  dataResidency: regionSchema.optional(),
  compliance: complianceSchema.optional(),
  tenancy: tenancySchema.optional(),
  environment: environmentName.optional(),
  strict: z.boolean().optional(),
  nodePools: z
    .record(dnsLabel, nodePoolSchema)
    .refine((pools) => new Set(Object.values(pools).flatMap(({ mig }) => (mig === undefined ? [] : [mig.strategy ?? 'mixed']))).size <= 1, {
      error: 'expected one mig.strategy for all node pools: the GPU operator shows the slices of a cluster in one way',
    })
    .optional(),
  cpuNodePools: cpuNodePoolsSchema,
  distribution: z.enum(DISTRIBUTIONS).optional(),
  planDate: isoDate.optional(),
  prices: branded<PriceBook>(PriceBook.isPriceBook, "a PriceBook, e.g. PriceBook.fromFile('prices.json')").optional(),
  budget: budgetSchema.optional(),
  dns: z.enum(['kube-dns', 'node-local', 'openshift']).optional(),
  monitoringNamespace: namespaceName.optional(),
  prometheusLabels: z
    .record(labelKey, labelValue)
    .refine((labels) => Object.keys(labels).length > 0, { error: 'expected at least one label' })
    .optional(),
  monitorLabels: z.record(labelKey, labelValue).optional(),
  apiServerCidrs: z.array(addressRange).optional(),
  prometheusUrl: httpUrl.optional(),
  registryMirror: imageMirrorSchema.optional(),
  imageDigests: imageDigestsSchema.optional(),
  imageArchitectures: imageArchitecturesSchema.optional(),
  imagePullSecrets: z.array(secretName).optional(),
  storageClasses: storageClassesSchema.optional(),
  ipFamilies: z
    .array(z.enum(IP_FAMILIES))
    .min(1, { error: 'expected at least one family' })
    .refine((families) => new Set(families).size === families.length, { error: 'expected each family once' })
    .optional(),
  proxy: proxySchema.optional(),
  namedEgress: namedEgressSchema.optional(),
  imageSignatures: imageSignaturesSchema.optional(),
  mesh: meshSchema.optional(),
  namespaceQuota: namespaceQuotaSchema.optional(),
  admissionPolicies: admissionSchema.optional(),
};

interface NetworkProps {
  readonly distribution?: string | undefined;
  readonly dns?: string | undefined;
  readonly namedEgress?: unknown;
  readonly proxy?: unknown;
}

/** For `superRefine`: the props of the network agree. */
export function networkAgrees({ distribution, dns, namedEgress, proxy }: NetworkProps, context: z.RefinementCtx): void {
  const refuse = (prop: string, input: unknown, message: string) => context.addIssue({ code: 'custom', message, path: [prop], input });
  if (distribution === 'openshift' && dns !== undefined && dns !== 'openshift')
    refuse(
      'dns',
      dns,
      "expected 'openshift', which is the default there: the pods of OpenShift find names on another port and in another namespace",
    );
  if (namedEgress === undefined) return;
  if (dns === 'node-local')
    refuse(
      'dns',
      dns,
      "expected 'kube-dns' beside namedEgress: Cilium learns addresses from the answers of DNS pods, which a cache on the node hides from it",
    );
  if (proxy !== undefined)
    refuse(
      'namedEgress',
      namedEgress,
      'expected one way out: pods behind a proxy ask it for every name, so that there is nothing to open by name',
    );
}

export const clusterSchema = z.strictObject(clusterShape).superRefine(networkAgrees);
takesProps('Cluster', clusterSchema);

export interface ClusterSpec extends z.output<typeof clusterSchema> {}
