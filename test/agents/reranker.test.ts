/** A fleet with a pool that ranks documents. */

import { App, TerraformStack } from 'cdktf';
import { AgentFleet } from '../../lib/agents/agent-fleet';
import { Topology } from '../../lib/capacity/demand/topology';
import { Engine } from '../../lib/catalog/engines/engine';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { InferencePool } from '../../lib/inference/inference-pool';
import { Cluster } from '../../lib/platform/cluster';
import type { FleetTemplate } from '../../lib/testing';
import { templateOf } from '../setup/template-of';
import { temporaryOutdir } from '../setup/temporary-outdir';

function made(model: Model, engine?: Engine): FleetTemplate {
  const app = new App({ outdir: temporaryOutdir() });
  const stack = new TerraformStack(app, 'search');
  const cluster = Cluster.fromKubeconfig({ context: 'prod' });
  const pool = (id: string, of: Model, more = {}) =>
    new InferencePool(stack, id, { cluster, model: of, gpu: Gpu.L40S, maxContextTokens: 2_048, ...more });
  new AgentFleet(stack, 'search', {
    cluster,
    topology: Topology.flat({ agents: ['writer'] }),
    concurrentWorkflows: 1,
    roles: { writer: { pool: pool('writers', Model.QWEN3_8B), contextTokens: 1_000 } },
    reranker: pool('ranker', model, engine === undefined ? {} : { engine }),
    runtime: { framework: 'langgraph', image: 'registry.example.com/agents:1' },
  });
  return templateOf(app, 'search');
}

const configOf = (template: FleetTemplate) => JSON.stringify(template.resources('kubernetes_config_map_v1'));

test.each([
  ['vLLM', undefined, 'hosted_vllm/bge-reranker-v2-m3'],
  ['Text Embeddings Inference', Engine.textEmbeddingsInference(), 'huggingface/bge-reranker-v2-m3'],
])('%s is asked behind the alias reranker by the client that ranks there', (_, engine, client) => {
  const config = configOf(made(Model.BGE_RERANKER_V2_M3, engine));
  expect(config).toContain('model_name: reranker');
  expect(config).toContain('mode: rerank');
  expect(config).toContain(client);
});

test.each([Model.BGE_M3, Model.QWEN3_0_6B])('AF-SPEC-015: $id ranks nothing', (model) => {
  expect(() => made(model)).toThrow(/AF-SPEC-015[\s\S]*reranker needs a reranker/);
});

test('the plan names the pool', () => {
  expect(made(Model.BGE_RERANKER_V2_M3).plan().fleets[0]?.reranker).toBe('search/ranker');
});
