/** A router with a database: where its keys and spend lie, who makes them, and who can read what. */

import { App, TerraformStack } from 'cdktf';
import { parse } from 'yaml';
import {
  AgentFleet,
  AgentRuntime,
  Cluster,
  Gpu,
  InferencePool,
  LiteLLMRouter,
  type LiteLLMRouterProps,
  Model,
  SecretRef,
  StateStore,
  Topology,
} from '../../lib';
import { Testing } from '../../lib/terraform/engine';
import { findings } from '../setup/research-stack';
import { templateOf } from '../setup/template-of';
import { temporaryOutdir } from '../setup/temporary-outdir';

const database = StateStore.fromExisting({
  host: 'postgres.example.com',
  database: 'router',
  user: 'router',
  password: SecretRef.existing('router-database', 'password'),
  sslMode: 'require',
  cidr: '10.3.0.0/24',
});

interface Container {
  readonly args?: readonly string[];
  readonly command?: readonly string[];
  readonly env: readonly {
    readonly name: string;
    readonly value?: string;
    readonly valueFrom?: { readonly secretKeyRef: { readonly name: string } };
  }[];
}
interface Manifest {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: {
    readonly template: { readonly metadata: Manifest['metadata']; readonly spec: { readonly containers: readonly Container[] } };
  };
}

function objects(props: Partial<LiteLLMRouterProps> = {}, hasDatabase = true): readonly Manifest[] {
  const app = new App({ outdir: temporaryOutdir() });
  const stack = new TerraformStack(app, 'support');
  const cluster = Cluster.fromKubeconfig({
    context: 'test',
    nodePools: { gpu: { gpu: Gpu.L40S, gpusPerNode: 1, nodes: 1 }, cpu: { nodes: 1 } },
  });
  const pool = new InferencePool(stack, 'engine', { cluster, model: Model.QWEN3_8B, gpu: Gpu.L40S, maxContextTokens: 8_192 });
  const router = new LiteLLMRouter(stack, 'router', { cluster, ...(hasDatabase ? { database } : {}), ...props });
  router.addRoute({ alias: 'worker', pool, costPerMillionTokens: { input: 1, output: 2 } });
  new AgentRuntime(stack, 'agents', { cluster, framework: 'langgraph', image: 'registry.example.com/agents:1.0.0', services: [router] });
  return templateOf(app, 'support').manifests() as unknown as readonly Manifest[];
}

interface Made {
  readonly depends_on?: readonly string[];
  readonly metadata?: object;
}

const budget = { agents: { budget: { usd: 20, per: 'day' }, team: 'research' } } as const;
const teams = { research: { budget: { usd: 300, per: 'month' } } } as const;
const named = (all: readonly Manifest[], kind: string, name: RegExp): Manifest => {
  const found = all.find((object) => object.kind === kind && name.test(object.metadata.name));
  if (found === undefined) throw new Error(`no ${kind} ${name}`);
  return found;
};
const containerOf = ({ spec }: Manifest): Container => spec?.template.spec.containers[0] as Container;
const secretsOf = (manifest: Manifest): string[] =>
  containerOf(manifest).env.flatMap(({ valueFrom }) => (valueFrom === undefined ? [] : [valueFrom.secretKeyRef.name]));
const envOf = (manifest: Manifest): Record<string, string | undefined> =>
  Object.fromEntries(containerOf(manifest).env.map(({ name, value }) => [name, value]));
const configOf = (all: readonly Manifest[]) => named(all, 'ConfigMap', /^router$/).data ?? {};

