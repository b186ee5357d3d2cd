/** A number without an end becomes infinite where it is multiplied, and `null` in the plan: every number of every construct has one. */
import { z } from 'zod';
import { agentFleetSchema } from '../lib/agents/agent-fleet-props';
import { agentRuntimeSchema } from '../lib/agents/agent-runtime-props';
import { mcpServerSchema } from '../lib/agents/mcp-server-props';
import { schemasAt } from '../lib/core/schema-at';
import { endsOf } from '../lib/core/schema-number';
import { apiPriceSchema } from '../lib/economics/crossover';
import { anySignalSchema } from '../lib/elasticity/any-signal-props';
import { batchScalingSchema } from '../lib/elasticity/batch-props';
import { latencyScalingSchema } from '../lib/elasticity/latency-props';
import { queueDepthSchema } from '../lib/elasticity/queue-depth-props';
import { tokenScalingSchema } from '../lib/elasticity/tokens-props';
import { warmFloorSchema } from '../lib/elasticity/warm-floor-props';
import { inferencePoolSchema } from '../lib/inference/inference-pool-schema';
import { monthSchema } from '../lib/measure/month';
import { observabilityStackSchema } from '../lib/observability/observability-stack-props';
import { fleetPlanSchema } from '../lib/plan/schema';
import { clusterSchema } from '../lib/platform/cluster-props';
import { fleetPlatformSchema } from '../lib/platform/fleet-platform-props';
import { karpenterNodePoolsSchema } from '../lib/platform/karpenter/karpenter-node-pools-props';
import { existingAmqpQueueSchema } from '../lib/queues/existing/existing-queue-props';
import { rabbitMqQueueSchema } from '../lib/queues/rabbitmq/rabbitmq-props';
import { redisStreamQueueSchema } from '../lib/queues/redis-stream/redis-stream-props';
import { externalModelSchema } from '../lib/routing/external-model-props';
import { litellmRouterSchema } from '../lib/routing/litellm/router-props';
import { routeSchema } from '../lib/routing/routes';
import { externalSecretSchema } from '../lib/services/external-secret/external-secret-props';
import { sessionStoreSchema } from '../lib/stores/session-store-props';
import { stateStoreSchema } from '../lib/stores/state-store-props';
import { pgvectorSchema, vectorStoreSchema } from '../lib/stores/vector-store-props';
import { otlpTracingSchema } from '../lib/tracing/tracing-props';
import { pathsIn } from './support/schema-paths';

const SCHEMAS = {
  AgentFleet: agentFleetSchema,
  AgentRuntime: agentRuntimeSchema,
  AnySignal: anySignalSchema,
  ApiPrice: apiPriceSchema,
  BatchScaling: batchScalingSchema,
  Cluster: clusterSchema,
  ExistingAmqpQueue: existingAmqpQueueSchema,
  ExternalModel: externalModelSchema,
  FleetPlan: fleetPlanSchema,
  FleetPlatform: fleetPlatformSchema,
  InferencePool: inferencePoolSchema,
  KarpenterNodePools: karpenterNodePoolsSchema,
  LatencyScaling: latencyScalingSchema,
  LiteLLMRouter: litellmRouterSchema,
  McpServer: mcpServerSchema,
  ExternalSecret: externalSecretSchema,
  Month: monthSchema,
  ObservabilityStack: observabilityStackSchema,
  OtlpTracing: otlpTracingSchema,
  Pgvector: pgvectorSchema,
  QueueDepth: queueDepthSchema,
  RabbitMqQueue: rabbitMqQueueSchema,
  RedisStreamQueue: redisStreamQueueSchema,
  Route: routeSchema,
  SessionStore: sessionStoreSchema,
  StateStore: stateStoreSchema,
  TokenScaling: tokenScalingSchema,
  VectorStore: vectorStoreSchema,
  WarmFloor: warmFloorSchema,
};

/** Whole numbers end where they are no longer exact. */
const MOST_EXACT = Number.MAX_SAFE_INTEGER;

function endless(schema: z.ZodType): string[] {
  return pathsIn(schema).flatMap((path) => {
    const numbers = schemasAt(schema, path).filter((one) => one instanceof z.ZodNumber);
    const open = numbers.filter((one) => !one.isInt && !endsOf([one]).most.some((end) => end <= MOST_EXACT));
    return open.length === 0 ? [] : [path.join('.')];
  });
}

test.each(Object.entries(SCHEMAS))('every number of %s has an end', (_, schema) => {
  expect(endless(schema as z.ZodType)).toEqual([]);
});

test('a number without an end is found', () => {
  expect(endless(z.strictObject({ a: z.number().positive(), b: z.number().max(5), c: z.int() }))).toEqual(['a']);
});
