/** Two agents that check what they get from each other: a schema for each type, signatures, and long payloads by reference. */
import { type App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, Gpu, InferencePool, MessageSchema, Model, SecretRef, Topology } from 'cdktf-agent-fleet';

const TASK = MessageSchema.of({
  type: 'object',
  required: ['workflow', 'task'],
  properties: { workflow: { type: 'string' }, task: { type: 'string', maxLength: 2_000 }, payload: { $ref: '#/$defs/reference' } },
  additionalProperties: false,
  $defs: { reference: { type: 'object', required: ['key'], properties: { key: { type: 'string' } }, additionalProperties: false } },
});

export function withMessages(app: App): void {
  const cluster = Cluster.fromKubeconfig({ context: 'prod-eu', nodePools: { l40s: { gpu: Gpu.L40S, nodes: 2 }, cpu: { nodes: 3 } } });
  const stack = new TerraformStack(app, 'reports');
  const pool = new InferencePool(stack, 'writer-model', { cluster, model: Model.QWEN3_8B, gpu: Gpu.L40S, maxContextTokens: 8_192 });
  new AgentFleet(stack, 'reports', {
    cluster,
    topology: Topology.pipeline({ stages: ['researcher', 'writer'] }),
    concurrentWorkflows: 8,
    roles: { researcher: { pool, contextTokens: 8_000 }, writer: { pool, contextTokens: 4_000 } },
    runtime: { framework: 'langgraph', image: 'registry.example.com/reports:1.0.0' },
    messages: { schemas: { task: TASK }, signingKey: SecretRef.existing('reports-messages', 'key'), maxBytes: 8_192 },
  });
}