describe('a router with a database', () => {
  const all = objects({ clientKeys: budget, teams });

  it('leaves the check of keys to LiteLLM, and believes what it read of one for half a minute at most', () => {
    const { general_settings, litellm_settings } = parse(configOf(all)['config.yaml'] ?? '');
    expect(general_settings.custom_auth).toBeUndefined();
    expect(general_settings.user_api_key_cache_ttl).toBeLessThanOrEqual(30);
    expect(litellm_settings.callbacks).toEqual(['prometheus', 'client_requests.check']);
    expect(configOf(all)['client_requests.py']).toContain('"fallbacks"');
  });

  it('finds the database by the address, never by a literal password, and changes no tables by itself', () => {
    const router = named(all, 'Deployment', /^router$/);
    expect(envOf(router)).toMatchObject({
      DATABASE_HOST: 'postgres.example.com:5432',
      DATABASE_NAME: 'router',
      DATABASE_SSLMODE: 'require',
      DISABLE_SCHEMA_UPDATE: 'true',
    });
    expect(secretsOf(router)).toEqual(expect.arrayContaining(['router-database', 'router-salt-key', 'router-master-key']));
  });

  it('gives the keys of the clients to the Job that makes them, and not to the router', () => {
    expect(secretsOf(named(all, 'Deployment', /^router$/))).not.toContain('router-key-agents');
    expect(secretsOf(named(all, 'Job', /^router-setup-keys-/)).sort()).toEqual(['router-key-agents', 'router-master-key']);
  });

  it('says in the database whose keys they are by cluster, namespace and name, which stay when ids change', () => {
    const saidOf = (props: Partial<LiteLLMRouterProps>) => envOf(named(objects(props), 'Job', /-setup-keys-/))['ROUTER_NAME'];
    expect(saidOf({})).toBe('test/support/router');
    expect(saidOf({ name: 'door' })).toBe('test/support/door');
  });

  it('gives the master key to nobody else: not to the migration, not to the agents', () => {
    const holders = all
      .filter(({ kind }) => ['Deployment', 'Job'].includes(kind))
      .filter((one) => secretsOf(one).includes('router-master-key'));
    expect(holders.map(({ metadata }) => metadata.name.replace(/-[0-9a-f]+$/, ''))).toEqual(['router', 'router-setup-keys']);
  });

  it('says budgets and teams as LiteLLM knows them', () => {
    expect(JSON.parse(configOf(all)['clients.json'] ?? '')).toMatchObject([
      { name: 'agents', team: 'research', maxBudget: 20, budgetDuration: '1d' },
    ]);
    expect(JSON.parse(configOf(all)['teams.json'] ?? '')).toEqual([{ name: 'research', maxBudget: 300, budgetDuration: '30d' }]);
  });

  it('starts another Job for other keys, and no other pods of the router', () => {
    const rotated = objects({ clientKeys: { agents: { ...budget.agents, version: 2 } }, teams });
    const hash = (from: readonly Manifest[]) => named(from, 'Deployment', /^router$/).spec?.template.metadata.annotations;
    expect(named(rotated, 'Job', /^router-setup-keys-/).metadata.name).not.toBe(named(all, 'Job', /^router-setup-keys-/).metadata.name);
    expect(hash(rotated)).toEqual(hash(all));
    expect(named(rotated, 'Job', /^router-setup-migrate-/).metadata.name).toBe(named(all, 'Job', /^router-setup-migrate-/).metadata.name);
    expect(secretsOf(named(rotated, 'Deployment', /^agents$/))).toEqual(['router-key-agents-v2']);
  });

  it('migrates in a Job whose pods are no endpoints of the router', () => {
    const migration = named(all, 'Job', /^router-setup-migrate-/);
    expect(containerOf(migration).args).toEqual(['--skip_server_startup']);
    expect(migration.spec?.template.metadata.labels?.['app.kubernetes.io/name']).toBe('router-setup');
  });

  it('ends the migration of another image before pods of that image start', () => {
    const tables = (registryMirror?: string) => {
      const stack = new TerraformStack(new App(), 'support');
      const cluster = Cluster.fromKubeconfig({ context: 'test', ...(registryMirror === undefined ? {} : { registryMirror }) });
      new LiteLLMRouter(stack, 'router', { cluster, database });
      return (JSON.parse(Testing.synth(stack)) as { resource: Record<string, Record<string, Made>> }).resource;
    };
    const [here, mirrored] = [tables(), tables('mirror.example.com')];
    const jobOf = ({ kubernetes_job_v1: jobs = {} }: typeof here) => Object.entries(jobs).find(([id]) => /migration/.test(id)) ?? ['', {}];
    const [id, job] = jobOf(here);
    expect(job).toMatchObject({ wait_for_completion: true });
    expect(Object.values(here['kubernetes_deployment_v1'] ?? {})[0]?.depends_on).toContain(`kubernetes_job_v1.${id}`);
    expect(jobOf(mirrored)[1].metadata).not.toEqual(job.metadata);
  });

  it('keeps everything as it was without a database', () => {
    const without = objects({}, false);
    expect(without.filter(({ kind }) => kind === 'Job').map(({ metadata }) => metadata.name)).not.toContainEqual(
      expect.stringContaining('router'),
    );
    expect(Object.keys(configOf(without)).sort()).toEqual(['client_keys.py', 'clients.json', 'config.yaml']);
  });

  it('refuses budgets and teams without a database, and a team that is not there', () => {
    expect(() => objects({ clientKeys: budget, teams }, false)).toThrow(/AF-RTE-049/);
    expect(() => objects({ clientKeys: budget })).toThrow(/AF-RTE-050/);
  });
});

describe('a budget beside the plan of its fleet', () => {
  /** What is said of budgets of a fleet whose GPU costs $1.20 an hour. */
  function said(router: Partial<LiteLLMRouterProps>): string[] {
    const found = findings(({ stack }) => {
      const cluster = Cluster.fromKubeconfig({
        context: 'prod-eu',
        nodePools: { gpu: { gpu: Gpu.L40S, nodes: 1, usdPerGpuHour: 1.2, priceAsOf: '2026-11-29' }, cpu: { nodes: 2 } },
      });
      const pool = new InferencePool(stack, 'engine', { cluster, model: Model.QWEN3_8B, gpu: Gpu.L40S, maxContextTokens: 8_192 });
      new AgentFleet(stack, 'crew', {
        cluster,
        topology: Topology.flat({ agents: ['worker'] }),
        concurrentWorkflows: 2,
        roles: { worker: { pool, contextTokens: 2_000, request: { inputTokens: 1_000, outputTokens: 200, perMinute: 4 } } },
        runtime: { framework: 'openai-agents', image: 'registry.example.com/crew:1.0.0' },
        router: new LiteLLMRouter(stack, 'router', { cluster, database, ...router }),
        sessionStore: false,
        stateStore: false,
      });
    });
    return found.filter(({ code }) => code === 'AF-RTE-064').map(({ prop, message }) => `${prop}: ${message}`);
  }

  it('pays what the GPUs cost in the period, or is a warning', () => {
    expect(said({ clientKeys: { 'crew-agents': { budget: { usd: 28.8, per: 'day' } } } })).toEqual([]);
    expect(said({ clientKeys: { 'crew-agents': { budget: { usd: 28, per: 'day' } } } })).toEqual([
      'clientKeys.crew-agents.budget: the fleet of crew-agents plans to spend $28.80 a day at the prices of the routes; the budget is $28.00',
    ]);
  });

  it('is that of a team as well', () => {
    const budgets = { clientKeys: { 'crew-agents': { team: 'crews' } }, teams: { crews: { budget: { usd: 863, per: 'month' } } } } as const;
    expect(said(budgets)).toEqual([
      'teams.crews.budget: the fleets of its team plan to spend $864.00 a month at the prices of the routes; the budget is $863.00',
    ]);
  });
});
