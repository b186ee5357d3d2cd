import { z } from 'zod';
import { MOST } from '../capacity/limits';
import { dnsLabel } from '../core/kubernetes/dns-label';
import { envName } from '../core/kubernetes/env-name';
import { httpPath } from '../core/kubernetes/http-path';
import { imageReference } from '../core/kubernetes/image-reference';
import { podResourcesSchema } from '../core/kubernetes/pod-resources';
import { portNumber } from '../core/kubernetes/port';
import { runtimeClassName } from '../core/kubernetes/runtime-class-name';
import { secretName } from '../core/kubernetes/secret-name';
import { freeText } from '../core/notion';
import { takesProps } from '../core/prop-homes';
import { orToken } from '../core/prop-marks';
import { branded, wholeNumber } from '../core/schema';
import { Cluster } from '../platform/cluster';
import { cpuNodePoolsSchema } from '../platform/cpu-node-pools';
import { type Namespace, namespaceSchema } from '../security/namespace';
import type { IService } from '../security/service';
import { type Volume, volumesSchema } from '../security/volume';
import { MOST_REPLICAS } from './runtime-load';
import { scratchGiB, startedWords } from './started-props';
import { serviceSchema } from './wiring';

/** An hour: what takes longer is no tool call. */
const MOST_TASK_SECONDS = 3_600;

/** Props of a sandbox: pods that run code which a model wrote. */
export interface ToolSandboxProps {
  /** Cluster the sandbox runs on. */
  readonly cluster: Cluster;
  /**
   * Node pools of the cluster, by name, on which the sandbox runs; all of them have its RuntimeClass: the first with room is taken, and their taints are tolerated, e.g. `['sandboxes']`.
   * @default - the node pools that say its `runtimeClass`; where none does, `cpuNodePools` of the cluster
   */
  readonly cpuNodePools?: readonly string[];
  /**
   * Name of the Deployment and the Service, independent of the id of the construct.
   * @default - the id of the construct
   */
  readonly name?: string;
  /** Image of a server that runs the code it is sent, with a tag or digest; takes a Terraform token. */
  readonly image: string;
  /** Port on which it listens. */
  readonly port: number;
  /**
   * RuntimeClass of the pods, which exists on the cluster: one of gVisor (handler `runsc`, on GKE the class is `gvisor`) or of Kata Containers (`kata-qemu`, `kata-clh`). Node pools say in
   * `runtimeClasses` that they have it.
   */
  readonly runtimeClass: string;
  /**
   * Path under which it takes code, or its MCP endpoint.
   * @default - '/mcp' with `mcp`, else none
   */
  readonly path?: string;
  /**
   * It is an MCP server: `MCP_SERVERS` of its clients lists its URL under its name.
   * @default false
   */
  readonly mcp?: boolean;
  /**
   * Path that answers 200 when the server is ready. A pod that answers nothing for 30 s gets no requests; it is restarted
   * when it has answered nothing for 600 s, or for as long as a stopped pod has to finish, whichever is more: a program with one thread is busy, not hung.
   * @default - the port being open
   */
  readonly healthPath?: string;
  /**
   * Pods that are always ready; one alone is a warning (AF-CPU-009).
   * @default 2
   */
  readonly replicas?: number;
  /**
   * Seconds that a task may take. The server ends it then: it reads `SANDBOX_TASK_SECONDS`. Clients read it in `SANDBOX_<NAME>_TASK_SECONDS`, and a pod that is stopped has so long to finish.
   * @default 30
   */
  readonly taskSeconds?: number;
  /**
   * Tasks that a pod runs at the same time; the server reads `SANDBOX_TASKS_PER_POD`. With more than one, tasks of several sessions share CPU, memory and files of a pod.
   * @default 1
   */
  readonly tasksPerPod?: number;
  /**
   * CPU and memory of a pod, and its bounds: a task gets no more.
   * @default - 1 CPU and 1Gi, assumed
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
   * Size of `/tmp`, the only folder that can be written beside those in `volumes`, GiB of the disk of the node, e.g. for repositories that are cloned. A pod that writes more is evicted.
   * @default 1
   */
  readonly scratchGiB?: number;
  /**
   * Environment. No secrets: the code could read them.
   * `HOME` (`/tmp`), `XDG_CACHE_HOME` and `USER` are set where it does not name them.
   * @default - none
   */
  readonly env?: Readonly<Record<string, string>>;
  /**
   * Files from ConfigMaps or claims. The root of the container is read-only; `/tmp` takes `scratchGiB`.
   * @default - none beside /tmp
   */
  readonly volumes?: readonly Volume[];
  /**
   * What the code may reach, e.g. a mirror of packages: an `InternalService` or `ExternalHost`. To nothing else does the network let it, names included.
   * @default - nothing
   */
  readonly services?: readonly IService[];
  /**
   * Names of Secrets with logins for registries (`kubernetes.io/dockerconfigjson`) in the namespace of the pods, beside those of the cluster.
   * @default - those of the cluster
   */
  readonly imagePullSecrets?: readonly string[];
  /**
   * User and group of the process; never root.
   * @default 10001
   */
  readonly runAsUser?: number;
  /**
   * Namespace of the sandbox: a name makes it, `Namespace.existing(…)` uses one.
   * @default - the id of the stack
   */
  readonly namespace?: string | Namespace;
}

export const toolSandboxSchema = z.strictObject({
  cluster: branded<Cluster>(Cluster.isCluster, 'a Cluster, e.g. Cluster.fromKubeconfig({ context })'),
  cpuNodePools: cpuNodePoolsSchema,
  name: dnsLabel.optional(),
  image: orToken(imageReference),
  port: portNumber,
  runtimeClass: runtimeClassName,
  path: httpPath.optional(),
  mcp: z.boolean().optional(),
  healthPath: httpPath.optional(),
  replicas: wholeNumber(1, MOST_REPLICAS).optional(),
  taskSeconds: wholeNumber(1, MOST_TASK_SECONDS).default(30),
  tasksPerPod: wholeNumber(1, MOST).default(1),
  resources: podResourcesSchema.optional(),
  command: startedWords.optional(),
  args: z.array(orToken(freeText('arguments of your own program', { empty: true }))).optional(),
  scratchGiB: scratchGiB.optional(),
  env: z
    .record(
      envName,
      z.union([orToken(freeText('the program in the image reads it', { empty: true }))], {
        error: 'expected a text: code that a model wrote reads the environment, so no Secret belongs there',
      }),
    )
    .optional(),
  volumes: volumesSchema
    .refine((volumes) => volumes.every(({ kind }) => kind !== 'secret'), {
      error: 'expected no volume from a Secret: code that a model wrote reads its files',
    })
    .optional(),
  services: z.array(serviceSchema).optional(),
  imagePullSecrets: z.array(secretName).optional(),
  runAsUser: wholeNumber(1, 2_147_483_647).optional(),
  namespace: namespaceSchema.optional(),
});
takesProps('ToolSandbox', toolSandboxSchema);

/** `ToolSandboxProps` after their checks, with defaults filled in. */
export interface ToolSandboxSpec extends z.output<typeof toolSandboxSchema> {}
