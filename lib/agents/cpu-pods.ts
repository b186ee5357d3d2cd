/** The Kubernetes objects of pods that hold no language model and no state: an agent runtime, an MCP server, a tool on GPUs. */
import type { Construct } from 'constructs';
import type { SecretRef } from '../core/secret-ref';
import { cpuPlacement, type Placement } from '../platform/placement';
import type { PodImages } from '../platform/pod-images';
import {
  LEAVING_SECONDS,
  leaving,
  renderDisruptionBudget,
  renderService,
  type ServicePort,
  spreadOverNodes,
} from '../platform/workload-objects';
import { type Component, objectLabels } from '../security/labels';
import { containerSecurity, restrictedPod } from '../security/pod-hardening';
import { mounted, type Volume } from '../security/volume';
import type { Workload } from '../security/workload';
import { accountAnnotations, type WorkloadIdentity } from '../security/workload-identity';
import { lazyNumber } from '../terraform/engine';
import { toEnv } from '../terraform/env';
import {
  DeploymentV1,
  type DeploymentV1SpecTemplateSpec,
  type DeploymentV1SpecTemplateSpecContainer,
  type DeploymentV1SpecTemplateSpecVolume,
  ServiceAccountV1,
  type ServiceV1,
} from '../terraform/kubernetes';
import { DEFAULT_REPLICAS } from './runtime-load';
import { servingProbes } from './serving-probes';
import { LEAST_GRACE_SECONDS } from './stop-grace';

/** First user id above those that base images use themselves. */
const DEFAULT_USER = 10_001;
const DEFAULT_SCRATCH_GIB = 1;
/** Names of the ports of a container. */
export const PORT_NAME = 'http';
export const METRICS_PORT_NAME = 'metrics';

/** What a user says of the pods. */
export interface PodSettings {
  readonly image: string;
  readonly replicas?: number | undefined;
  readonly port?: number | undefined;
  readonly healthPath?: string | undefined;
  readonly resources?: { readonly cpu?: string | undefined; readonly memory?: string | undefined } | undefined;
  /** Program in place of the entry point of the image. */
  readonly command?: readonly string[] | undefined;
  readonly args?: readonly string[] | undefined;
  /** Size of `/tmp`, GiB. */
  readonly scratchGiB?: number | undefined;
  readonly env?: Readonly<Record<string, string | SecretRef>> | undefined;
  readonly runAsUser?: number | undefined;
  readonly volumes?: readonly Volume[] | undefined;
  readonly identity?: WorkloadIdentity | undefined;
}

/** What the objects are made of. */
export interface CpuPods {
  /** Construct that the objects become children of. */
  readonly scope: Construct;
  readonly name: string;
  readonly component: Component;
  /** Name of the container. */
  readonly container: string;
  /** Labels beside those of every object. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Id of the stack. */
  readonly partOf: string;
  readonly workload: Workload;
  readonly spec: PodSettings;
  readonly images: PodImages;
  /** What services want their clients to mount. */
  readonly wiredVolumes: readonly Volume[];
  /** Variables that services and the fleet set. */
  readonly providedEnv: Readonly<Record<string, string | SecretRef>>;
  /** Each client keeps to one pod. @default false */
  readonly sticky?: boolean;
  /**
   * Pods at most where an autoscaler owns their number.
   * @default - nobody scales them
   */
  readonly scaledTo?: number | undefined;
  /**
   * Seconds that a pod has for what it has begun once it has left its Service; asked when the stack is written.
   * @default - as its GPUs or its isolation say, else 60
   */
  readonly graceSeconds?: () => number;
  /**
   * What keeps the pods apart from their node; their CPU is bounded then, too.
   * @default - the container runtime of the node
   */
  readonly isolation?: Isolation;
  /**
   * GPUs of each pod.
   * @default - none
   */
  readonly cards?: PodCards;
  /**
   * A program of the library beside the one of the image.
   * @default - none
   */
  readonly beside?: BesideContainer | undefined;
}

/** A container beside the one of the image, with what it needs of the pod and its Service. */
export interface BesideContainer {
  readonly container: DeploymentV1SpecTemplateSpecContainer;
  /** Seconds for which it hands on new requests once the pod is stopped: so long the program of the image must answer. */
  readonly leavingSeconds: number;
  readonly volume: DeploymentV1SpecTemplateSpecVolume;
  /** Annotations of the pods. */
  readonly annotations: Readonly<Record<string, string>>;
  /** Ports of the Service beside that of the image. */
  readonly ports: readonly ServicePort[];
}

