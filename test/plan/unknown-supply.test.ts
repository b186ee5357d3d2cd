/** Plans of pools of which nobody knows what a replica holds: an uncertain pool deploys, and its plan is read like any other. */
import { TerraformStack, Testing } from 'cdktf';
import { AgentFleet, Cluster, Gpu, InferencePool, Model, Topology } from 'cdktf-agent-fleet';
import { renderMarkdown } from '../../lib/report/formats/markdown';
import { renderHtml } from '../../lib/report/html/page';
import { renderPlan } from '../../lib/report/render-plan';
import { reportView } from '../../lib/report/view/report-view';
import { checkedAlone } from '../setup/checked-alone';
import { templateOf } from '../setup/template-of';

/** Nobody published what its driver reports. */
const UNMEASURED = Gpu.byId('gh200-144') as Gpu;

function planOf(model: Model, gpu: Gpu, requestsPerMinute?: number) {
  const app = Testing.app();
  const stack = new TerraformStack(app, 'research');
  const cluster = Cluster.fromKubeconfig({
    context: 'prod',
    nodePools: { gpu: { gpu, gpusPerNode: 8, nodes: 4, labels: { pool: 'gpu' } }, cpu: { nodes: 3 } },
  });
  const pool = new InferencePool(stack, 'workers', { cluster, model, gpu, maxContextTokens: 8_192 });
  new AgentFleet(stack, 'crew', {
    cluster,
    topology: Topology.flat({ agents: ['worker'] }),
    concurrentWorkflows: 2,
    roles: {
      worker: {
        pool,
        contextTokens: 2_000,
        ...(requestsPerMinute === undefined ? {} : { request: { outputTokens: 300, perMinute: requestsPerMinute } }),
      },
    },
    runtime: { framework: 'custom', image: 'registry.example.com/crew:1' },
  });
  return templateOf(checkedAlone(app), 'research').plan();
}

test.each([
  ['a small model', Model.LLAMA_3_1_8B_INSTRUCT, UNMEASURED],
  ['a model with experts', Model.QWEN3_30B_A3B_INSTRUCT_2507, UNMEASURED],
  ['a model with windows', Model.GEMMA_3_4B_IT, UNMEASURED],
  ['a model without published dimensions', Model.QWEN3_8_2_4T_A95B, Gpu.H200_SXM],
])('%s whose supply nobody knows is uncertain, has no headroom, and its plan is read and shown', (_, model, gpu) => {
  const plan = planOf(model, gpu);
  const [pool] = plan.pools;
  expect(pool?.verdict).toBe('uncertain');
  expect(pool?.headroom).toBeNull();
  expect(renderPlan(plan)).toMatch(/workers.*unknown/);
  expect([renderPlan(plan), renderHtml(reportView([plan])), renderMarkdown(reportView([plan]))].join()).not.toMatch(
    /no KV cache|\| none \|/,
  );
});

test('where the supply is known the headroom is a share', () => {
  const [pool] = planOf(Model.LLAMA_3_1_8B_INSTRUCT, Gpu.H100_PCIE).pools;
  expect(pool?.headroom).toBeGreaterThan(0.5);
  expect(pool?.headroom).toBeLessThan(1);
});

test('a rate that only the better end of the estimate makes is uncertain, and its plan, which lacks sessions, is read and shown', () => {
  const plan = planOf(Model.LLAMA_3_1_8B_INSTRUCT, Gpu.L40S, 120);
  const [pool] = plan.pools;
  expect(pool?.verdict).toBe('uncertain');
  expect(pool?.margin?.sessions).toBeLessThan(0);
  expect(renderPlan(plan)).toMatch(/workers.*uncertain/s);
  expect(renderHtml(reportView([plan]))).toMatch(/it may lack/);
});
