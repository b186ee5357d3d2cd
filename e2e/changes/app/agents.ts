/** Routers, runtimes, fleets, roles and what watches them, one for each row. */
import { type App, TerraformStack } from 'cdktf';
import {
  AgentFleet,
  type AgentFleetProps,
  AgentRuntime,
  ExternalHost,
  ExternalSecret,
  GpuService,
  InferencePool,
  InternalService,
  type IObservedFleet,
  LiteLLMRouter,
  McpServer,
  Model,
  ObservabilityStack,
  type ObservabilityStackProps,
  type RoleProps,
  SessionStore,
  StateStore,
  TaskQueue,
  ToolSandbox,
  Topology,
  Tracing,
} from 'cdktf-agent-fleet';
import { EXISTING_POOL, EXISTING_POOL_ROWS } from '../rows/existing-pool-rows';
import { type FleetParts, fleetRows, RUNTIME, roleRows } from '../rows/fleet-rows';
import { observabilityRows } from '../rows/observability-rows';
import { RABBITMQ_ROWS, redisStreamRows } from '../rows/queue-rows';
import { routerRows } from '../rows/router-rows';
import { type Side, sidesOf } from '../rows/row';
import { runtimeRows } from '../rows/runtime-rows';
import {
  EXTERNAL_HOST,
  EXTERNAL_HOST_ROWS,
  EXTERNAL_SECRET,
  EXTERNAL_SECRET_ROWS,
  GPU_SERVICE,
  GPU_SERVICE_ROWS,
  INTERNAL_SERVICE,
  INTERNAL_SERVICE_ROWS,
  MCP_SERVER,
  MCP_SERVER_ROWS,
  TOOL_SANDBOX,
  TOOL_SANDBOX_ROWS,
} from '../rows/service-rows';
import { STATE_DATABASE_ROWS } from '../rows/store-rows';
import { OTLP_TRACING_ROWS, TRACES } from '../rows/tracing-rows';
import { CLUSTER, dashed, POOL } from './setting';

const cluster = CLUSTER;
const LONG_ROLE = { 'role-context-strategy': ['role-context-strategy-long'] };

/** How many pods work on a queue follows from its depth. */
const { replicas: _, ...WORKER } = RUNTIME;

export function agents(app: App, side: Side): void {
  const stack = new TerraformStack(app, 'agents');
  const parts = fleetParts(stack, side);
  routers(stack, parts, side);
  for (const [prop, props] of sidesOf(runtimeRows(parts.sessions), side))
    new AgentRuntime(stack, `runtime-${dashed(prop)}`, { cluster, ...('consumes' in props ? WORKER : RUNTIME), ...props });
  existingPools(stack, side);
  services(stack, side);
  queues(stack, parts, side);
  traced(stack, side);
  databases(stack, parts, side);
  fleets(stack, parts, side);
  watched(stack, side);
}

export function fleetParts(stack: TerraformStack, side: Side): FleetParts {
  const pool = (id: string, props: object) => new InferencePool(stack, id, { cluster, ...POOL, nodePool: 'h100', ...props });
  return {
    pool: pool('near-model', { replicas: 2 }),
    longPool: pool('far-model', { maxContextTokens: 16_384 }),
    embedder: pool('embedder', { model: Model.BGE_M3, maxContextTokens: 512 }),
    reranker: pool('reranker', { model: Model.BGE_RERANKER_V2_M3, maxContextTokens: 512 }),
    router: new LiteLLMRouter(stack, 'router', { cluster, ...(side === 'after' ? { contextWindowFallbacks: LONG_ROLE } : {}) }),
    sessions: new SessionStore(stack, 'sessions', { cluster }),
    state: new StateStore(stack, 'state', { cluster }),
  };
}

function routers(stack: TerraformStack, { pool, longPool, sessions }: FleetParts, side: Side): void {
  for (const [prop, props] of sidesOf(routerRows(sessions), side)) {
    const router = new LiteLLMRouter(stack, `router-${dashed(prop)}`, { cluster, ...props });
    router.addRoute({ alias: 'near', pool });
    router.addRoute({ alias: 'far', pool: longPool });
    if (prop === 'clientKeys') new AgentRuntime(stack, `${router.name}-agents`, { cluster, ...RUNTIME, services: [router] });
  }
}

/** Each behind a router of its own. */
function existingPools(stack: TerraformStack, side: Side): void {
  for (const [prop, props] of sidesOf(EXISTING_POOL_ROWS, side)) {
    const pool = InferencePool.fromExisting(stack, `theirs-${dashed(prop)}`, { cluster, ...EXISTING_POOL, ...props });
    new LiteLLMRouter(stack, `to-${dashed(prop)}`, { cluster }).addRoute({ alias: 'theirs', pool });
  }
}

