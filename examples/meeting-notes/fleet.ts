/** Agents that write the minutes of meetings: an MCP server takes recordings, and speech becomes text on GPUs of their own, as many as recordings wait. */
import { type App, TerraformStack } from 'cdktf';
import {
  AgentFleet,
  Cluster,
  ExternalHost,
  FleetPlatform,
  Gpu,
  GpuService,
  InferencePool,
  McpServer,
  Model,
  ObservabilityStack,
  Scaling,
  SecretRef,
  Topology,
} from 'cdktf-agent-fleet';

const priceAsOf = '2026-11-01';

/** Only the server of recordings reaches the transcriber; it scales by the recordings that wait there. */
function recordingsOf(stack: TerraformStack, cluster: Cluster): McpServer {
  const transcriber = new GpuService(stack, 'transcriber', {
    cluster,
    image: 'registry.example.com/whisper-server:2.1.0',
    port: 8000,
    gpu: Gpu.L4,
    nodePool: 'l4',
    // As nvidia-smi shows it under load.
    memoryGiBPerGpu: 7,
    healthPath: '/health',
    startupSeconds: 300,
    // An hour of speech takes some minutes.
    requestSeconds: 600,
    metrics: {
      requestsWaiting: 'whisper_requests_waiting',
      requestsRunning: 'whisper_requests_running',
      requestDuration: 'whisper_request_duration_seconds',
    },
    scaling: Scaling.queueDepth({ min: 1, max: 3, waitingPerReplica: 2 }),
    // The model comes from the hub when a pod starts.
    internet: true,
    scratchGiB: 20,
    env: { HF_HOME: '/tmp/models' },
  });
  const storage = new ExternalHost({
    name: 'recordings-store',
    host: 'recordings.example.com',
    cidrs: ['203.0.113.0/24'],
    key: SecretRef.existing('recordings-store', 'key'),
  });
  return new McpServer(stack, 'recordings', {
    cluster,
    image: 'registry.example.com/recordings-mcp:1.0.0',
    port: 8000,
    services: [transcriber, storage],
  });
}

export function meetingNotes(app: App, concurrentWorkflows = 12): AgentFleet {
  const cluster = Cluster.fromEnvironment({
    context: 'prod-eu',
    nodePools: {
      l40s: { gpu: Gpu.L40S, nodes: 2, usdPerGpuHour: 0.72, priceAsOf },
      l4: { gpu: Gpu.L4, nodes: 3, usdPerGpuHour: 0.44, priceAsOf },
      cpu: { nodes: 3 },
    },
  });
  const platform = new TerraformStack(app, 'platform');
  new FleetPlatform(platform, 'operators', { cluster });

  const stack = new TerraformStack(app, 'minutes');
  stack.addDependency(platform);
  const writers = new InferencePool(stack, 'writers', {
    cluster,
    model: Model.QWEN3_8B,
    quantization: 'fp8',
    gpu: Gpu.L40S,
    maxContextTokens: 16_384,
    replicas: 2,
  });
  const fleet = new AgentFleet(stack, 'minutes', {
    cluster,
    topology: Topology.pipeline({ stages: ['listener', 'editor'] }),
    concurrentWorkflows,
    roles: {
      listener: { pool: writers, contextTokens: 14_000 },
      editor: { pool: writers, contextTokens: 8_000 },
    },
    runtime: { framework: 'langgraph', image: 'registry.example.com/minutes:1.0.0' },
    services: [recordingsOf(stack, cluster)],
  });
  new ObservabilityStack(stack, 'observability', { cluster, fleets: [fleet], budget: { usdPerHour: 3.5 } });
  return fleet;
}
