/** A supervisor over three workers on one A100: without a bound its context fills the card in a quarter of an hour; with one it runs all day. */
import { type App, TerraformStack } from 'cdktf';
import {
  AgentFleet,
  Cluster,
  ContextStrategy,
  Gpu,
  InferencePool,
  MessageSchema,
  Model,
  SecretRef,
  ToolSandbox,
  Topology,
} from 'cdktf-agent-fleet';

/** Twenty supervisors that add 1,500 tokens a minute each: 30,000 together. */
const GROWTH = { baseTokens: 2_000, minutes: 60, turnsPerMinute: 2, tokensPerTurn: 750 };

const TASK = MessageSchema.of({
  type: 'object',
  required: ['workflow', 'task'],
  properties: { workflow: { type: 'string' }, task: { type: 'string', maxLength: 2_000 }, payloadKey: { type: 'string' } },
  additionalProperties: false,
});

/** @param bounded the oldest tokens are dropped at 8,192; without it the supervisor keeps all that its workers say */
export function supervisorTrap(app: App, bounded: boolean): void {
  const cluster = Cluster.fromKubeconfig({
    context: 'prod-eu',
    nodePools: {
      a100: { gpu: Gpu.A100_80GB_PCIE, nodes: 1, usdPerGpuHour: 1.35, priceAsOf: '2026-07-01' },
      cpu: { nodes: 3 },
      sandboxes: { nodes: 2, runtimeClasses: ['gvisor'], podPidsLimit: 512, labels: { 'sandbox.gke.io/runtime': 'gvisor' } },
    },
  });
  const stack = new TerraformStack(app, 'supervised');
  const pool = new InferencePool(stack, 'shared-model', {
    cluster,
    model: Model.LLAMA_3_1_8B_INSTRUCT,
    gpu: Gpu.A100_80GB_PCIE,
    maxContextTokens: 16_384,
  });
  const sandbox = new ToolSandbox(stack, 'python', {
    cluster,
    image: 'registry.example.com/python-sandbox:1.0.0',
    port: 8080,
    runtimeClass: 'gvisor',
    taskSeconds: 60,
  });
  const contextStrategy = ContextStrategy.slidingWindow({ limitTokens: 8_192 });
  new AgentFleet(stack, 'supervised', {
    cluster,
    topology: Topology.hierarchical({ orchestrator: 'supervisor', workers: ['retrieval', 'coding', 'validation'] }),
    concurrentWorkflows: 20,
    roles: {
      supervisor: { pool, growth: GROWTH, sharedPrefixTokens: 2_000, ...(bounded ? { contextStrategy } : {}) },
      retrieval: { pool, contextTokens: 3_000 },
      coding: { pool, contextTokens: 3_000, executesCode: true },
      validation: { pool, contextTokens: 3_000 },
    },
    runtime: { framework: 'langgraph', image: 'registry.example.com/supervised:1.0.0' },
    messages: { schemas: { task: TASK }, signingKey: SecretRef.existing('supervised-messages', 'key') },
    services: [sandbox],
  });
}
