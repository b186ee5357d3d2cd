import { z } from 'zod';
import { dnsLabel } from '../core/kubernetes/dns-label';
import { httpPath } from '../core/kubernetes/http-path';
import { portNumber } from '../core/kubernetes/port';
import { takesProps } from '../core/prop-homes';
import { branded } from '../core/schema';
import type { SecretRef } from '../core/secret-ref';
import { Cluster } from '../platform/cluster';
import { cpuNodePoolsSchema } from '../platform/cpu-node-pools';
import { type Namespace, namespaceSchema } from '../security/namespace';
import type { IService } from '../security/service';
import type { Volume } from '../security/volume';
import type { WorkloadIdentity } from '../security/workload-identity';
import { cpuPodShape } from './agent-runtime-props';
import { GATE_PORTS, type McpToolScopeProps, toolScopeSchema } from './tool-scopes/tool-scope-props';
import { serviceSchema } from './wiring';

/** Props of an MCP server that serves over streamable HTTP. One that speaks stdio needs a bridge in its image. */
export interface McpServerProps {
  /** Cluster the server runs on. */
  readonly cluster: Cluster;
  /**
   * Node pools of the cluster, by name, on which the server runs: the first with room is taken, and their taints are tolerated, e.g. `['agents']`.
   * @default - `cpuNodePools` of the cluster; without those any CPU nodes without taints
   */
  readonly cpuNodePools?: readonly string[];
  /**
   * Name of the Deployment and the Service, and of the server in `MCP_SERVERS`, independent of the id of the construct.
   * @default - the id of the construct
   */
  readonly name?: string;
  /** Image with the server, with a tag or digest; takes a Terraform token. */
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
  /** Port on which the server listens. */
  readonly port: number;
  /**
   * Path of the MCP endpoint.
   * @default '/mcp'
   */
  readonly path?: string;
  /**
   * Path that answers 200 when the server is ready. A pod that answers nothing for 30 s gets no requests; it is restarted
   * when it has answered nothing for 600 s, or for as long as a stopped pod has to finish, whichever is more: a program with one thread is busy, not hung.
   * @default - the port being open
   */
  readonly healthPath?: string;
  /**
   * Pods of the server; one alone is a warning (AF-CPU-009).
   * @default 2
   */
  readonly replicas?: number;
  /**
   * The server keeps MCP sessions in its memory: each client then keeps to one pod, by its address. `false` for a stateless server, whose clients are spread freely.
   * @default true
   */
  readonly keepsSessions?: boolean;
  /**
   * CPU and memory of a pod.
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
   * Environment; credentials as `SecretRef`, values take Terraform tokens. A variable of a wired service must not be set again.
   * `HOME` (`/tmp`), `XDG_CACHE_HOME` and `USER` are set where it does not name them.
   * @default - none
   */
  readonly env?: Readonly<Record<string, string | SecretRef>>;
  /**
   * What the server itself calls: a database, an API, a router. Their variables are set and the network is opened, to nothing else.
   * @default - none
   */
  readonly services?: readonly IService[];
  /**
   * What some clients may call, by names of your own: `{ readers: { allowedTools: ['find'], port: 8101 } }`. Wire these clients to `server.scope('readers')` in place of the
   * server: a gate (Envoy) in its pods refuses calls of other tools. Who is wired to the server itself, and its `callers`, may call every tool.
   * @default - none
   */
  readonly toolScopes?: Readonly<Record<string, McpToolScopeProps>>;
  /**
   * Namespaces whose pods may call the server, beside the runtimes that are wired to it.
   * @default - none
   */
  readonly callers?: readonly string[];
  /**
   * The server may reach public addresses on port 443.
   * @default false
   */
  readonly internet?: boolean;
  /**
   * User and group of the process; never root.
   * @default 10001
   */
  readonly runAsUser?: number;
  /**
   * Namespace of the server: a name makes it, `Namespace.existing(…)` uses one.
   * @default - the id of the stack
   */
  readonly namespace?: string | Namespace;
}

interface Ports {
  readonly port: number;
  readonly toolScopes: Readonly<Record<string, { readonly port: number }>>;
}

/** The first scope whose port is that of the server or of a scope before it. */
function sharedPort({ port, toolScopes }: Ports): string | undefined {
  const taken = new Set([port]);
  const shared = Object.entries(toolScopes).find(([, scope]) => taken.has(scope.port) || !taken.add(scope.port));
  return shared?.[0];
}

export const mcpServerSchema = z
  .strictObject({
    ...cpuPodShape,
    cluster: branded<Cluster>(Cluster.isCluster, 'a Cluster, e.g. Cluster.fromKubeconfig({ context })'),
    cpuNodePools: cpuNodePoolsSchema,
    port: portNumber,
    path: httpPath.default('/mcp'),
    keepsSessions: z.boolean().default(true),
    services: z.array(serviceSchema).optional(),
    toolScopes: z.record(dnsLabel, toolScopeSchema).default({}),
    namespace: namespaceSchema.optional(),
  })
  .superRefine((props, context) => {
    const name = sharedPort(props);
    if (name === undefined) return;
    const message = 'expected a port of its own: the server and other scopes listen in the same pod';
    context.addIssue({ code: 'custom', path: ['toolScopes', name, 'port'], message });
  })
  .refine(({ port, toolScopes }) => Object.keys(toolScopes).length === 0 || !Object.values<number>(GATE_PORTS).includes(port), {
    error: `expected another port than ${GATE_PORTS.admin} and ${GATE_PORTS.status}, which the gate before toolScopes uses`,
    path: ['port'],
  });
takesProps('McpServer', mcpServerSchema);

/** `McpServerProps` after their checks, with defaults filled in. */
export interface McpServerSpec extends z.output<typeof mcpServerSchema> {}
