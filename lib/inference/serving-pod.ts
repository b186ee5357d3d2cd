/** The pod of one replica: engine container on its GPUs, restricted, with room to load and to drain. */

import { gpusOfPod } from '../capacity/gpus-of-replica';
import type { ReplicaSpec } from '../capacity/replica-spec';
import type { Engine } from '../catalog/engines/engine';
import type { SecretRef } from '../core/secret-ref';
import type { Placement } from '../platform/placement';
import { containerSecurity, restrictedPod } from '../security/pod-hardening';
import type { UserRealm } from '../security/pod-users';
import type { mounted } from '../security/volume';
import { toEnv } from '../terraform/env';
import type {
  DeploymentV1SpecTemplateSpec,
  DeploymentV1SpecTemplateSpecContainer,
  DeploymentV1SpecTemplateSpecVolume,
} from '../terraform/kubernetes';
import { ChatTemplate } from './chat-template';
import type { EngineAdapter, WritableFolder } from './engines/adapter';
import type { PodPart } from './pod-part';
import { servingPorts } from './serving-ports';

/** Seconds between the removal from the endpoints and SIGTERM; the health check may pass while an engine drains, so only time helps. */
const PRE_STOP_SECONDS = 15;
const PROBE_PERIOD_SECONDS = 10;
const TEMPLATE_VOLUME = 'chat-template';

export interface ServingPodProps {
  readonly adapter: EngineAdapter;
  /** Namespace of the pod. */
  readonly realm: UserRealm;
  readonly engine: Engine;
  readonly image: string;
  readonly replica: ReplicaSpec;
  /** Resource that its GPUs, or slices of them, are asked for by. */
  readonly gpuResource: string;
  /** The device plugin mounts the shared memory of MPS in its place where cards are shared so. */
  readonly hasOwnSharedMemory: boolean;
  /** Undefined where the image's entrypoint is the server. */
  readonly command: readonly string[] | undefined;
  /** Resolved when the stack is written: they depend on demand that fleets add later. */
  readonly args: string[];
  readonly env: Readonly<Record<string, string | SecretRef>>;
  /** Variable that gets the address of the pod; undefined where nobody asks for it. */
  readonly addressVariable: string | undefined;
  readonly cpu: string;
  readonly memory: string;
  /** ConfigMap with the chat template of the pool. */
  readonly templateConfigMap: string | undefined;
  /** By which it checks what it sends spans to. */
  readonly files: ReturnType<typeof mounted>;
  readonly weightsVolume: DeploymentV1SpecTemplateSpecVolume;
  /** Claim of the folders that all replicas share; undefined where there are none. */
  readonly sharedClaim: string | undefined;
  /** Groups that may use its volumes, beside that of the process. */
  readonly volumeGroups: readonly number[];
  /** Null where the size of the checkpoint is not known. */
  readonly weightsGiB: number | null;
  readonly ephemeralWeights: boolean;
  /** Containers that bring the weights, or wait for them. */
  readonly initContainers: DeploymentV1SpecTemplateSpecContainer[];
  readonly placement: Placement;
  /** Undefined for the default of the cluster. */
  readonly priorityClassName: string | undefined;
  readonly serviceAccountName: string;
  readonly pullSecrets: Pick<DeploymentV1SpecTemplateSpec, 'imagePullSecrets'>;
  readonly startupSeconds: number;
  readonly part: PodPart;
}

/** Seconds between the request to stop and the end of a pod: what is in flight is answered meanwhile. */
export const graceSeconds = ({ drainSeconds }: Pick<EngineAdapter, 'drainSeconds'>): number => PRE_STOP_SECONDS + drainSeconds + 15;

export function servingPod(props: ServingPodProps): DeploymentV1SpecTemplateSpec {
  const folders = foldersOf(props);
  return {
    serviceAccountName: props.serviceAccountName,
    ...props.pullSecrets,
    ...restrictedPod(props.adapter.runAs, props.realm, props.volumeGroups),
    ...(props.priorityClassName === undefined ? {} : { priorityClassName: props.priorityClassName }),
    affinity: props.placement.affinity,
    toleration: props.placement.toleration,
    terminationGracePeriodSeconds: graceSeconds(props.adapter),
    ...(props.initContainers.length === 0 ? {} : { initContainer: props.initContainers }),
    container: [servingContainer(props), ...pruners(props)],
    volume: [
      props.weightsVolume,
      ...props.files.volume,
      ...(props.templateConfigMap === undefined ? [] : [{ name: TEMPLATE_VOLUME, configMap: { name: props.templateConfigMap } }]),
      ...folders.map((folder) => volumeOf(folder, props.sharedClaim)),
    ],
  };
}

function volumeOf({ name, medium, sizeGiB, sharedByReplicas }: WritableFolder, claim = ''): DeploymentV1SpecTemplateSpecVolume {
  if (sharedByReplicas === true) return { name, persistentVolumeClaim: { claimName: claim } };
  return { name, emptyDir: { ...(medium === undefined ? {} : { medium }), sizeLimit: `${sizeGiB}Gi` } };
}

const SHARED_MEMORY = '/dev/shm';

type Folders = Pick<ServingPodProps, 'adapter' | 'replica' | 'hasOwnSharedMemory'>;

