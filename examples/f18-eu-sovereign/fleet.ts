/** Financial, medical and source-code data: whatever the agents reach stands in the EU, or there is no fleet. */
import { type App, TerraformStack } from 'cdktf';
import {
  AgentFleet,
  Cluster,
  ExternalHost,
  ExternalModel,
  Gpu,
  InferencePool,
  LiteLLMRouter,
  Model,
  Region,
  SecretRef,
  Topology,
  Tracing,
  Weights,
} from 'cdktf-agent-fleet';

const ROLES = ['ledger', 'records', 'code'];

/** @param overflowRegion where the model stands that takes over when the pool fails */
export function euSovereign(app: App, overflowRegion = 'swedencentral'): void {
  const cluster = Cluster.fromKubeconfig({
    context: 'prod-eu',
    region: 'europe-west4',
    dataResidency: Region.EU,
    compliance: ['gdpr', 'ai-act', 'iso-27001'],
    tenancy: 'dedicated',
    nodePools: { h100: { gpu: Gpu.H100_PCIE, nodes: 2, usdPerGpuHour: 2.01, priceAsOf: '2026-03-24' }, cpu: { nodes: 3 } },
  });
  const stack = new TerraformStack(app, 'sovereign');
  const pool = new InferencePool(stack, 'model', {
    cluster,
    model: Model.LLAMA_3_1_8B_INSTRUCT,
    quantization: 'fp8',
    gpu: Gpu.H100_PCIE,
    maxContextTokens: 8_192,
    replicas: 2,
    huggingFaceToken: SecretRef.existing('hub', 'token'),
    // A Job loads them, so that no pod which sees prompts has a way to the hub.
    weights: Weights.claim({ storageClass: 'shared-rwx' }),
  });
  const overflow = ExternalModel.azure({
    model: 'gpt-4o',
    url: 'https://sovereign.openai.azure.com',
    apiVersion: '2024-10-21',
    key: SecretRef.existing('azure', 'key'),
    maxContextTokens: 128_000,
    cidrs: ['10.20.0.0/24'],
    region: overflowRegion,
  });
  const fallbacks = Object.fromEntries(ROLES.map((role) => [role, ['overflow']]));
  const router = new LiteLLMRouter(stack, 'router', { cluster, externalModels: { overflow }, fallbacks });
  const traces = new ExternalHost({
    name: 'traces',
    host: 'traces.example.com',
    cidrs: ['203.0.113.0/24'],
    key: SecretRef.existing('traces', 'key'),
    region: 'eu-central-1',
  });
  new AgentFleet(stack, 'sovereign', {
    cluster,
    topology: Topology.flat({ agents: ROLES }),
    concurrentWorkflows: 20,
    roles: Object.fromEntries(ROLES.map((role) => [role, { pool, contextTokens: 6_000 }])),
    runtime: { framework: 'langgraph', image: 'registry.example.com/sovereign:1.0.0' },
    router,
    services: [Tracing.otlp(stack, 'tracing', { cluster, to: traces })],
  });
}
