/** The change matrix has a row for every prop; a new prop without one fails here, and what a row asks for is another value. */
import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import { fleetParts } from '../../e2e/changes/app/agents';
import { CLUSTER_ROWS, EXEC_ROWS, NODE_POOL_ROWS, TOKEN_ROWS } from '../../e2e/changes/rows/cluster-rows';
import { EXISTING_POOL_ROWS } from '../../e2e/changes/rows/existing-pool-rows';
import { fleetRows, roleRows } from '../../e2e/changes/rows/fleet-rows';
import { FLEET_OUTPUTS_ROWS, observabilityRows } from '../../e2e/changes/rows/observability-rows';
import {
  GPU_OPERATOR_ROWS,
  KARPENTER_ROWS,
  NODE_CLASS_ROWS,
  OPERATOR_ROWS,
  PLATFORM_ROWS,
  PROMETHEUS_ROWS,
} from '../../e2e/changes/rows/platform-rows';
import {
  ANY_SIGNAL_ROWS,
  BATCH_ROWS,
  LATENCY_ROWS,
  POOL_ROWS,
  QUEUE_DEPTH_ROWS,
  TOKEN_SCALING_ROWS,
  WARM_FLOOR_ROWS,
} from '../../e2e/changes/rows/pool-rows';
import { PREFILL_ROWS } from '../../e2e/changes/rows/prefill-rows';
import { RABBITMQ_ROWS, redisStreamRows } from '../../e2e/changes/rows/queue-rows';
import { REFUSALS } from '../../e2e/changes/rows/refusals';
import { routerRows } from '../../e2e/changes/rows/router-rows';
import type { Row } from '../../e2e/changes/rows/row';
import { runtimeRows } from '../../e2e/changes/rows/runtime-rows';
import {
  EXTERNAL_HOST_ROWS,
  EXTERNAL_SECRET_ROWS,
  GPU_SERVICE_ROWS,
  INTERNAL_SERVICE_ROWS,
  MCP_SERVER_ROWS,
  TOOL_SANDBOX_ROWS,
} from '../../e2e/changes/rows/service-rows';
import { SESSION_ROWS, STATE_DATABASE_ROWS, STATE_ROWS, VECTOR_ROWS } from '../../e2e/changes/rows/store-rows';
import { OTLP_TRACING_ROWS } from '../../e2e/changes/rows/tracing-rows';
import { OBJECT_STORE_ROWS } from '../../e2e/changes/rows/weights-rows';
import { agentFleetSchema } from '../../lib/agents/agent-fleet-props';
import { agentRuntimeSchema } from '../../lib/agents/agent-runtime-props';
import { fleetOutputsSchema } from '../../lib/agents/fleet-outputs';
import { gpuServiceSchema } from '../../lib/agents/gpu-service-props';
import { mcpServerSchema } from '../../lib/agents/mcp-server-props';
import { roleSchema } from '../../lib/agents/role-props';
import { toolSandboxSchema } from '../../lib/agents/tool-sandbox-props';
import { anySignalSchema } from '../../lib/elasticity/any-signal-props';
import { batchScalingSchema } from '../../lib/elasticity/batch-props';
import { latencyScalingSchema } from '../../lib/elasticity/latency-props';
import { queueDepthSchema } from '../../lib/elasticity/queue-depth-props';
import { tokenScalingSchema } from '../../lib/elasticity/tokens-props';
import { warmFloorSchema } from '../../lib/elasticity/warm-floor-props';
import { prefillSchema } from '../../lib/inference/disaggregation/prefill-props';
import { existingPoolSchema } from '../../lib/inference/existing/existing-pool-props';
import { inferencePoolSchema } from '../../lib/inference/inference-pool-schema';
import { objectStoreSchema } from '../../lib/inference/object-store';
import { observabilityStackSchema } from '../../lib/observability/observability-stack-props';
import { environmentAccessSchema, execAccessSchema, kubeconfigSchema, tokenSchema } from '../../lib/platform/access/access-props';
import { Cluster } from '../../lib/platform/cluster';
import { fleetPlatformSchema, gpuOperatorSchema, operatorSchema, prometheusSchema } from '../../lib/platform/fleet-platform-props';
import { karpenterNodePoolsSchema } from '../../lib/platform/karpenter/karpenter-node-pools-props';
import { nodeClassSchema } from '../../lib/platform/karpenter/node-class-props';
import { nodePoolSchema } from '../../lib/platform/node-pool';
import { rabbitMqQueueSchema } from '../../lib/queues/rabbitmq/rabbitmq-props';
import { redisStreamQueueSchema } from '../../lib/queues/redis-stream/redis-stream-props';
import { litellmRouterSchema } from '../../lib/routing/litellm/router-props';
import { externalHostSchema } from '../../lib/services/external-host-props';
import { externalSecretSchema } from '../../lib/services/external-secret/external-secret-props';
import { internalServiceSchema } from '../../lib/services/internal-service-props';
import { sessionStoreSchema } from '../../lib/stores/session-store-props';
import { stateDatabaseSchema } from '../../lib/stores/state-database-props';
import { stateStoreSchema } from '../../lib/stores/state-store-props';
import { vectorStoreSchema } from '../../lib/stores/vector-store-props';
import { TerraformStack, Testing } from '../../lib/terraform/engine';
import { otlpTracingSchema } from '../../lib/tracing/tracing-props';

