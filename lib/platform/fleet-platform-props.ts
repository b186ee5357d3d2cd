import { z } from 'zod';
import { type ChartMirrorRule, chartMirrorSchema } from '../core/kubernetes/chart-mirror';
import { chartVersion } from '../core/kubernetes/chart-version';
import { diskGiB } from '../core/kubernetes/disk-size';
import { labelKey } from '../core/kubernetes/label-key';
import { labelValue } from '../core/kubernetes/label-value';
import { namespaceName } from '../core/kubernetes/namespace-name';
import { secretName } from '../core/kubernetes/secret-name';
import { storageClassName } from '../core/kubernetes/storage-class-name';
import { notion } from '../core/notion';
import { takesProps } from '../core/prop-homes';
import { withTokens } from '../core/prop-marks';
import { branded, wholeNumber } from '../core/schema';
import { Cluster } from './cluster';
import { cpuNodePoolsSchema } from './cpu-node-pools';
import type { ChartValues } from './operators/chart-values';

/** Options of every operator. */
export interface OperatorProps {
  /**
   * Namespace of the operator.
   * @default - the operator's usual one
   */
  readonly namespace?: string;
  /**
   * Version of the chart.
   * @default - the pinned one, with which the values were checked
   */
  readonly version?: string;
  /**
   * Further values of the chart, laid over ours key by key; texts take Terraform tokens. A value that the library relies on cannot be changed.
   * @default - none
   */
  readonly values?: ChartValues;
}

/** Options of kube-prometheus-stack. */
export interface PrometheusProps extends Omit<OperatorProps, 'namespace'> {
  /**
   * Days that metrics are kept.
   * @default 15
   */
  readonly retentionDays?: number;
  /**
   * Volume for metrics, GiB; Prometheus fills four fifths of it.
   * @default 50
   */
  readonly storageGiB?: number;
  /**
   * Storage class of the volume.
   * @default - the default class of the cluster
   */
  readonly storageClass?: string;
  /**
   * Namespaces whose pods may call Grafana (3000) and Prometheus (9090), e.g. that of an ingress controller. `kubectl port-forward` works without.
   * @default - none besides the autoscaler
   */
  readonly callers?: readonly string[];
  /**
   * Terraform refuses to destroy the namespace of Prometheus, and with it the volume of its metrics; the API server does, when Prometheus is no longer in the
   * program (docs/guides/data.md). To give the metrics up: set this to false, deploy, then change or destroy.
   * @default true
   */
  readonly deletionProtection?: boolean;
  /**
   * Existing Secret in the monitoring namespace with the keys `admin-user` and `admin-password` of Grafana.
   * @default - a password that the chart generates inside the cluster
   */
  readonly grafanaAdminSecret?: string;
  /**
   * Scrape etcd, scheduler, controller manager and kube-proxy. Managed clouds do not allow it.
   * @default false
   */
  readonly controlPlaneMetrics?: boolean;
}

/** An operator that is released as one file of objects. */
export interface ManifestOperatorProps {
  /** Path of the file, on the machine that synthesizes: `cluster-operator.yml` of a release of rabbitmq/cluster-operator. It may need cert-manager in the cluster. */
  readonly manifest: string;
}

/** A taint that GPU nodes carry, as a pod tolerates it. */
export interface GpuToleration {
  readonly key: string;
  readonly operator: 'Exists' | 'Equal';
  readonly value?: string;
  readonly effect?: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
}

/** Options of the NVIDIA GPU operator. */
export interface GpuOperatorProps extends OperatorProps {
  /**
   * Install the GPU driver. False where the node image has it, as on most managed clouds.
   * @default true
   */
  readonly driver?: boolean;
  /**
   * Install the container toolkit. False where the node image has it.
   * @default true
   */
  readonly toolkit?: boolean;
  /**
   * How GPU slices (MIG) appear: each size as its own resource (`mixed`), as whole GPUs (`single`), or not at all.
   * @default 'mixed'
   */
  readonly migStrategy?: 'none' | 'single' | 'mixed';
  /**
   * Taints of your GPU nodes besides `nvidia.com/gpu`; without them those nodes get neither driver nor labels.
   * @default - none
   */
  readonly tolerations?: readonly GpuToleration[];
}

/** `'existing'`: the cluster has it already. `false`: the cluster has none and gets none. */
export type OperatorChoice<O> = O | 'existing' | false;