/** GPUs of a pod, and what follows from them. */
export interface PodCards {
  /** What it asks the device plugin for. */
  readonly resources: Readonly<Record<string, string>>;
  readonly placement: Placement;
  /** PriorityClass of its pods; undefined for the default of the cluster. */
  readonly priorityClassName: string | undefined;
  /** What its pods wait for. */
  readonly after: readonly { readonly fqn: string }[];
  /** Annotations of its pods. */
  readonly annotations: Readonly<Record<string, string>>;
  /** Port of the metrics, where it is another than that of the service. */
  readonly metricsPort?: number | undefined;
  /** Seconds that a start may take. */
  readonly startupSeconds: number;
  /** Seconds that a pod has for the requests it has begun when it is stopped. */
  readonly graceSeconds: number;
  /** Shared memory, GiB; 0 where the device plugin mounts its own. */
  readonly sharedMemoryGiB: number;
}

export interface Isolation {
  readonly runtimeClassName: string;
  /** Seconds that a pod has for the work it has begun when it is stopped. */
  readonly graceSeconds: number;
}

const SURGE = { maxSurge: '1', maxUnavailable: '0' };
/** A surge pod would wait for the GPU of the pod that it is to replace. */
const NO_SPARE_GPU = { maxSurge: '0', maxUnavailable: '1' };

function annotated({ cards, beside }: CpuPods) {
  const annotations = { ...cards?.annotations, ...beside?.annotations };
  return Object.keys(annotations).length === 0 ? {} : { annotations };
}

/** What others wait for, and what waits. */
export interface RenderedCpuPods {
  readonly deployment: DeploymentV1;
  readonly account: ServiceAccountV1;
  /** Undefined where the pods listen on no port. */
  readonly service: ServiceV1 | undefined;
}

export function renderCpuPods(pods: CpuPods): RenderedCpuPods {
  const meta = metadata(pods);
  const dependsOn = [pods.workload.namespace.resource];
  const account = new ServiceAccountV1(pods.scope, 'service-account', {
    metadata: { ...meta, ...accountAnnotations(pods.spec.identity) },
    automountServiceAccountToken: false,
    dependsOn,
  });
  const replicas = pods.spec.replicas ?? DEFAULT_REPLICAS;
  const isScaled = pods.scaledTo !== undefined;
  const deployment = new DeploymentV1(pods.scope, 'deployment', {
    metadata: meta,
    spec: {
      ...(isScaled ? {} : { replicas: String(replicas) }),
      selector: { matchLabels: { ...pods.workload.selector } },
      strategy: { type: 'RollingUpdate', rollingUpdate: pods.cards === undefined ? SURGE : NO_SPARE_GPU },
      ...(pods.cards === undefined ? {} : { progressDeadlineSeconds: pods.cards.startupSeconds + 600 }),
      template: { metadata: { labels: { ...meta.labels, ...pods.spec.identity?.podLabels }, ...annotated(pods) }, spec: podOf(pods) },
    },
    waitForRollout: false,
    dependsOn: [account, ...(pods.cards?.after ?? [])],
  });
  const objects = { scope: pods.scope, workload: pods.workload, metadata: meta };
  const { port } = pods.spec;
  const shape = { sticky: pods.sticky ?? false, furtherPorts: pods.beside?.ports ?? [] };
  const service = port === undefined ? undefined : renderService(objects, { name: PORT_NAME, port }, shape);
  renderDisruptionBudget(objects, pods.scaledTo ?? replicas);
  return { deployment, account, service };
}

function metadata(pods: CpuPods) {
  return {
    name: pods.name,
    namespace: pods.workload.namespace.name,
    labels: { ...objectLabels(pods.name, pods.component, pods.partOf, pods.workload), ...pods.labels },
  };
}

/** Seconds until SIGTERM: none where the pods listen on no port. */
function leavingSeconds({ spec, beside }: CpuPods): number {
  return spec.port === undefined ? 0 : LEAVING_SECONDS + (beside?.leavingSeconds ?? 0);
}

const onCpuNodesOf = (pods: CpuPods) => ({
  runtimeClassName: undefined,
  placement: cpuPlacement(pods.workload),
  graceSeconds: leavingSeconds(pods) + LEAST_GRACE_SECONDS,
});

function graceOf(pods: CpuPods, byDefault: number): number {
  const { graceSeconds } = pods;
  return graceSeconds === undefined ? byDefault : lazyNumber(() => leavingSeconds(pods) + graceSeconds());
}