const parts = fleetParts(new TerraformStack(Testing.app(), 'agents'), 'before');
const watched = (name: string) => ({ name, pools: () => [parts.pool], latencyOf: () => 'chat' as const });

type AnyRows = Readonly<Record<string, Row<object>>>;
const construct = (name: string, rows: object, schema: { readonly shape: z.core.$ZodShape }) =>
  [name, rows as AnyRows, schema.shape] as const;

const CONSTRUCTS = [
  construct('InferencePool', POOL_ROWS, inferencePoolSchema),
  construct('InferencePool.fromExisting', EXISTING_POOL_ROWS, existingPoolSchema),
  construct('prefill of a pool', PREFILL_ROWS, prefillSchema),
  construct('Weights.objectStore', OBJECT_STORE_ROWS, objectStoreSchema),
  construct('Scaling.queueDepth', QUEUE_DEPTH_ROWS, queueDepthSchema),
  construct('Scaling.warmFloor', WARM_FLOOR_ROWS, warmFloorSchema),
  construct('Scaling.latency', LATENCY_ROWS, latencyScalingSchema),
  construct('Scaling.tokens', TOKEN_SCALING_ROWS, tokenScalingSchema),
  construct('Scaling.batch', BATCH_ROWS, batchScalingSchema),
  construct('Scaling.any', ANY_SIGNAL_ROWS, anySignalSchema),
  construct('SessionStore', SESSION_ROWS, sessionStoreSchema),
  construct('StateStore', STATE_ROWS, stateStoreSchema),
  construct('StateStore.addDatabase', STATE_DATABASE_ROWS, stateDatabaseSchema),
  construct('VectorStore', VECTOR_ROWS, vectorStoreSchema),
  construct('TaskQueue.rabbitMq', RABBITMQ_ROWS, rabbitMqQueueSchema),
  construct('TaskQueue.redisStream', redisStreamRows(parts.sessions), redisStreamQueueSchema),
  construct('LiteLLMRouter', routerRows(parts.sessions), litellmRouterSchema),
  construct('AgentRuntime', runtimeRows(parts.sessions), agentRuntimeSchema),
  construct('InternalService', INTERNAL_SERVICE_ROWS, internalServiceSchema),
  construct('ExternalHost', EXTERNAL_HOST_ROWS, externalHostSchema),
  construct('ExternalSecret', EXTERNAL_SECRET_ROWS, externalSecretSchema),
  construct('McpServer', MCP_SERVER_ROWS, mcpServerSchema),
  construct('ToolSandbox', TOOL_SANDBOX_ROWS, toolSandboxSchema),
  construct('GpuService', GPU_SERVICE_ROWS, gpuServiceSchema),
  construct('Tracing.otlp', OTLP_TRACING_ROWS, otlpTracingSchema),
  construct('AgentFleet', fleetRows(parts), agentFleetSchema),
  construct('a role', roleRows(parts), roleSchema),
  construct('ObservabilityStack', observabilityRows(watched), observabilityStackSchema),
  construct('FleetOutputs', FLEET_OUTPUTS_ROWS, fleetOutputsSchema),
  construct('FleetPlatform', PLATFORM_ROWS, fleetPlatformSchema),
  construct('an operator', OPERATOR_ROWS, operatorSchema),
  construct('Prometheus', PROMETHEUS_ROWS, prometheusSchema),
  construct('the GPU operator', GPU_OPERATOR_ROWS, gpuOperatorSchema),
  construct('KarpenterNodePools', KARPENTER_ROWS, karpenterNodePoolsSchema),
  construct('a node class', NODE_CLASS_ROWS, nodeClassSchema),
  construct('a node pool', NODE_POOL_ROWS, nodePoolSchema),
  construct('Cluster.fromKubeconfig', { ...CLUSTER_ROWS, nodePools: { elsewhere: 'rows of their own' } }, kubeconfigSchema),
  construct(
    'Cluster.fromEnvironment',
    { ...omitted(CLUSTER_ROWS), context: CLUSTER_ROWS.context, nodePools: { elsewhere: 'rows of their own' } },
    environmentAccessSchema,
  ),
  construct('Cluster.fromToken', { ...omitted(CLUSTER_ROWS), ...TOKEN_ROWS, nodePools: { elsewhere: 'rows of their own' } }, tokenSchema),
  construct(
    'Cluster.fromExec',
    { ...omitted(CLUSTER_ROWS), ...EXEC_ROWS, nodePools: { elsewhere: 'rows of their own' } },
    execAccessSchema,
  ),
] as const;