function services(stack: TerraformStack, side: Side): void {
  const internal = sidesOf(INTERNAL_SERVICE_ROWS, side).map(
    ([prop, props]) => [`internal-${dashed(prop)}`, new InternalService({ ...INTERNAL_SERVICE, ...props })] as const,
  );
  const external = sidesOf(EXTERNAL_HOST_ROWS, side).map(
    ([prop, props]) => [`external-${dashed(prop)}`, new ExternalHost({ ...EXTERNAL_HOST, ...props })] as const,
  );
  const servers = sidesOf(MCP_SERVER_ROWS, side).map(([prop, props]) => {
    const server = new McpServer(stack, `tools-${dashed(prop)}`, { cluster, ...MCP_SERVER, ...props });
    return [`tools-of-${dashed(prop)}`, prop === 'toolScopes' ? server.scope('readers') : server] as const;
  });
  const sandboxes = sidesOf(TOOL_SANDBOX_ROWS, side).map(
    ([prop, props]) =>
      [`coder-of-${dashed(prop)}`, new ToolSandbox(stack, `sandbox-${dashed(prop)}`, { cluster, ...TOOL_SANDBOX, ...props })] as const,
  );
  const onGpus = sidesOf(GPU_SERVICE_ROWS, side).map(
    ([prop, props]) =>
      [`drawer-of-${dashed(prop)}`, new GpuService(stack, `gpu-service-${dashed(prop)}`, { cluster, ...GPU_SERVICE, ...props })] as const,
  );
  for (const [prop, props] of sidesOf(EXTERNAL_SECRET_ROWS, side))
    new ExternalSecret(stack, `secret-${dashed(prop)}`, { cluster, ...EXTERNAL_SECRET, ...props });
  for (const [id, service] of [...internal, ...external, ...servers, ...sandboxes, ...onGpus])
    new AgentRuntime(stack, id, { cluster, ...RUNTIME, services: [service] });
}

/** Each with agents that send it their spans. */
function traced(stack: TerraformStack, side: Side): void {
  for (const [prop, props] of sidesOf(OTLP_TRACING_ROWS, side)) {
    const tracing = Tracing.otlp(stack, `tracing-${dashed(prop)}`, { cluster, to: TRACES, ...props });
    new AgentRuntime(stack, `traced-${dashed(prop)}`, { cluster, ...RUNTIME, services: [tracing] });
  }
}

/** Each with agents that keep their state there; one comes, and one goes. */
function databases(stack: TerraformStack, { state }: FleetParts, side: Side): void {
  const rows = sidesOf(STATE_DATABASE_ROWS, side).map(([prop, props]) => [`of_${prop}`, props] as const);
  for (const [name, props] of [...rows, [side === 'before' ? 'goes' : 'comes', {}] as const])
    new AgentRuntime(stack, `database-${name.replaceAll('_', '-')}`, { cluster, ...RUNTIME, services: [state.addDatabase(name, props)] });
}

/** Each with a worker, which gets its variables. */
function queues(stack: TerraformStack, { sessions }: FleetParts, side: Side): void {
  for (const [prop, props] of sidesOf(redisStreamRows(sessions), side)) {
    const queue = TaskQueue.redisStream(stack, `queue-${dashed(prop)}`, { cluster, store: sessions, ...props });
    new AgentRuntime(stack, `worker-${dashed(prop)}`, { cluster, ...WORKER, consumes: queue });
  }
  for (const [prop, props] of sidesOf(RABBITMQ_ROWS, side)) {
    const queue = TaskQueue.rabbitMq(stack, `rabbit-${dashed(prop)}`, { cluster, ...props });
    new AgentRuntime(stack, `rabbit-worker-${dashed(prop)}`, { cluster, ...WORKER, consumes: queue });
  }
}

function fleets(stack: TerraformStack, parts: FleetParts, side: Side): void {
  const base = { cluster, runtime: RUNTIME, sessionStore: false, stateStore: false } as const;
  const one = {
    topology: Topology.flat({ agents: ['worker'] }),
    concurrentWorkflows: 2,
    roles: { worker: { pool: parts.pool, contextTokens: 2_000 } },
  };
  for (const [prop, props] of sidesOf<AgentFleetProps>(fleetRows(parts), side)) {
    const router = prop === 'router' || prop === 'namespace' ? {} : { router: parts.router };
    new AgentFleet(stack, `fleet-${dashed(prop)}`, { ...base, ...one, ...router, ...props });
  }
  const roles = sidesOf<RoleProps>(roleRows(parts), side).map(([prop, props]) => [
    `role-${dashed(prop)}`,
    { pool: parts.pool, ...props } as RoleProps,
  ]);
  new AgentFleet(stack, 'roles', {
    ...base,
    router: parts.router,
    topology: Topology.flat({ agents: roles.map(([name]) => String(name)) }),
    concurrentWorkflows: 2,
    roles: Object.fromEntries(roles) as Record<string, RoleProps>,
  });
}

/** A pool may be watched by one stack alone, so each has its own. */
function watched(stack: TerraformStack, side: Side): void {
  const pools = new Map<string, InferencePool>();
  const fleetOf = (name: string): IObservedFleet => {
    const pool = pools.get(name) ?? new InferencePool(stack, name, { cluster, ...POOL, nodePool: 'h100' });
    pools.set(name, pool);
    return { name, pools: () => [pool], latencyOf: () => 'chat' };
  };
  for (const [prop, props] of sidesOf<ObservabilityStackProps>(observabilityRows(fleetOf), side)) {
    const fleets = prop === 'fleets' ? [] : [fleetOf(`watched-${dashed(prop)}`)];
    new ObservabilityStack(stack, `observability-${dashed(prop)}`, { cluster, fleets, ...props });
  }
}
