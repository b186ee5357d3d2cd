import { z } from 'zod';
import { MOST } from '../capacity/limits';
import type { Gpu } from '../catalog/gpu';
import { gpuSchema } from '../catalog/gpu-schema';
import { dnsLabel } from '../core/kubernetes/dns-label';
import { httpPath } from '../core/kubernetes/http-path';
import { portNumber } from '../core/kubernetes/port';
import { alsoCalled } from '../core/meant';
import { notion } from '../core/notion';
import { takesProps } from '../core/prop-homes';
import { branded, wholeNumber } from '../core/schema';
import type { SecretRef } from '../core/secret-ref';
import { type ScalingPolicy, scalingPolicySchema } from '../inference/scaling-policy';
import { Cluster } from '../platform/cluster';
import { type PodPriority, podPrioritySchema } from '../platform/pod-priority';
import { type Namespace, namespaceSchema } from '../security/namespace';
import type { IService } from '../security/service';
import type { Volume } from '../security/volume';
import type { WorkloadIdentity } from '../security/workload-identity';
import { cpuPodShape } from './agent-runtime-props';
import { scratchGiB } from './started-props';
import { serviceSchema } from './wiring';

/** What a tool on GPUs says of its load to Prometheus. A `PodMonitor` has it scraped. */
export interface GpuServiceMetrics {
  /**
   * Path of the metrics.
   * @default '/metrics'
   */
  readonly path?: string;
  /**
   * Port of the metrics.
   * @default - the port of the service
   */
  readonly port?: number;
  /**
   * Gauge of the requests that wait, by which `Scaling.queueDepth` scales, e.g. `'comfyui_queue_remaining'`.
   * @default - it writes none
   */
  readonly requestsWaiting?: string;
  /**
   * Gauge of the requests that run; a service that sleeps needs it, so that none is cut off.
   * @default - it writes none
   */
  readonly requestsRunning?: string;
  /**
   * Histogram of the seconds that requests take, without `_bucket`, e.g. `'http_request_duration_seconds'`: shown beside `requestSeconds`, and an alert where 5
   * of 100 requests take longer than that.
   * @default - it writes none
   */
  readonly requestDuration?: string;
}

/** Props of a tool on GPUs that is no language model: image generation, transcription, code on GPUs. */
export interface GpuServiceProps {
  /** Cluster the service runs on. */
  readonly cluster: Cluster;
  /**
   * Name of the Deployment and the Service, and of the service in variables of its clients, independent of the id of the construct.
   * @default - the id of the construct
   */
  readonly name?: string;
  /** Image with the program, with a tag or digest; takes a Terraform token. */
  readonly image: string;
  /** GPU of every replica: a card, or a slice of one (`Gpu.mig`). */
  readonly gpu: Gpu;
  /**
   * GPUs of one replica, all in one pod.
   * @default 1
   */
  readonly gpusPerReplica?: number;
  /**
   * Memory that the program takes of each GPU at its peak, GiB, as nvidia-smi shows it under load. It is held against the card, and on shared cards against what
   * the others leave (AF-CAP-006).
   * @default - unknown: a hint on a card of its own, refused on a shared one (AF-ENG-071)
   */
  readonly memoryGiBPerGpu?: number;
  /**
   * Node pool of the cluster that the replicas run on.
   * @default - any node with the GPU
   */
  readonly nodePool?: string;
  /**
   * Whose pods keep their GPU where nodes are short, e.g. `PodPriority.BACKGROUND` for work that can be sent again: a pod that finds no node takes the place of
   * pods with a lower priority, which have `requestSeconds` to answer.
   * @default - no class: the default of the cluster, which is 0 unless it says otherwise
   */
  readonly podPriority?: PodPriority;
  /** Port on which the program listens. */
  readonly port: number;
  /**
   * Path of the URL that clients get.
   * @default - '/mcp' with `mcp`, else none
   */
  readonly path?: string;
  /**
   * It is an MCP server: `MCP_SERVERS` of its clients lists its URL under its name.
   * @default false
   */
  readonly mcp?: boolean;
  /**
   * Path that answers 200 when the model is loaded. A pod that answers nothing for 30 s gets no requests; it is restarted
   * when it has answered nothing for 600 s, or for as long as a stopped pod has to finish, whichever is more: a program with one thread is busy, not hung.
   * @default - the port being open
   */
  readonly healthPath?: string;
  /**
   * Where it says how much it has to do.
   * @default - it says nothing, and cannot be scaled
   */
  readonly metrics?: GpuServiceMetrics;
  /**
   * Fixed number of pods; not together with `scaling`.
   * @default 1
   */
  readonly replicas?: number;
  /**
   * Autoscaling by requests that wait, e.g. `Scaling.queueDepth({ min: 1, max: 4, waitingPerReplica: 2 })`; needs `metrics.requestsWaiting`. Or by a queue: `Scaling.batch`.
   * @default - none: the number of pods is fixed
   */
  readonly scaling?: ScalingPolicy;
  /**
   * Seconds from the start of the container until it answers, at most: the program and its model.
   * @default 600
   */
  readonly startupSeconds?: number;
  /**
   * Seconds that a request may take: a pod that is stopped has so long to finish.
   * @default 60
   */
  readonly requestSeconds?: number;
  /**
   * Size of `/tmp`, the only folder that can be written beside those in `volumes`, GiB of the disk of the node. A program that downloads its model needs the room for it here,
   * or in a claim of yours (`Volume.claim`).
   * @default 20
   */
  readonly scratchGiB?: number;
  /**
   * CPU and memory of a pod.
   * @default - 4 CPUs and 32 GiB for each GPU, assumed, and no more than the part of its GPUs of a node whose `cpuPerNode` and `memoryGiBPerNode` are known
   */
  readonly resources?: { readonly cpu?: string; readonly memory?: string };
  /**
   * Program in place of the entry point of the image; each word takes a Terraform token.
   * @default - the entry point of the image
   */
  readonly command?: readonly string[];
  /**
   * Arguments of the container; each takes a Terraform token.
   * @default - none with a `command`, else those of the image
   */
  readonly args?: readonly string[];
  /**
   * Environment; credentials as `SecretRef`, values take Terraform tokens. A variable of a wired service must not be set again.
   * `HOME` (`/tmp`), `XDG_CACHE_HOME` and `USER` are set where it does not name them.
   * @default - none
   */
  readonly env?: Readonly<Record<string, string | SecretRef>>;
  /**
   * Files from ConfigMaps, Secrets or claims, e.g. a claim with the model. The root of the container is read-only.
   * @default - none beside /tmp
   */
  readonly volumes?: readonly Volume[];
  /**
   * Who the pods are to a cloud, e.g. `WorkloadIdentity.aws({ roleArn })`: annotations of their service account, which has their name.
   * @default - nobody
   */
  readonly identity?: WorkloadIdentity;
  /**
   * Names of Secrets with logins for registries (`kubernetes.io/dockerconfigjson`) in the namespace of the pods, beside those of the cluster.
   * @default - those of the cluster
   */
  readonly imagePullSecrets?: readonly string[];
  /**
   * What the program itself calls: an object store, a database. Their variables are set and the network is opened, to nothing else.
   * @default - none
   */
  readonly services?: readonly IService[];
  /**
   * Namespaces whose pods may call it, beside the runtimes and MCP servers that are wired to it.
   * @default - none
   */
  readonly callers?: readonly string[];
  /**
   * The pods may reach public addresses on port 443, e.g. to download their model.
   * @default false
   */
  readonly internet?: boolean;
  /**
   * User and group of the process; never root.
   * @default 10001
   */
  readonly runAsUser?: number;
  /**
   * Namespace of the service: a name makes it, `Namespace.existing(…)` uses one.
   * @default - the id of the stack
   */
  readonly namespace?: string | Namespace;
}

