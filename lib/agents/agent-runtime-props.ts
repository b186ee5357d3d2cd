import { z } from 'zod';
import { MOST } from '../capacity/limits';
import { type FrameworkId, leastMemoryMiB } from '../catalog/frameworks';
import { dnsLabel } from '../core/kubernetes/dns-label';
import { environmentSchema } from '../core/kubernetes/environment';
import { httpPath } from '../core/kubernetes/http-path';
import { imageReference } from '../core/kubernetes/image-reference';
import { namespaceName } from '../core/kubernetes/namespace-name';
import { podResourcesSchema } from '../core/kubernetes/pod-resources';
import { portNumber } from '../core/kubernetes/port';
import { secretName } from '../core/kubernetes/secret-name';
import { memoryGiB } from '../core/memory-quantity';
import { freeText } from '../core/notion';
import { takesProps } from '../core/prop-homes';
import { orToken } from '../core/prop-marks';
import { routeAlias } from '../core/route-alias';
import { branded, wholeNumber } from '../core/schema';
import type { SecretRef } from '../core/secret-ref';
import { Cluster } from '../platform/cluster';
import { cpuNodePoolsSchema } from '../platform/cpu-node-pools';
import { type ITaskQueue, isTaskQueue } from '../queues/contract';
import { type Compliance, complianceSchema } from '../security/governance/governance';
import { type Namespace, namespaceSchema } from '../security/namespace';
import type { IService } from '../security/service';
import { type Volume, volumesSchema } from '../security/volume';
import { identitySchema, type WorkloadIdentity } from '../security/workload-identity';
import { MOST_REPLICAS } from './runtime-load';
import { type RuntimeSetup, runtimeSetupSchema } from './setup-props';
import { scratchGiB, startedWords } from './started-props';
import { serviceSchema } from './wiring';

/** The pods that work on a queue. */
export interface QueueWorkers {
  /**
   * Pods that are always there.
   * @default - 0, or 1 where a role is `chat` or `voice`
   */
  readonly min?: number;
  /**
   * Pods at most.
   * @default - as many as work on all workflows of the peak; 10 where their number is not known
   */
  readonly max?: number;
  /**
   * Tasks that one pod works on at the same time.
   * @default 1
   */
  readonly tasksPerWorker?: number;
  /**
   * Seconds between two looks at the queue, and for which it must be long before further pods are added.
   * @default 30
   */
  readonly activationSeconds?: number;
  /**
   * Seconds for which the queue must be empty, or short, before pods are removed.
   * @default 300
   */
  readonly cooldownSeconds?: number;
}

