/** A fleet whose state is backed up, and the stores by which it is brought back to a moment. */
import { type App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, ExternalHost, Gpu, InferencePool, Model, SecretRef, StateStore, Topology } from 'cdktf-agent-fleet';

const archive = {
  to: new ExternalHost({ name: 'backups', host: 's3.eu-central-1.amazonaws.com', cidrs: ['203.0.113.0/24'], region: 'eu-central-1' }),
  bucket: 'agents-backups/prod',
  accessKeyId: SecretRef.existing('backups', 'id'),
  secretAccessKey: SecretRef.existing('backups', 'key'),
};

export function backedUp(app: App): AgentFleet {
  const { stack, cluster } = place(app);
  const state = new StateStore(stack, 'state', { cluster, backups: { ...archive, retentionDays: 14 } });
  return fleet(stack, cluster, state);
}

/** The store that was lost is named in the archive as it was called; the new one has another name, on the cluster and in the archive. */
export function broughtBack(app: App): AgentFleet {
  const { stack, cluster } = place(app);
  const state = new StateStore(stack, 'state-2', {
    cluster,
    recovery: { ...archive, serverName: 'state', targetTime: '2026-11-30T06:00:00Z' },
    backups: { ...archive, retentionDays: 14 },
  });
  return fleet(stack, cluster, state);
}

function place(app: App) {
  const cluster = Cluster.fromKubeconfig({ context: 'prod-eu', nodePools: { l40s: { gpu: Gpu.L40S, nodes: 2 }, cpu: { nodes: 3 } } });
  return { stack: new TerraformStack(app, 'research'), cluster };
}

function fleet(stack: TerraformStack, cluster: Cluster, stateStore: StateStore): AgentFleet {
  const pool = new InferencePool(stack, 'model', { cluster, model: Model.QWEN3_8B, gpu: Gpu.L40S, maxContextTokens: 8_192 });
  return new AgentFleet(stack, 'research', {
    cluster,
    topology: Topology.flat({ agents: ['researcher'] }),
    concurrentWorkflows: 8,
    roles: { researcher: { pool, contextTokens: 6_000 } },
    runtime: { framework: 'langgraph', image: 'registry.example.com/research:1.0.0' },
    stateStore,
  });
}
