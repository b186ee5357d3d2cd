/** One pool behind a router whose routes have timeouts of seconds and limits of two, short enough to be waited for, and a model of a provider that takes over. */
import { App, TerraformStack } from 'cdktf';
import {
  AgentFleet,
  Cluster,
  ExternalModel,
  Gpu,
  InferencePool,
  LiteLLMRouter,
  Model,
  SecretRef,
  SessionStore,
  Topology,
} from 'cdktf-agent-fleet';

const app = new App();
const cluster = Cluster.fromKubeconfig({
  context: 'e2e',
  nodePools: { gpu: { gpu: Gpu.L40S, gpusPerNode: 4, nodes: 1 }, cpu: { nodes: 2 } },
});
const stack = new TerraformStack(app, 'limits');
const pool = new InferencePool(stack, 'engine', { cluster, model: Model.QWEN3_8B, gpu: Gpu.L40S, maxContextTokens: 8_192 });
const ofProvider = (model: string) =>
  ExternalModel.openAiCompatible({
    model,
    url: 'https://llm.example.com/v1',
    key: SecretRef.existing('provider', 'key'),
    maxContextTokens: 200_000,
    cidrs: ['203.0.113.0/24'],
  });
const router = new LiteLLMRouter(stack, 'router', {
  cluster,
  replicas: 1,
  sessionStore: SessionStore.fromExisting({ host: 'valkey.example.com', cidr: '10.0.0.0/24' }),
  retries: 1,
  requestTimeoutSeconds: 30,
  externalModels: { big: ofProvider('big-1'), prudish: ofProvider('prudish-1'), strict: ofProvider('strict-1') },
  overflow: { flooded: ['big'] },
  fallbacks: { failing: ['big'], strict: ['big'] },
  contextWindowFallbacks: { planned: ['big'] },
  contentPolicyFallbacks: { prudish: ['planned'] },
  circuitBreaker: { failures: 3, pauseSeconds: 8 },
  // Whatever a user may write beside the props, so that the release shows what it says of it.
  extraConfig: {
    router_settings: { client_ttl: 600 },
    litellm_settings: { modify_params: true, prometheus_latency_buckets: [0.1, 1, 10, 60], redact_messages_in_exceptions: true },
    general_settings: { include_call_id_in_error_body: true, missing_session_id: 'omit', user_header_name: 'x-user-id' },
  },
});
for (const alias of ['silent', 'streaming']) router.addRoute({ alias, pool, timeoutSeconds: 3, streamTimeoutSeconds: 1 });
router.addRoute({ alias: 'narrow', pool, timeoutSeconds: 20, maxParallelRequests: 2 });
router.addRoute({ alias: 'flooded', pool, timeoutSeconds: 20, maxParallelRequests: 2 });
router.addRoute({ alias: 'failing', pool, timeoutSeconds: 20, maxParallelRequests: 8 });
router.addRoute({ alias: 'planned', pool });
const shared = new InferencePool(stack, 'shared-engine', {
  cluster,
  model: Model.QWEN3_8B,
  gpu: Gpu.L40S,
  maxContextTokens: 8_192,
  tuning: { scheduling: 'priority' },
});
router.addRoute({ alias: 'caller', pool: shared, latency: 'voice' });
router.addRoute({ alias: 'assistant', pool: shared, latency: 'chat' });
router.addRoute({ alias: 'nightly', pool: shared, timeoutSeconds: 20, maxParallelRequests: 2 });
const own = new InferencePool(stack, 'crew-engine', { cluster, model: Model.QWEN3_8B, gpu: Gpu.L40S, maxContextTokens: 8_192 });
new AgentFleet(stack, 'crew', {
  cluster,
  topology: Topology.hierarchical({ orchestrator: 'lead', workers: ['worker'] }),
  concurrentWorkflows: 2,
  roles: { lead: { pool: own, contextTokens: 2_000 }, worker: { pool: own, contextTokens: 2_000 } },
  runtime: { framework: 'openai-agents', image: 'registry.example.com/crew:1.0.0' },
  router,
  sessionStore: false,
  stateStore: false,
});
app.synth();
