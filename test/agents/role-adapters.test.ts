/** Roles that a LoRA adapter of their pool answers. */

import { App, TerraformStack } from 'cdktf';
import { AgentFleet } from '../../lib/agents/agent-fleet';
import { Topology } from '../../lib/capacity/demand/topology';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { InferencePool } from '../../lib/inference/inference-pool';
import { Cluster } from '../../lib/platform/cluster';
import { LiteLLMRouter } from '../../lib/routing/litellm/router';
import type { FleetTemplate } from '../../lib/testing';
import { templateOf } from '../setup/template-of';
import { temporaryOutdir } from '../setup/temporary-outdir';

const ADAPTERS = ['support', 'sales'].map((name) => ({ name, source: `acme/${name}-lora`, rank: 16 }));

function made(adapter: string | undefined, direct?: string): FleetTemplate {
  const app = new App({ outdir: temporaryOutdir() });
  const stack = new TerraformStack(app, 'desk');
  const cluster = Cluster.fromKubeconfig({ context: 'prod' });
  const pool = new InferencePool(stack, 'base', {
    cluster,
    model: Model.QWEN3_8B,
    gpu: Gpu.H100_SXM,
    maxContextTokens: 4_096,
    adapters: ADAPTERS,
  });
  const router = new LiteLLMRouter(stack, 'router', { cluster });
  if (direct !== undefined) router.addRoute({ alias: 'own', pool, adapter: direct });
  new AgentFleet(stack, 'desk', {
    cluster,
    router,
    topology: Topology.flat({ agents: ['agent', 'writer'] }),
    concurrentWorkflows: 2,
    roles: { agent: { pool, contextTokens: 1_000, ...(adapter === undefined ? {} : { adapter }) }, writer: { pool, contextTokens: 1_000 } },
    runtime: { framework: 'langgraph', image: 'registry.example.com/agents:1' },
  });
  return templateOf(app, 'desk');
}

/** Model behind each alias, as LiteLLM reads it. */
function modelsOf(template: FleetTemplate): Record<string, string> {
  const maps = template.resources('kubernetes_config_map_v1') as { data?: Record<string, string> }[];
  const config = maps.map(({ data }) => data?.['config.yaml'] ?? '').find((text) => text.includes('model_list')) ?? '';
  return Object.fromEntries([...config.matchAll(/model_name: (\S+)[\s\S]*?model: (\S+)/g)].map(([, alias, model]) => [alias, model]));
}

test('the alias of the role leads to the adapter, that of another role on the pool to the model', () => {
  expect(modelsOf(made('support'))).toEqual({ agent: 'hosted_vllm/support', writer: 'hosted_vllm/qwen3-8b' });
  expect(modelsOf(made(undefined))).toEqual({ agent: 'hosted_vllm/qwen3-8b', writer: 'hosted_vllm/qwen3-8b' });
});

test('a route of ones own leads to an adapter as well', () => {
  expect(modelsOf(made('support', 'sales'))['own']).toBe('hosted_vllm/sales');
});

test('the plan says which adapter answers', () => {
  expect(
    made('support')
      .plan()
      .fleets[0]?.roles.map(({ name, adapter }) => [name, adapter]),
  ).toEqual([
    ['agent', 'support'],
    ['writer', undefined],
  ]);
});

test.each([
  ['a role', 'suport', undefined, /AF-SPEC-022[\s\S]*suport[\s\S]*support, sales/],
  ['a route', undefined, 'sale', /AF-RTE-033[\s\S]*adapter: 'support'/],
])('%s with an adapter that the pool does not load is refused, with those that it does', (_, adapter, direct, message) => {
  expect(() => made(adapter, direct)).toThrow(message);
});
