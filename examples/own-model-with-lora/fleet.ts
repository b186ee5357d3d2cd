/** A model of one's own, known by the config.json beside its weights, with two adapters: one pool answers three roles, each with its own tuning. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { type App, TerraformStack } from 'cdktf';
import {
  AgentFleet,
  Cluster,
  FleetPlatform,
  Gpu,
  InferencePool,
  Model,
  ObservabilityStack,
  SecretRef,
  Topology,
  Weights,
} from 'cdktf-agent-fleet';

const CONFIG = JSON.parse(fs.readFileSync(path.join(__dirname, 'config.json'), 'utf8')) as Record<string, unknown>;

export function ownModelWithLora(app: App): AgentFleet {
  const cluster = Cluster.fromEnvironment({
    context: 'prod-eu',
    nodePools: {
      a100: {
        gpu: Gpu.A100_80GB_PCIE,
        gpusPerNode: 2,
        nodes: 1,
        labels: { 'example.com/team': 'claims' },
        taints: [{ key: 'example.com/team', value: 'claims', effect: 'NoSchedule' }],
      },
      cpu: { nodes: 3 },
    },
  });
  const platform = new TerraformStack(app, 'platform');
  new FleetPlatform(platform, 'operators', { cluster, gpuOperator: { tolerations: [{ key: 'example.com/team', operator: 'Exists' }] } });

  const stack = new TerraformStack(app, 'claims');
  stack.addDependency(platform);
  const model = new InferencePool(stack, 'claims-model', {
    cluster,
    // The id is a private repository of the hub.
    model: Model.fromConfig(CONFIG, {
      id: 'acme/claims-8b',
      source: 'config.json of acme/claims-8b',
      asOf: '2026-11-20',
      checkpointGiB: 15.3,
    }),
    adapters: [
      { name: 'letters', source: 'acme/claims-letters-lora', rank: 16 },
      { name: 'fraud', source: 'acme/claims-fraud-lora', rank: 32 },
    ],
    huggingFaceToken: SecretRef.existing('hub', 'token'),
    gpu: Gpu.A100_80GB_PCIE,
    replicas: 2,
    maxContextTokens: 16_384,
    weights: Weights.claim({ storageClass: 'shared-rwx' }),
  });
  const fleet = new AgentFleet(stack, 'claims', {
    cluster,
    topology: Topology.hierarchical({ orchestrator: 'clerk', workers: ['writer', 'examiner'] }),
    concurrentWorkflows: 8,
    roles: {
      clerk: { pool: model, contextTokens: 8_000 },
      writer: { pool: model, adapter: 'letters', contextTokens: 4_000 },
      examiner: { pool: model, adapter: 'fraud', contextTokens: 6_000 },
    },
    runtime: { framework: 'langgraph', image: 'registry.example.com/claims:1.0.0', sessionsPerReplica: 12 },
  });
  new ObservabilityStack(stack, 'observability', { cluster, fleets: [fleet] });
  return fleet;
}
