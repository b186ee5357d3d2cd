/** F17: a server that takes one request after another, while several agents ask at once. Published: 2 s become 45 s, and utilization stays low. */
import { TerraformStack, Testing } from 'cdktf';
import { AgentFleet, Cluster, Gpu, InferencePool, Model, ObservabilityStack, Topology } from 'cdktf-agent-fleet';
import { checkedAlone } from '../../setup/checked-alone';
import { problemsIn } from '../../support/problems-in';

const AGENTS = ['retrieval', 'coding', 'validation'];

function serving(maxNumSeqs?: number) {
  const app = Testing.app();
  const stack = new TerraformStack(app, 's');
  const cluster = Cluster.fromKubeconfig({ context: 'prod', nodePools: { gpu: { gpu: Gpu.A100_80GB_PCIE, nodes: 1 }, cpu: { nodes: 2 } } });
  const pool = new InferencePool(stack, 'model', {
    cluster,
    model: Model.QWEN3_8B,
    gpu: Gpu.A100_80GB_PCIE,
    maxContextTokens: 8_192,
    ...(maxNumSeqs === undefined ? {} : { maxNumSeqs }),
  });
  const fleet = new AgentFleet(stack, 'f', {
    cluster,
    topology: Topology.flat({ agents: AGENTS }),
    concurrentWorkflows: 10,
    roles: Object.fromEntries(AGENTS.map((role) => [role, { pool, contextTokens: 4_000 }])),
    runtime: { framework: 'custom', image: 'registry.example.com/agents:1.0.0' },
    sessionStore: false,
    stateStore: false,
  });
  return { app, observability: new ObservabilityStack(stack, 'o', { cluster, fleets: [fleet] }) };
}

const refusals = (maxNumSeqs?: number) =>
  problemsIn(() => checkedAlone(serving(maxNumSeqs).app).synth())
    .filter(({ severity }) => severity === 'error')
    .map(({ code }) => code);

test.each([1, 10, 29])('an engine that admits %d of thirty sessions is refused', (maxNumSeqs) => {
  expect(refusals(maxNumSeqs)).toEqual(['AF-ENG-004']);
});

test('one that admits all of them is not, nor one that is left to the plan', () => {
  expect([refusals(45), refusals()]).toEqual([[], []]);
});

test('what is serial before the engine is told by an alert: late first tokens, a queue that grows, GPUs that idle', () => {
  const rules = serving()
    .observability.ruleGroups()
    .flatMap((group) => group.rules);
  const late = rules.find((rule) => 'alert' in rule && rule.alert === 'AgentFleetLateWhileIdle');
  expect(late?.expr).toMatch(/gpu_engine_active.* < 0\.5 and .*time_to_first_token.* > 5 and deriv\(.*requests_waiting.*\) > 0$/);
});