/** Props of the operators that fleets need, once per cluster. Each is installed, or there already, or not wanted. */
export interface FleetPlatformProps {
  /** Cluster that gets the operators. */
  readonly cluster: Cluster;
  /**
   * Node pools of the cluster, by name, on which the operators run; what works on every node, or on nodes with GPUs, does so all the same: the first with room is taken, and their taints are tolerated, e.g. `['system']`.
   * @default - `cpuNodePools` of the cluster; without those any CPU nodes without taints
   */
  readonly cpuNodePools?: readonly string[];
  /**
   * Metrics, alerts, dashboards (kube-prometheus-stack).
   * @default - installed; on OpenShift `'existing'`
   */
  readonly prometheus?: OperatorChoice<PrometheusProps>;
  /**
   * Autoscaling on the queue (KEDA).
   * @default - installed
   */
  readonly keda?: OperatorChoice<OperatorProps>;
  /**
   * Drivers, labels and metrics of NVIDIA GPUs.
   * @default - installed; on OpenShift `'existing'`
   */
  readonly gpuOperator?: OperatorChoice<GpuOperatorProps>;
  /**
   * Secrets that are drawn or fetched inside the cluster (External Secrets).
   * @default - installed
   */
  readonly externalSecrets?: OperatorChoice<OperatorProps>;
  /**
   * Postgres for state stores (CloudNativePG).
   * @default - installed
   */
  readonly postgresOperator?: OperatorChoice<OperatorProps>;
  /**
   * Replicas of pools on several nodes (LeaderWorkerSet).
   * @default false
   */
  readonly leaderWorkerSet?: OperatorChoice<OperatorProps>;
  /**
   * Pools of `Engine.rayServe` (KubeRay), always in the namespace `kuberay-system`: the network policies of the pods let in that one.
   * @default false
   */
  readonly rayOperator?: OperatorChoice<Omit<OperatorProps, 'namespace'>>;
  /**
   * RabbitMQ for task queues (RabbitMQ cluster operator). Its makers publish no chart: the objects of their file are installed.
   * @default false
   */
  readonly rabbitmqOperator?: OperatorChoice<ManifestOperatorProps>;
  /**
   * Where the charts are taken from instead of their public repositories: `oci://…` or `https://…` of a repository that mirrors all of them, a folder with
   * the unpacked charts (copied beside the stack, unless its path is absolute), or rules by repository: `[{ from: 'oci://ghcr.io', to: 'oci://registry.internal' }]`.
   * @default - the public repositories
   */
  readonly chartMirror?: string | readonly ChartMirrorRule[];
}

const values = withTokens(
  z.custom<ChartValues>((value) => typeof value === 'object' && value !== null && !Array.isArray(value), {
    error: 'expected an object with values of the chart',
  }),
);
const operatorShape = { namespace: namespaceName.optional(), version: chartVersion.optional(), values: values.optional() };

export const operatorSchema = z.strictObject(operatorShape);

export const prometheusSchema = z.strictObject({
  version: operatorShape.version,
  values: operatorShape.values,
  retentionDays: wholeNumber(1).optional(),
  storageGiB: diskGiB(5).optional(),
  storageClass: storageClassName.optional(),
  callers: z.array(namespaceName).optional(),
  deletionProtection: z.boolean().optional(),
  grafanaAdminSecret: secretName.optional(),
  controlPlaneMetrics: z.boolean().optional(),
});

const tolerationSchema = z.strictObject({
  key: labelKey,
  operator: z.enum(['Exists', 'Equal']),
  value: labelValue.optional(),
  effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']).optional(),
});

export const gpuOperatorSchema = z.strictObject({
  ...operatorShape,
  driver: z.boolean().optional(),
  toolkit: z.boolean().optional(),
  migStrategy: z.enum(['none', 'single', 'mixed']).optional(),
  tolerations: z.array(tolerationSchema).optional(),
});

const manifestFile = notion(
  'file of a manifest',
  "the path of a file that ends in .yml or .yaml, e.g. './cluster-operator.yml'",
  (text) => text.length <= 1024 && /\.ya?ml$/.test(text) && !/[\0\n\r]/.test(text),
);

export const manifestOperatorSchema = z.strictObject({ manifest: manifestFile });

const choice = <S extends z.ZodType>(given: S) => z.union([given, z.literal('existing'), z.literal(false)]).optional();

export const fleetPlatformSchema = z.strictObject({
  cluster: branded<Cluster>(Cluster.isCluster, 'a Cluster, e.g. Cluster.fromKubeconfig({ context })'),
  cpuNodePools: cpuNodePoolsSchema,
  prometheus: choice(prometheusSchema),
  keda: choice(operatorSchema),
  gpuOperator: choice(gpuOperatorSchema),
  externalSecrets: choice(operatorSchema),
  postgresOperator: choice(operatorSchema),
  leaderWorkerSet: choice(operatorSchema),
  rayOperator: choice(operatorSchema.omit({ namespace: true })),
  rabbitmqOperator: choice(manifestOperatorSchema),
  chartMirror: chartMirrorSchema.optional(),
});
takesProps('FleetPlatform', fleetPlatformSchema);

export interface FleetPlatformSpec extends z.output<typeof fleetPlatformSchema> {}