function omitted<T extends object>(rows: T): object {
  const { context: _context, path: _path, ...options } = rows as Record<string, unknown>;
  return options;
}

test.each(CONSTRUCTS)('every prop of %s has a row', (_, rows, shape) => {
  expect(Object.keys(rows).sort()).toEqual(Object.keys(shape).sort());
});

test.each(CONSTRUCTS)('every row of %s changes its own prop', (_, rows) => {
  for (const [prop, row] of Object.entries(rows)) {
    if ('after' in row) {
      const [before, after] = [row.before ?? {}, row.after] as readonly Record<string, unknown>[];
      expect({ prop, changed: !isDeepStrictEqual(before?.[prop], after?.[prop]) }).toEqual({ prop, changed: true });
    }
    if ('refused' in row) expect(Object.keys(row.refused)).toEqual([prop]);
  }
});

test('every class with props that makes objects is a construct of the matrix', () => {
  const exported = Object.entries(require('../../lib') as Record<string, unknown>)
    .filter(([, value]) => typeof value === 'function' && isConstructClass(value))
    .map(([name]) => name);
  const named: readonly string[] = CONSTRUCTS.map(([name]) => name);
  // It carries the objects of the others.
  expect(exported.filter((name) => !named.includes(name))).toEqual(['CustomObjects']);
  expect(exported.length).toBeGreaterThan(7);
});

function isConstructClass(value: object): boolean {
  const base = Object.getPrototypeOf(value) as { name?: string } | null;
  return base?.name === 'Construct';
}

test('what cannot change in place is refused, and every refusal has a name of its own', () => {
  expect(new Set(REFUSALS.map(({ name }) => name)).size).toBe(REFUSALS.length);
  expect(REFUSALS.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['SessionStore storageClass', 'StateStore database', 'SessionStore smaller storageGiB']),
  );
});

test('another way to the same cluster changes providers and no object', () => {
  const objectsOn = (cluster: Cluster): unknown => {
    const stack = new TerraformStack(Testing.app(), 'research');
    const { SessionStore } = require('../../lib') as typeof import('../../lib');
    new SessionStore(stack, 'sessions', { cluster });
    return (JSON.parse(Testing.synth(stack)) as { resource: unknown }).resource;
  };
  const byFile = objectsOn(Cluster.fromKubeconfig({ context: 'prod-eu', name: 'prod' }));
  const byToken = (host: string, tokenVariable: string, more = {}) =>
    objectsOn(Cluster.fromToken({ name: 'prod', host, tokenVariable, ...more }));
  expect(byToken('https://10.0.0.1', 'kube_token')).toEqual(byFile);
  expect(byToken('https://10.0.0.2', 'other_token')).toEqual(byFile);
  expect(objectsOn(Cluster.inCluster({ name: 'prod' }))).toEqual(byFile);
});
