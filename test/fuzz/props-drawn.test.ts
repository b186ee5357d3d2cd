/** @jest-environment node */
/** The random apps keep up with the constructs: a prop that no app has is one of which they prove nothing. */

import { isFleetError } from 'cdktf-agent-fleet';
import * as fc from 'fast-check';
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
import { inferencePoolSchema } from '../../lib/inference/inference-pool-props';
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
import { existingStateStoreSchema, stateStoreSchema } from '../../lib/stores/state-store-props';
import { existingVectorStoreSchema, pgvectorSchema, vectorStoreSchema } from '../../lib/stores/vector-store-props';
import { langSmithTracingSchema, otlpTracingSchema } from '../../lib/tracing/tracing-props';
import { type Path, pathsIn } from '../support/schema-paths';
import { anyFleet, build, type FleetCase } from './any-fleet';
import { givenTo } from './given-props';

jest.mock('../../lib/core/schema', () => {
  const actual = jest.requireActual<typeof import('../../lib/core/schema')>('../../lib/core/schema');
  const { noteProps } = jest.requireActual<typeof import('./given-props')>('./given-props');
  const parseProps: typeof actual.parseProps = (schema, props, context) => {
    noteProps(schema, props);
    return actual.parseProps(schema, props, context);
  };
  return { ...actual, parseProps };
});

// Props are left out less often than in the other random apps, so that few apps have all of them.
jest.mock('./arbitraries/odd', () => {
  const actual = jest.requireActual<typeof import('./arbitraries/odd')>('./arbitraries/odd');
  const oneIn: typeof actual.oneIn = (times, arbitrary) => actual.oneIn(Math.min(times, 2), arbitrary);
  const props: typeof actual.props = (mostly, times, shape) => actual.props(mostly, Math.min(times, 2), shape);
  return { ...actual, oneIn, props };
});

const SCHEMAS = {
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
  ExistingStateStore: existingStateStoreSchema,
  VectorStore: vectorStoreSchema,
  ExistingVectorStore: existingVectorStoreSchema,
  Pgvector: pgvectorSchema,
};

/** More apps than have all props today. */
const MOST_APPS = 520;
const AT_ONCE = 10;

/** Props that are drawn at the value that holds them, where they cannot be seen, that no random app can have, or whose keys have dots in them. */
const ELSEWHERE =
  /^(?:InferencePool\.engine|.*\.flow\.|.*\.mig\.(?:layout|deviceClasses)\.key|.*\.imageDigests\.key|.*\.imageSignatures\.signers\.key)/;

interface DrawnProp {
  readonly name: string;
  readonly schema: unknown;
  readonly path: Path;
}

const EVERY_PROP: readonly DrawnProp[] = Object.entries(SCHEMAS)
  .flatMap(([name, schema]) => pathsIn(schema).map((path) => ({ name: `${name}.${path.join('.')}`, schema, path })))
  .filter(({ name }) => !ELSEWHERE.test(name));

test('every prop of every construct is in some of the random apps', () => {
  const fleets = fc.sample(anyFleet, { numRuns: MOST_APPS, seed: 20_261_129 });
  let missing = EVERY_PROP;
  while (fleets.length > 0 && missing.length > 0) {
    for (const fleet of fleets.splice(0, AT_ONCE)) buildOrRefuse(fleet);
    missing = notYetGiven(missing);
  }
  expect(missing.map(({ name }) => name)).toEqual([]);
});

function buildOrRefuse(fleet: FleetCase): void {
  try {
    build(fleet);
  } catch (error) {
    if (!isFleetError(error)) throw error;
  }
}

function notYetGiven(props: readonly DrawnProp[]): DrawnProp[] {
  return Object.values(SCHEMAS).flatMap((schema) => {
    const given = [...givenTo(schema)].map((one) => one.split('.'));
    return props.filter((prop) => prop.schema === schema && !given.some((one) => matches(one, prop.path)));
  });
}

/** `key` of a schema path is any key of a record, `0` any item of a list. */
const matches = (given: readonly string[], path: readonly string[]): boolean =>
  given.length === path.length &&
  path.every((part, index) => part === given[index] || part === 'key' || (part === '0' && /^\d+$/.test(given[index] ?? '')));
