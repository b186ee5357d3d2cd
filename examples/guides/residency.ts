/** The fleet of docs/guides/residency.md. */
import { type App, TerraformStack } from 'cdktf';
import {
  AgentFleet,
  Cluster,
  ExternalModel,
  Gpu,
  InferencePool,
  LiteLLMRouter,
  Model,
  Region,
  SecretRef,
  StateStore,
  Topology,
  Weights,
} from 'cdktf-agent-fleet';

export function inTheEu(app: App): void {
  const stack = new TerraformStack(app, 'claims');
  const cluster = Cluster.fromKubeconfig({ context: 'prod', region: 'eu-central-1' });
  // The weights come from a claim, so no pod that sees prompts reaches the hub.
  const pool = new InferencePool(stack, 'assessor', {
    cluster,
    model: Model.QWEN3_8B,
    gpu: Gpu.H100_SXM,
    maxContextTokens: 8_192,
    weights: Weights.claim(),
  });
  const big = ExternalModel.azure({
    model: 'gpt-4o',
    url: 'https://claims.openai.azure.com',
    apiVersion: '2024-10-21',
    key: SecretRef.existing('azure', 'key'),
    maxContextTokens: 128_000,
    cidrs: ['10.20.0.0/24'],
    region: 'swedencentral',
  });
  const router = new LiteLLMRouter(stack, 'router', { cluster, externalModels: { big }, fallbacks: { assessor: ['big'] } });
  const stateStore = StateStore.fromExisting({
    host: 'claims.abc.eu-central-1.rds.amazonaws.com',
    cidr: '10.30.0.0/24',
    database: 'claims',
    user: 'agents',
    password: SecretRef.existing('claims-db', 'password'),
    region: 'eu-central-1',
  });
  new AgentFleet(stack, 'claims', {
    cluster,
    topology: Topology.flat({ agents: ['assessor'] }),
    concurrentWorkflows: 10,
    roles: { assessor: { pool, contextTokens: 6_000 } },
    runtime: { framework: 'langgraph', image: 'registry.example.com/claims:1.0.0' },
    router,
    stateStore,
    dataResidency: Region.EU,
  });
}