/** What the folders of a pod may take of the disk of its node, GiB. */
export const foldersGiB = (folders: Folders): number =>
  foldersOf(folders)
    .filter(({ medium, sharedByReplicas }) => medium === undefined && sharedByReplicas !== true)
    .reduce((sum, { sizeGiB }) => sum + sizeGiB, 0);

/** What the programs that prune those folders ask for together; each has a container of its own. */
export const prunerAsks = (folders: Folders): { readonly cpu: number; readonly memoryGiB: number } => {
  const count = foldersOf(folders).filter(({ prunedBy }) => prunedBy !== undefined).length;
  return { cpu: count * PRUNER.cpu, memoryGiB: count * PRUNER.memoryGiB };
};

/** CPUs and GiB of a container that prunes a folder. */
const PRUNER = { cpu: 0.05, memoryGiB: 0.25 };
const PRUNER_MEMORY = `${PRUNER.memoryGiB * 1_024}Mi`;

const foldersOf = ({ adapter, replica, hasOwnSharedMemory }: Folders) =>
  adapter.writableFolders(replica).filter(({ path }) => hasOwnSharedMemory || path !== SHARED_MEMORY);

function servingContainer(props: ServingPodProps): DeploymentV1SpecTemplateSpecContainer {
  const { adapter, part } = props;
  return {
    name: props.engine.id,
    image: props.image,
    imagePullPolicy: 'IfNotPresent',
    ...(props.command === undefined ? {} : { command: [...props.command] }),
    args: props.args,
    env: [...addressOfPod(props), ...toEnv(props.env)],
    ...(part.answers ? { port: servingPorts(props.engine).map(({ name, port }) => ({ name, containerPort: port, protocol: 'TCP' })) } : {}),
    resources: resources(props),
    securityContext: containerSecurity(adapter.runAs, props.realm),
    volumeMount: [
      { name: 'weights', mountPath: adapter.weightsFolder },
      ...props.files.volumeMount,
      ...(props.templateConfigMap === undefined ? [] : [{ name: TEMPLATE_VOLUME, mountPath: ChatTemplate.mounted.folder, readOnly: true }]),
      ...foldersOf(props).map((folder) => ({ name: folder.name, mountPath: folder.path })),
    ],
    ...probes(part, adapter, props.startupSeconds),
    lifecycle: { preStop: [{ exec: { command: ['sleep', String(stopDelaySeconds(part, adapter))] } }] },
  };
}

const addressOfPod = ({ addressVariable: name }: ServingPodProps) =>
  name === undefined ? [] : [{ name, valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } }];

/** Beside the engine, each with the one folder that it keeps within its size. */
function pruners(props: ServingPodProps): DeploymentV1SpecTemplateSpecContainer[] {
  return foldersOf(props).flatMap(({ name, path, prunedBy }) =>
    prunedBy === undefined
      ? []
      : [
          {
            name: `${name}-pruner`,
            image: props.image,
            imagePullPolicy: 'IfNotPresent',
            command: [...prunedBy],
            resources: { requests: { cpu: `${PRUNER.cpu * 1_000}m`, memory: PRUNER_MEMORY }, limits: { memory: PRUNER_MEMORY } },
            securityContext: containerSecurity(props.adapter.runAs, props.realm),
            volumeMount: [{ name, mountPath: path }],
          },
        ],
  );
}

const stopDelaySeconds = ({ outlastsLeader }: PodPart, { drainSeconds }: EngineAdapter): number =>
  PRE_STOP_SECONDS + (outlastsLeader ? drainSeconds : 0);

function probes({ health, answers }: PodPart, { warmCommand }: EngineAdapter, startupSeconds: number) {
  if (health === null) return {};
  const times = { timeoutSeconds: 5, successThreshold: 1 };
  const check = { httpGet: { ...health, scheme: 'HTTP' }, ...times };
  const started = warmCommand === undefined || !answers ? check : { exec: { command: [...warmCommand] }, ...times };
  return {
    startupProbe: { ...started, periodSeconds: PROBE_PERIOD_SECONDS, failureThreshold: Math.ceil(startupSeconds / PROBE_PERIOD_SECONDS) },
    readinessProbe: { ...check, periodSeconds: 5, failureThreshold: 3 },
    livenessProbe: { ...check, periodSeconds: PROBE_PERIOD_SECONDS, failureThreshold: 6 },
  };
}

/** Extended resources need limits equal to requests. Memory is bounded, CPU is not: throttling a scheduler thread stalls every request. */
function resources(props: ServingPodProps) {
  const gpus = { [props.gpuResource]: String(gpusOfPod(props.replica)) };
  const weightsGiB = props.ephemeralWeights ? props.weightsGiB : 0;
  // A limit below the unknown weights would evict the pod while it loads.
  const disk = weightsGiB === null ? {} : { 'ephemeral-storage': `${Math.ceil(foldersGiB(props) + weightsGiB)}Gi` };
  return {
    requests: { cpu: props.cpu, memory: props.memory, ...disk, ...gpus, ...props.part.resources },
    limits: { memory: props.memory, ...disk, ...gpus, ...props.part.resources },
  };
}
