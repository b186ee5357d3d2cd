/**
 * Two fleets in stacks of their own on one pool of a third stack, and a third fleet of another team behind the company's LiteLLM. The pool of long documents
 * is run by somebody else, and an API takes over when it fails.
 */
import { type App, TerraformStack } from 'cdktf';
import {
  AgentFleet,
  Cluster,
  ExternalModel,
  FleetPlatform,
  Gpu,
  type IInferencePool,
  InferencePool,
  LiteLLMRouter,
  Model,
  ObservabilityStack,
  SecretRef,
  SessionStore,
  Topology,
} from 'cdktf-agent-fleet';

export function sharedPool(app: App): void {
  const cluster = Cluster.fromEnvironment({
    context: 'prod-eu',
    nodePools: {
      h100: {
        gpu: Gpu.H100_PCIE,
        gpusPerNode: 2,
        nodes: 1,
        usdPerGpuHour: 2.01,
        priceAsOf: '2026-11-01',
        taints: [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }],
      },
      cpu: { nodes: 4 },
    },
  });
  const platform = new TerraformStack(app, 'platform');
  new FleetPlatform(platform, 'operators', { cluster });

  // Stack of the team that runs the models.
  const models = new TerraformStack(app, 'models');
  models.addDependency(platform);
  const chat = new InferencePool(models, 'chat', {
    cluster,
    model: Model.QWEN3_8B,
    gpu: Gpu.H100_PCIE,
    replicas: 2,
    maxContextTokens: 16_384,
  });
  // Another app of the company asks it, too.
  chat.admitFrom('legacy-search');

  const fleets = [supportFleet(app, cluster, chat), legalFleet(app, cluster, chat)];
  for (const { stack } of fleets) stack.addDependency(models);
  new ObservabilityStack(models, 'observability', { cluster, fleets });
}

/** Behind the LiteLLM that the company has already: nothing of it is made, and the fallback is the one that it is configured with. */
function supportFleet(app: App, cluster: Cluster, chat: IInferencePool): AgentFleet {
  const stack = new TerraformStack(app, 'support');
  return new AgentFleet(stack, 'support', {
    cluster,
    router: LiteLLMRouter.fromExisting({
      url: 'http://litellm.ai-platform.svc.cluster.local:4000/v1',
      namespace: 'ai-platform',
      key: SecretRef.existing('litellm-support', 'key'),
      aliases: { assistant: 'support-qwen3-8b' },
      fallbacks: { assistant: ['gpt-4o-mini'] },
    }),
    topology: Topology.flat({ agents: ['assistant'] }),
    concurrentWorkflows: 10,
    roles: { assistant: { pool: chat, contextTokens: 8_000 } },
    runtime: { framework: 'langgraph', image: 'registry.example.com/support:3.1.0', sessionsPerReplica: 5 },
  });
}

/** A router of its own: long documents go to a pool that somebody else runs, and to an API when that fails. */
function legalFleet(app: App, cluster: Cluster, chat: IInferencePool): AgentFleet {
  const stack = new TerraformStack(app, 'legal');
  const documents = InferencePool.fromExisting(stack, 'documents', {
    cluster,
    url: 'http://documents.ml-platform.svc.cluster.local:8000/v1',
    namespace: 'ml-platform',
    podLabels: { app: 'documents' },
    servedName: 'llama-3.3-70b',
    model: Model.LLAMA_3_3_70B_INSTRUCT,
    maxContextTokens: 65_536,
    capacity: { kvTokens: 400_000, requests: 12 },
  });
  const sessionStore = new SessionStore(stack, 'legal-sessions', { cluster });
  const router = new LiteLLMRouter(stack, 'legal-router', {
    cluster,
    sessionStore,
    externalModels: {
      api: ExternalModel.anthropic({
        model: 'claude-sonnet-4-5',
        key: SecretRef.existing('anthropic', 'key'),
        maxContextTokens: 200_000,
        costPerMillionTokens: { input: 3, output: 15, asOf: '2026-11-01' },
        cidrs: ['203.0.113.0/24'],
      }),
    },
    fallbacks: { reader: ['api'] },
    contextWindowFallbacks: { reader: ['api'] },
  });
  return new AgentFleet(stack, 'legal', {
    cluster,
    router,
    sessionStore,
    topology: Topology.hierarchical({ orchestrator: 'clerk', workers: ['reader'] }),
    concurrentWorkflows: 8,
    roles: { clerk: { pool: chat, contextTokens: 8_000 }, reader: { pool: documents, contextTokens: 40_000 } },
    runtime: { framework: 'langgraph', image: 'registry.example.com/legal:1.2.0', sessionsPerReplica: 8 },
  });
}
