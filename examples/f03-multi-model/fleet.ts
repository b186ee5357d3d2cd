/** A pool for the orchestrator and one for its workers, each scaled by its own queue; tasks that nobody waits for come from a stream. */
import { type App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, Gpu, InferencePool, Model, Scaling, SessionStore, TaskQueue, Topology } from 'cdktf-agent-fleet';

const WORKERS = ['searcher', 'reader', 'writer', 'checker'];

/** @param workerReplicas cards of the workers, which are the ceiling of what runs at once */
export function multiModel(app: App, workerReplicas = 4): void {
  const cluster = Cluster.fromKubeconfig({
    context: 'prod-eu',
    nodePools: { h100: { gpu: Gpu.H100_PCIE, nodes: 6, usdPerGpuHour: 2.01, priceAsOf: '2026-03-01' }, cpu: { nodes: 4 } },
  });
  const stack = new TerraformStack(app, 'multi-model');
  const model = {
    cluster,
    model: Model.LLAMA_3_1_8B_INSTRUCT,
    quantization: 'fp8',
    kvCacheDtype: 'fp8',
    gpu: Gpu.H100_PCIE,
    maxContextTokens: 4_096,
  } as const;
  const lead = new InferencePool(stack, 'lead-model', { ...model, replicas: 1 });
  const workers = new InferencePool(stack, 'worker-model', {
    ...model,
    scaling: Scaling.queueDepth({ min: workerReplicas, max: workerReplicas + 1 }),
  });
  const sessions = new SessionStore(stack, 'sessions', { cluster, memoryGiB: 4 });
  const tasks = TaskQueue.redisStream(stack, 'tasks', { cluster, store: sessions });
  new AgentFleet(stack, 'crew', {
    cluster,
    topology: Topology.hierarchical({ orchestrator: 'lead', workers: WORKERS }),
    concurrentWorkflows: 200,
    roles: {
      lead: { pool: lead, contextTokens: 4_096, latency: 'background' },
      ...Object.fromEntries(WORKERS.map((role) => [role, { pool: workers, contextTokens: 4_096, latency: 'background' as const }])),
    },
    runtime: { framework: 'langgraph', image: 'registry.example.com/crew:1.0.0', consumes: tasks, workers: { tasksPerWorker: 20 } },
    sessionStore: sessions,
  });
}
