/** The files of a router with a database, budgets and a team, as a stack writes them. The prices of the fleet follow from its plan. */
import {
  AgentFleet,
  AgentRuntime,
  Cluster,
  Gpu,
  InferencePool,
  LiteLLMRouter,
  Model,
  SecretRef,
  SessionStore,
  StateStore,
  Topology,
} from '../../lib';
import { TerraformStack, Testing } from '../../lib/terraform/engine';

/** What a test asks of the router. */
export interface Wanted {
  /** Version of the key of the fleet's agents; undefined once the fleet is gone. */
  readonly version: number | undefined;
  /** US dollars a day. */
  readonly budget: number;
  /** US dollars a month, of two clients together. */
  readonly teamBudget: number;
}

/** Files by name, as the ConfigMap of the router holds them. */
export type Files = Readonly<Record<string, string>>;

export function emittedFiles({ version, budget, teamBudget }: Wanted): Files {
  const stack = new TerraformStack(Testing.app(), 'research');
  const cluster = Cluster.fromKubeconfig({
    context: 'prod-eu',
    nodePools: { gpu: { gpu: Gpu.L40S, gpusPerNode: 2, nodes: 1, usdPerGpuHour: 1.2, priceAsOf: '2026-11-29' }, cpu: { nodes: 2 } },
  });
  const agents = version === undefined ? {} : { 'crew-agents': { version, budget: { usd: budget, per: 'day' as const } } };
  const router = new LiteLLMRouter(stack, 'router', {
    cluster,
    sessionAffinity: false,
    retries: 0,
    sessionStore: SessionStore.fromExisting({ host: 'valkey.example.com', cidr: '10.0.0.0/24' }),
    database: StateStore.fromExisting({
      host: 'postgres.example.com',
      database: 'router',
      user: 'router',
      password: SecretRef.existing('router-database', 'password'),
      sslMode: 'disable',
      cidr: '10.0.0.0/24',
    }),
    teams: { crews: { budget: { usd: teamBudget, per: 'month' } } },
    clientKeys: { ...agents, first: { team: 'crews' }, second: { team: 'crews' } },
  });
  const pool = new InferencePool(stack, 'engine', { cluster, model: Model.QWEN3_8B, gpu: Gpu.L40S, maxContextTokens: 8_192 });
  router.addRoute({ alias: 'tools', pool, costPerMillionTokens: { input: 100, output: 400 } });
  for (const name of ['first', 'second'])
    new AgentRuntime(stack, name, { cluster, framework: 'langgraph', image: 'registry.example.com/agents:1.0.0', services: [router] });
  if (version !== undefined) fleet(stack, cluster, router);
  const { resource } = JSON.parse(Testing.synth(stack)) as {
    resource: { kubernetes_config_map_v1: Record<string, { data: Record<string, string> }> };
  };
  const data = Object.values(resource.kubernetes_config_map_v1).find((map) => map.data['config.yaml'] !== undefined)?.data ?? {};
  // As Terraform reads it.
  return Object.fromEntries(Object.entries(data).map(([name, text]) => [name, text.replaceAll('$${', '${').replaceAll('%%{', '%{')]));
}

function fleet(stack: TerraformStack, cluster: Cluster, router: LiteLLMRouter): void {
  const pool = new InferencePool(stack, 'crew-engine', { cluster, model: Model.QWEN3_8B, gpu: Gpu.L40S, maxContextTokens: 8_192 });
  new AgentFleet(stack, 'crew', {
    cluster,
    topology: Topology.flat({ agents: ['worker'] }),
    concurrentWorkflows: 2,
    roles: { worker: { pool, contextTokens: 2_000, request: { inputTokens: 1_000, outputTokens: 200, perMinute: 4 } } },
    runtime: { framework: 'openai-agents', image: 'registry.example.com/crew:1.0.0' },
    router,
    sessionStore: false,
    stateStore: false,
  });
}