/** What a fleet says of its runtime; the fleet adds router, stores and roles. */
export interface FleetRuntimeProps {
  /**
   * Name of the Deployment and the Service, independent of the id of the construct: with a name the id can change and everything on the cluster keeps its name.
   * @default - the id of the construct; of the runtime of a fleet `<name of the fleet>-agents`
   */
  readonly name?: string;
  /** Framework of the agents; it decides whether a state store is required. */
  readonly framework: FrameworkId;
  /** Image with your agents, with a tag or digest; takes a Terraform token, e.g. the address of a repository of another stack. */
  readonly image: string;
  /**
   * Names of Secrets with logins for registries (`kubernetes.io/dockerconfigjson`) in the namespace of the pods, beside those of the cluster.
   * @default - those of the cluster
   */
  readonly imagePullSecrets?: readonly string[];
  /**
   * Files from ConfigMaps, Secrets or claims, e.g. `[Volume.configMap({ name: 'prompts', mountPath: '/etc/prompts' })]`. The root of the container is read-only.
   * @default - none beside /tmp
   */
  readonly volumes?: readonly Volume[];
  /**
   * Who the pods are to a cloud, e.g. `WorkloadIdentity.aws({ roleArn })`: annotations of their service account, which has their name.
   * @default - nobody
   */
  readonly identity?: WorkloadIdentity;
  /**
   * Pods of the runtime.
   * @default - as many as hold the sessions where `sessionsPerReplica` is known, and never fewer than 2; else 2
   */
  readonly replicas?: number;
  /**
   * Sessions that one pod holds at the same time, as you measured it: it depends on your code, its framework and the resources of the pod, so there is no
   * default. Replicas follow from it: the sessions of all roles at the peak.
   * @default - unknown, which is a hint (AF-CPU-011)
   */
  readonly sessionsPerReplica?: number;
  /**
   * Connections to its state store that one pod opens at most, as your program sets it, e.g. `max_size` of its pool. With them the store is held against its clients (AF-CPU-045).
   * @default - unknown: nothing is held against it
   */
  readonly databaseConnections?: number;
  /**
   * Port on which the runtime serves.
   * @default - none: the agents take work from a queue or start by themselves; no Service is made
   */
  readonly port?: number;
  /**
   * Queue from which the agents take their tasks, e.g. `TaskQueue.redisStream(…)`: they are wired to it, and as many pods run as it has tasks for.
   * @default - none
   */
  readonly consumes?: ITaskQueue;
  /**
   * How many pods work on the queue; with `consumes`, in place of `replicas` and `sessionsPerReplica`.
   * @default - none while the queue is empty, and one for each workflow at the peak; one is always there where a role is `chat` or `voice`
   */
  readonly workers?: QueueWorkers;
  /**
   * Seconds that a stopped pod has to finish what it has begun (`terminationGracePeriodSeconds`). Rollouts, scale-in and drains stop pods: the program gets
   * SIGTERM, takes nothing more, finishes, acknowledges and ends. One that ends sooner waits for nothing. Whoever takes the node away may give less: spot nodes
   * 30 to 120 s, the cluster autoscaler 600 s.
   * @default - with `consumes` as long as the queue waits for a task (`visibilitySeconds`), at most 3600; with `port` the longest that one of its requests may take, 60 to 600; else 60
   */
  readonly graceSeconds?: number;
  /**
   * Path that answers 200 when the runtime is ready; needs `port`. A pod that answers nothing for 30 s gets no requests; it is restarted
   * when it has answered nothing for 600 s, or for as long as a stopped pod has to finish, whichever is more: a program with one thread is busy, not hung.
   * @default - the port being open
   */
  readonly healthPath?: string;
  /**
   * Namespaces whose pods may call the runtime's port, e.g. that of the ingress controller.
   * @default - none
   */
  readonly callers?: readonly string[];
  /**
   * CPU and memory of a pod. Memory in which the framework itself cannot be loaded is refused.
   * @default - 1 CPU and 1Gi, assumed
   */
  readonly resources?: { readonly cpu?: string; readonly memory?: string };
  /**
   * Program in place of the entry point of the image; each word takes a Terraform token.
   * @default - the entry point of the image
   */
  readonly command?: readonly string[];
  /**
   * Node pools of the cluster, by name, on which the agents run: the first with room is taken, and their taints are tolerated, e.g. `['agents']`.
   * @default - `cpuNodePools` of the cluster; without those any CPU nodes without taints
   */
  readonly cpuNodePools?: readonly string[];
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
   * A program of the image that ends before the pods start, in the same environment: `{ args: ['python', 'agents.py', 'setup'] }` where that calls `setup()` of
   * LangGraph's checkpointer. It runs again for another image, other arguments or another environment; where it fails, the deployment stops.
   * @default - none
   */
  readonly setup?: RuntimeSetup;
  /**
   * Environment; secrets as `SecretRef`, values take Terraform tokens. A variable of the router, a store or the fleet must not be set again.
   * `HOME` (`/tmp`), `XDG_CACHE_HOME` and `USER` are set where it does not name them.
   * @default - none
   */
  readonly env?: Readonly<Record<string, string | SecretRef>>;
  /**
   * The agents may reach public addresses on port 443.
   * @default false
   */
  readonly internet?: boolean;
  /**
   * User and group of the process; never root.
   * @default 10001
   */
  readonly runAsUser?: number;
}

/** What an agent has to know of its role. */
export interface RuntimeRole {
  /** Model name to ask the router for. */
  readonly model: string;
  /** Context the plan allows a session of this role, tokens. */
  readonly contextTokens: number;
  /**
   * Model name to ask for what is too hard for this role (`Topology.escalation`).
   * @default - the role answers everything
   */
  readonly escalatesTo?: string;
}

/** Props of the pods in which the agents themselves run: CPU only, calling models through the router. */
export interface AgentRuntimeProps extends FleetRuntimeProps {
  /** Cluster the runtime runs on. */
  readonly cluster: Cluster;
  /**
   * Services the agents call: router, session store, state store, `InternalService`, `ExternalHost` and others. Their variables are set and the network is opened.
   * @default - none
   */
  readonly services?: readonly IService[];
  /**
   * Laws and standards that you say are kept, in place of those of the cluster: labels of the objects.
   * @default - those of the cluster
   */
  readonly compliance?: readonly Compliance[];
  /**
   * Sessions at the peak, which the replicas must hold; with `sessionsPerReplica`. With `consumes`: tasks at the peak.
   * @default - unknown; the runtime of a fleet knows them
   */
  readonly sessions?: number;
  /**
   * Model alias and context of each role; the agents read it as JSON from `AGENT_FLEET_ROLES`.
   * @default - none
   */
  readonly roles?: Readonly<Record<string, RuntimeRole>>;
  /**
   * Namespace of the runtime: a name makes it, `Namespace.existing(…)` uses one.
   * @default - the id of the stack
   */
  readonly namespace?: string | Namespace;
}

/** Props of all pods that hold no model and no state. */
export const cpuPodShape = {
  name: dnsLabel.optional(),
  image: orToken(imageReference),
  identity: identitySchema.optional(),
  volumes: volumesSchema.optional(),
  imagePullSecrets: z.array(secretName).optional(),
  replicas: wholeNumber(1, MOST_REPLICAS).optional(),
  healthPath: httpPath.optional(),
  callers: z.array(namespaceName).optional(),
  resources: podResourcesSchema.optional(),
  command: startedWords.optional(),
  args: z.array(orToken(freeText('arguments of your own program', { empty: true }))).optional(),
  scratchGiB: scratchGiB.optional(),
  env: environmentSchema.optional(),
  internet: z.boolean().optional(),
  runAsUser: wholeNumber(1, 2_147_483_647).optional(),
};