/** As their template says it. */
export function podOf(pods: CpuPods): DeploymentV1SpecTemplateSpec {
  const runAs = runAsOf(pods);
  const { runtimeClassName, placement, graceSeconds } = { ...onCpuNodesOf(pods), ...pods.isolation, ...pods.cards };
  const restricted = restrictedPod(runAs, pods.workload.namespace);
  return {
    ...(runtimeClassName === undefined ? {} : { runtimeClassName }),
    serviceAccountName: pods.name,
    ...(pods.cards?.priorityClassName === undefined ? {} : { priorityClassName: pods.cards.priorityClassName }),
    ...pods.images.pullSecrets(),
    ...restricted,
    securityContext: { ...restricted.securityContext, ...lowPort(pods) },
    affinity: placement.affinity,
    ...(placement.toleration.length === 0 ? {} : { toleration: placement.toleration }),
    terminationGracePeriodSeconds: graceOf(pods, graceSeconds),
    topologySpreadConstraint: spreadOverNodes(pods.workload),
    container: [container(pods), ...(pods.beside === undefined ? [] : [pods.beside.container])],
    volume: [
      { name: 'tmp', emptyDir: { sizeLimit: `${scratchOf(pods)}Gi` } },
      ...(hasSharedMemory(pods) ? [{ name: 'shm', emptyDir: { medium: 'Memory', sizeLimit: `${pods.cards?.sharedMemoryGiB}Gi` } }] : []),
      ...files(pods).volume,
      ...(pods.beside === undefined ? [] : [pods.beside.volume]),
    ],
  };
}

const FIRST_UNPRIVILEGED_PORT = 1_024;

/** Pods are no root, and not every runtime lets others listen below 1024. The sysctl is one of the safe ones; not every kernel of a sandbox knows it, so sandboxes are told (AF-CPU-058). */
const lowPort = ({ spec: { port }, isolation }: CpuPods) =>
  port === undefined || port >= FIRST_UNPRIVILEGED_PORT || isolation !== undefined
    ? {}
    : { sysctl: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }] };

const scratchOf = ({ spec: { scratchGiB = DEFAULT_SCRATCH_GIB } }: CpuPods): number => scratchGiB;

const hasSharedMemory = ({ cards }: CpuPods): boolean => (cards?.sharedMemoryGiB ?? 0) > 0;

function container(pods: CpuPods): DeploymentV1SpecTemplateSpecContainer {
  const { spec } = pods;
  const { cpu = '1', memory = '1Gi' } = spec.resources ?? {};
  const gpus = pods.cards?.resources ?? {};
  const disk = { 'ephemeral-storage': `${scratchOf(pods) + 1}Gi` };
  return {
    name: pods.container,
    image: pods.images.pull(spec.image),
    imagePullPolicy: 'IfNotPresent',
    ...(spec.command === undefined ? {} : { command: [...spec.command] }),
    ...(spec.args === undefined ? {} : { args: [...spec.args] }),
    env: toEnv(withHome({ ...pods.providedEnv, ...spec.env })),
    resources: {
      requests: { cpu, memory, ...disk, ...gpus },
      limits: { ...(pods.isolation === undefined ? {} : { cpu }), memory, ...disk, ...gpus },
    },
    securityContext: containerSecurity(runAsOf(pods), pods.workload.namespace),
    volumeMount: [
      { name: 'tmp', mountPath: '/tmp' },
      ...(hasSharedMemory(pods) ? [{ name: 'shm', mountPath: '/dev/shm' }] : []),
      ...files(pods).volumeMount,
    ],
    ...(spec.port === undefined ? {} : { ...servingParts(spec.port, pods), lifecycle: leaving(leavingSeconds(pods)) }),
  };
}

type Variables = CpuPods['providedEnv'];

/** No image has an entry for the user: the home of such a user is `/`, which is read-only, and it has no name. `/tmp` takes files in every pod of these. */
const HOME: Variables = { HOME: '/tmp', XDG_CACHE_HOME: '/tmp/.cache', USER: 'agent' };

/** What is set already stays, and stays first. */
const withHome = (given: Variables): Variables => ({ ...given, ...HOME, ...given });

const files = ({ spec, wiredVolumes }: CpuPods) => mounted([...(spec.volumes ?? []), ...wiredVolumes]);

function servingParts(port: number, pods: CpuPods): Partial<DeploymentV1SpecTemplateSpecContainer> {
  const { cards, spec, graceSeconds } = pods;
  const { startupSeconds = 300, metricsPort }: Partial<PodCards> = cards ?? {};
  const busySeconds = graceSeconds ?? (cards === undefined ? undefined : () => cards.graceSeconds);
  return {
    port: [
      { name: PORT_NAME, containerPort: port, protocol: 'TCP' },
      ...(metricsPort === undefined ? [] : [{ name: METRICS_PORT_NAME, containerPort: metricsPort, protocol: 'TCP' }]),
    ],
    ...servingProbes({ port: PORT_NAME, healthPath: spec.healthPath, startupSeconds, busySeconds }),
  };
}

/** User that the process runs as. */
export const userOfPods = ({ runAsUser = DEFAULT_USER }: { readonly runAsUser?: number | undefined }): number => runAsUser;

function runAsOf(pods: CpuPods) {
  const user = userOfPods(pods.spec);
  return { user, group: user };
}