/** Two hours: a model of hundreds of GiB from a slow disk. */
const MOST_STARTUP_SECONDS = 7_200;
const MOST_REQUEST_SECONDS = 3_600;
/** No disk of a node is larger. */
/** GPUs of the largest node that is sold. */
const MOST_GPUS = 72;

const seriesName = notion(
  'series of Prometheus',
  "the name of a series as Prometheus knows it, e.g. 'queue_size'",
  (text) => text.length <= 200 && /^[A-Za-z_:][\w:]*$/.test(text),
);

/** Prometheus makes several series of a histogram, and what reads one adds their endings. */
const histogramName = seriesName.refine((name) => !/_(bucket|sum|count)$/.test(name), {
  error: 'expected the name of the histogram without _bucket, _sum or _count',
});

export const gpuServiceMetricsSchema = z.strictObject({
  path: httpPath.default('/metrics'),
  port: portNumber.optional(),
  requestsWaiting: seriesName.optional(),
  requestsRunning: seriesName.optional(),
  requestDuration: histogramName.optional(),
});

export const gpuServiceSchema = z
  .strictObject({
    ...cpuPodShape,
    cluster: branded<Cluster>(Cluster.isCluster, 'a Cluster, e.g. Cluster.fromKubeconfig({ context })'),
    gpu: gpuSchema,
    gpusPerReplica: wholeNumber(1, MOST_GPUS).default(1),
    memoryGiBPerGpu: z.number().positive().max(MOST).optional(),
    nodePool: alsoCalled(dnsLabel.optional(), 'nodeSelector', 'tolerations', 'affinity', 'nodeAffinity'),
    podPriority: podPrioritySchema.optional(),
    port: portNumber,
    path: httpPath.optional(),
    mcp: z.boolean().optional(),
    metrics: gpuServiceMetricsSchema.optional(),
    scaling: alsoCalled(scalingPolicySchema.optional(), 'autoscaling', 'minReplicas', 'maxReplicas', 'min', 'max'),
    startupSeconds: wholeNumber(1, MOST_STARTUP_SECONDS).default(600),
    requestSeconds: wholeNumber(1, MOST_REQUEST_SECONDS).default(60),
    scratchGiB: scratchGiB.default(20),
    services: z.array(serviceSchema).optional(),
    namespace: namespaceSchema.optional(),
  })
  .refine((props) => props.replicas === undefined || props.scaling === undefined, {
    error: 'expected either replicas or scaling: both would set the same number',
    path: ['replicas'],
  });
takesProps('GpuService', gpuServiceSchema);

/** `GpuServiceProps` after their checks, with defaults filled in. */
export interface GpuServiceSpec extends z.output<typeof gpuServiceSchema> {}
