/** @jest-environment node */
/** A pool is judged once per synthesis: what is rendered, what is written and what is checked come from one verdict. */
import { App, TerraformStack } from 'cdktf';
import { AgentFleet } from '../../lib/agents/agent-fleet';
import { Topology } from '../../lib/capacity/demand/topology';
import * as judge from '../../lib/capacity/fit/judge';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { InferencePool } from '../../lib/inference/inference-pool';
import { ObservabilityStack } from '../../lib/observability/observability-stack';
import { Cluster } from '../../lib/platform/cluster';
import { FleetTemplate } from '../../lib/testing';
import { temporaryOutdir } from '../setup/temporary-outdir';

jest.mock('../../lib/capacity/fit/judge', () => {
  const actual = jest.requireActual<typeof judge>('../../lib/capacity/fit/judge');
  return { ...actual, judge: jest.fn(actual.judge) };
});

const judged = jest.mocked(judge.judge);

function fleetOf(app: App): void {
  const stack = new TerraformStack(app, 'research');
  const cluster = Cluster.fromKubeconfig({ context: 'prod-eu' });
  const [planner, workers] = ['planner', 'workers'].map(
    (id) => new InferencePool(stack, id, { cluster, model: Model.LLAMA_3_1_8B_INSTRUCT, gpu: Gpu.A100_80GB_PCIE, maxContextTokens: 8_192 }),
  ) as [InferencePool, InferencePool];
  const request = { outputTokens: 200, cachedTokens: 1_000 };
  const fleet = new AgentFleet(stack, 'crew', {
    cluster,
    topology: Topology.hierarchical({ orchestrator: 'lead', workers: ['coder'] }),
    concurrentWorkflows: 4,
    workflowLatency: { latency: 'background' },
    roles: {
      lead: { pool: planner, contextTokens: 4_000, latency: 'chat', request },
      coder: { pool: workers, contextTokens: 4_000, latency: 'background', request },
    },
    runtime: { framework: 'custom', image: 'registry.example.com/crew:1' },
  });
  new ObservabilityStack(stack, 'observability', { cluster, fleets: [fleet] });
}

beforeEach(() => judged.mockClear());

test('each pool is judged once per synthesis', () => {
  const app = new App({ outdir: temporaryOutdir() });
  fleetOf(app);
  expect(judged).not.toHaveBeenCalled();
  app.synth();
  expect(judged.mock.calls.map(([input]) => input.name).sort()).toEqual(['planner', 'workers']);
  app.synth();
  expect(judged).toHaveBeenCalledTimes(4);
});

test('the engine is started with the limits of the plan that is written', () => {
  const app = new App({ outdir: temporaryOutdir() });
  fleetOf(app);
  const template = FleetTemplate.synth(app, 'research');
  for (const { name, limits } of template.plan().pools) {
    const deployment = template.manifests().find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === name);
    const text = JSON.stringify(deployment?.['spec']);
    expect(text).toContain(`"--max-num-seqs","${limits.maxNumSeqs}"`);
    expect(text).toContain(`"--max-num-batched-tokens","${limits.maxNumBatchedTokens}"`);
    expect(text).toContain(`"--max-model-len","${limits.maxContextTokens}"`);
  }
});
