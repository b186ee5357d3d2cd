/**
 * A fleet for the behaviour drills: one pool that grows from one to three with its queue, one that is kept at two by the clock, one that grows when first tokens are late,
 * one that sleeps until a window begins; windows short enough to be waited for.
 */
import { App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, Gpu, InferencePool, Model, ObservabilityStack, Scaling, Topology } from 'cdktf-agent-fleet';

/** Long enough for the pool to be seen asleep. */
const WAKES_AFTER_MINUTES = 4;

const clock = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString().slice(11, 16);

const app = new App();
const cluster = Cluster.fromKubeconfig({
  context: 'e2e',
  nodePools: {
    gpu: { gpu: Gpu.A100_80GB_PCIE, nodes: 3 },
    clocked: { gpu: Gpu.L40S, nodes: 3 },
    others: { gpu: Gpu.H100_PCIE, nodes: 3 },
    cpu: { nodes: 2 },
  },
});
const stack = new TerraformStack(app, 'behaviour');
const pool = new InferencePool(stack, 'engine', {
  cluster,
  model: Model.LLAMA_3_1_8B_INSTRUCT,
  gpu: Gpu.A100_80GB_PCIE,
  maxContextTokens: 8_192,
  scaling: Scaling.queueDepth({ min: 1, max: 3, pollingIntervalSeconds: 5, scaleOutWindowSeconds: 0, scaleInWindowSeconds: 15 }),
});
new InferencePool(stack, 'clocked', {
  cluster,
  model: Model.LLAMA_3_1_8B_INSTRUCT,
  gpu: Gpu.L40S,
  maxContextTokens: 8_192,
  scaling: Scaling.queueDepth({
    min: 1,
    max: 3,
    pollingIntervalSeconds: 5,
    scaleOutWindowSeconds: 0,
    schedule: { timeZone: 'UTC', windows: { day: { from: '00:00', to: '23:59', replicas: 2 } }, startEarlySeconds: 0 },
  }),
});
const others = { cluster, model: Model.LLAMA_3_1_8B_INSTRUCT, gpu: Gpu.H100_PCIE, maxContextTokens: 8_192 };
new InferencePool(stack, 'late', {
  ...others,
  scaling: Scaling.latency({
    min: 1,
    max: 2,
    ttftSeconds: 1,
    ttftWindowSeconds: 60,
    pollingIntervalSeconds: 5,
    scaleOutWindowSeconds: 0,
    scaleInWindowSeconds: 15,
  }),
});
new InferencePool(stack, 'sleeper', {
  ...others,
  scaling: Scaling.queueDepth({
    min: 0,
    max: 1,
    pollingIntervalSeconds: 5,
    cooldownSeconds: 15,
    schedule: {
      timeZone: 'UTC',
      windows: { soon: { from: clock(WAKES_AFTER_MINUTES), to: clock(90), replicas: 1 } },
      startEarlySeconds: 0,
    },
  }),
});
const fleet = new AgentFleet(stack, 'crew', {
  cluster,
  topology: Topology.flat({ agents: ['worker'] }),
  concurrentWorkflows: 10,
  roles: { worker: { pool, contextTokens: 4_000, latency: 'chat' } },
  runtime: { framework: 'openai-agents', image: 'registry.example.com/crew:1.0.0' },
  sessionStore: false,
  stateStore: false,
});
new ObservabilityStack(stack, 'observability', { cluster, fleets: [fleet] });
app.synth();
