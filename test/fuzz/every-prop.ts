/** Every prop of every construct of which random apps are made, the props inside of props included. */
import { agentFleetSchema } from '../../lib/agents/agent-fleet-props';
import { agentRuntimeSchema } from '../../lib/agents/agent-runtime-props';
import { gpuServiceSchema } from '../../lib/agents/gpu-service-props';
import { mcpServerSchema } from '../../lib/agents/mcp-server-props';
import { toolSandboxSchema } from '../../lib/agents/tool-sandbox-props';
import { anySignalSchema } from '../../lib/elasticity/any-signal-props';
import { batchScalingSchema } from '../../lib/elasticity/batch-props';
import { latencyScalingSchema } from '../../lib/elasticity/latency-props';
import { queueDepthSchema } from '../../lib/elasticity/queue-depth-props';
import { tokenScalingSchema } from '../../lib/elasticity/tokens-props';
import { warmFloorSchema } from '../../lib/elasticity/warm-floor-props';
import { existingPoolSchema } from '../../lib/inference/existing/existing-pool-props';
import { inferencePoolSchema } from '../../lib/inference/inference-pool-schema';
import { observabilityStackSchema } from '../../lib/observability/observability-stack-props';
import { kubeconfigSchema, tokenSchema } from '../../lib/platform/access/access-props';
import { fleetPlatformSchema } from '../../lib/platform/fleet-platform-props';
import { karpenterNodePoolsSchema } from '../../lib/platform/karpenter/karpenter-node-pools-props';
import { existingAmqpQueueSchema, existingSqsQueueSchema } from '../../lib/queues/existing/existing-queue-props';
import { rabbitMqQueueSchema } from '../../lib/queues/rabbitmq/rabbitmq-props';
import { redisStreamQueueSchema } from '../../lib/queues/redis-stream/redis-stream-props';
import { litellmRouterSchema } from '../../lib/routing/litellm/router-props';
import { externalHostSchema } from '../../lib/services/external-host-props';
import { externalSecretSchema } from '../../lib/services/external-secret/external-secret-props';
import { internalServiceSchema } from '../../lib/services/internal-service-props';
import { existingSessionStoreSchema, sessionStoreSchema } from '../../lib/stores/session-store-props';
import { stateDatabaseSchema } from '../../lib/stores/state-database-props';
import { existingStateStoreSchema, stateStoreSchema } from '../../lib/stores/state-store-props';
import { existingVectorStoreSchema, pgvectorSchema, vectorStoreSchema } from '../../lib/stores/vector-store-props';
import { langSmithTracingSchema, otlpTracingSchema } from '../../lib/tracing/tracing-props';
import { type Path, pathsIn } from '../support/schema-paths';

export const SCHEMAS = {
  AgentFleet: agentFleetSchema,
  AgentRuntime: agentRuntimeSchema,
  McpServer: mcpServerSchema,
  ToolSandbox: toolSandboxSchema,
  GpuService: gpuServiceSchema,
  QueueDepth: queueDepthSchema,
  WarmFloor: warmFloorSchema,
  LatencyScaling: latencyScalingSchema,
  TokenScaling: tokenScalingSchema,
  AnySignal: anySignalSchema,
  BatchScaling: batchScalingSchema,
  InferencePool: inferencePoolSchema,
  ExistingPool: existingPoolSchema,
  ObservabilityStack: observabilityStackSchema,
  Kubeconfig: kubeconfigSchema,
  Token: tokenSchema,
  FleetPlatform: fleetPlatformSchema,
  KarpenterNodePools: karpenterNodePoolsSchema,
  LiteLLMRouter: litellmRouterSchema,
  ExternalHost: externalHostSchema,
  ExternalSecret: externalSecretSchema,
  InternalService: internalServiceSchema,
  SessionStore: sessionStoreSchema,
  ExistingSessionStore: existingSessionStoreSchema,
  RabbitMqQueue: rabbitMqQueueSchema,
  RedisStreamQueue: redisStreamQueueSchema,
  ExistingAmqpQueue: existingAmqpQueueSchema,
  ExistingSqsQueue: existingSqsQueueSchema,
  OtlpTracing: otlpTracingSchema,
  LangSmithTracing: langSmithTracingSchema,
  StateStore: stateStoreSchema,
  StateDatabase: stateDatabaseSchema,
  ExistingStateStore: existingStateStoreSchema,
  VectorStore: vectorStoreSchema,
  ExistingVectorStore: existingVectorStoreSchema,
  Pgvector: pgvectorSchema,
};

/** Props that are drawn at the value that holds them, where they cannot be seen, that no random app can have, or whose keys have dots in them. */
const ELSEWHERE =
  /^(?:InferencePool\.engine|.*\.flow\.|.*\.mig\.(?:layout|deviceClasses)\.key|.*\.image(?:Digests|Architectures)\.key|.*\.imageSignatures\.signers\.key)/;

export interface DrawnProp {
  readonly name: string;
  readonly schema: unknown;
  readonly path: Path;
}

export const EVERY_PROP: readonly DrawnProp[] = Object.entries(SCHEMAS)
  .flatMap(([name, schema]) => pathsIn(schema).map((path) => ({ name: `${name}.${path.join('.')}`, schema, path })))
  .filter(({ name }) => !ELSEWHERE.test(name));