/** A week: as long as a queue may wait for a task. */
const MOST_GRACE_SECONDS = 7 * 86_400;

const optionsShape = {
  ...cpuPodShape,
  cpuNodePools: cpuNodePoolsSchema,
  setup: runtimeSetupSchema.optional(),
  framework: z.enum(['langgraph', 'crewai', 'autogen', 'microsoft-agent-framework', 'openai-agents', 'pydantic-ai', 'custom']),
  port: portNumber.optional(),
  sessionsPerReplica: wholeNumber(1, MOST).optional(),
  databaseConnections: wholeNumber(1, 10_000).optional(),
  graceSeconds: wholeNumber(1, MOST_GRACE_SECONDS).optional(),
  consumes: branded<ITaskQueue>(isTaskQueue, "a task queue, e.g. TaskQueue.redisStream(stack, 'tasks', …)").optional(),
  workers: z
    .strictObject({
      min: wholeNumber(0, MOST_REPLICAS).optional(),
      max: wholeNumber(1, MOST_REPLICAS).optional(),
      tasksPerWorker: wholeNumber(1, 100_000).optional(),
      activationSeconds: wholeNumber(1, 3600).optional(),
      cooldownSeconds: wholeNumber(0, 3600).optional(),
    })
    .refine(({ min = 0, max }) => max === undefined || max >= min, { error: 'expected at least min', path: ['max'] })
    .optional(),
};

interface Working {
  readonly consumes?: unknown;
  readonly workers?: unknown;
  readonly replicas?: unknown;
  readonly sessionsPerReplica?: unknown;
}

const worksOnQueue = ({ consumes, workers }: Working): boolean => workers === undefined || consumes !== undefined;
const QUEUE_NEEDED = { error: 'expected consumes beside it: the queue that the pods work on', path: ['workers'] };

const isCountedOnce = ({ consumes, replicas, sessionsPerReplica }: Working): boolean =>
  consumes === undefined || (replicas === undefined && sessionsPerReplica === undefined);
const COUNTED_ONCE = {
  error: 'expected no replicas and no sessionsPerReplica beside it: workers: { min, max, tasksPerWorker } says how many pods work',
  path: ['consumes'],
};

interface Listening {
  readonly port?: unknown;
  readonly healthPath?: unknown;
  readonly callers?: unknown;
}

const hasPortWhereNeeded = ({ port, healthPath, callers }: Listening) =>
  port !== undefined || (healthPath === undefined && callers === undefined);
const PORT_NEEDED = { error: 'expected a port together with healthPath or callers', path: ['port'] };

interface Loaded {
  readonly framework: FrameworkId;
  readonly resources?: { readonly memory?: string | undefined } | undefined;
}

/** A pod that the kernel ends before its program has been loaded starts again and again, and nothing says why but its exit code. */
function holdsFramework({ framework, resources }: Loaded, context: z.RefinementCtx): void {
  const least = leastMemoryMiB(framework);
  const given = resources?.memory === undefined ? null : memoryGiB(resources.memory);
  if (least === null || given === null || given * 1024 >= least) return;
  const message = `expected at least ${least}Mi: a process that has loaded ${framework} and called nothing takes as much`;
  context.addIssue({ code: 'custom', path: ['resources', 'memory'], message });
}

export const fleetRuntimeSchema = z
  .strictObject(optionsShape)
  .refine(hasPortWhereNeeded, PORT_NEEDED)
  .refine(worksOnQueue, QUEUE_NEEDED)
  .refine(isCountedOnce, COUNTED_ONCE)
  .superRefine(holdsFramework);

export const agentRuntimeSchema = z
  .strictObject({
    ...optionsShape,
    cluster: branded<Cluster>(Cluster.isCluster, 'a Cluster, e.g. Cluster.fromKubeconfig({ context })'),
    services: z.array(serviceSchema).optional(),
    compliance: complianceSchema.optional(),
    sessions: wholeNumber(1, MOST).optional(),
    roles: z
      .record(dnsLabel, z.strictObject({ model: routeAlias, contextTokens: wholeNumber(1), escalatesTo: routeAlias.optional() }))
      .optional(),
    namespace: namespaceSchema.optional(),
  })
  .refine(hasPortWhereNeeded, PORT_NEEDED)
  .refine(worksOnQueue, QUEUE_NEEDED)
  .refine(isCountedOnce, COUNTED_ONCE)
  .refine(
    ({ consumes, sessions, sessionsPerReplica }) =>
      consumes !== undefined || (sessions === undefined) === (sessionsPerReplica === undefined),
    { error: 'expected sessions together with sessionsPerReplica', path: ['sessions'] },
  )
  .superRefine(holdsFramework);
takesProps('AgentRuntime', agentRuntimeSchema);

export interface AgentRuntimeSpec extends z.output<typeof agentRuntimeSchema> {}
