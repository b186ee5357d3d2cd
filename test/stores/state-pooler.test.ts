/** PgBouncer before a state store: what the operator is told, where clients are led, and whether their connections fit. */
import { AgentRuntime } from '../../lib/agents/agent-runtime';
import type { AgentRuntimeProps } from '../../lib/agents/agent-runtime-props';
import { SecretRef } from '../../lib/core/secret-ref';
import { TaskQueue } from '../../lib/queues/task-queue';
import { LiteLLMRouter } from '../../lib/routing/litellm/router';
import { connectionMemory, connectionsWithin, memoryFor } from '../../lib/stores/connection-memory';
import { SessionStore } from '../../lib/stores/session-store';
import { StateStore } from '../../lib/stores/state-store';
import type { StateStoreProps } from '../../lib/stores/state-store-props';
import type { FleetTemplate } from '../../lib/testing';
import {
  type Container,
  client,
  foundAlone,
  manifest,
  OFF_GPU_NODES,
  refusal,
  research,
  type Setting,
  type WithPod,
} from '../setup/research-stack';
import { watchedCrew } from '../setup/watched-crew';

const store = ({ stack, cluster }: Setting, props: Partial<StateStoreProps> = {}) =>
  new StateStore(stack, 'state', { cluster, pooler: {}, ...props });
const rendered = (props: Partial<StateStoreProps> = {}) => research((setting) => void store(setting, props));
const poolerSpec = (props: Partial<StateStoreProps> = {}) => manifest<{ spec: Pooler }>(rendered(props), 'Pooler', 'state-pooler-rw').spec;

interface Pooler {
  readonly instances: number;
  readonly pgbouncer: { readonly poolMode: string; readonly image: string; readonly parameters: Readonly<Record<string, string>> };
  readonly template: { readonly spec: { readonly containers: readonly Container[]; readonly initContainers: readonly Container[] } };
}

const image = 'registry.example.com/agents:1.0.0';
const runtime = ({ stack, cluster }: Setting, state: StateStore, props: Partial<AgentRuntimeProps> = {}) =>
  new AgentRuntime(stack, 'agents', { cluster, framework: 'langgraph', image, services: [state], ...props });

describe('a pooler', () => {
  test('is in session mode, in which everything works, and shares the connections that Postgres has', () => {
    const { instances, pgbouncer } = poolerSpec();
    expect(instances).toBe(2);
    expect(pgbouncer).toMatchObject({
      poolMode: 'session',
      image: expect.stringMatching(/^ghcr\.io\/cloudnative-pg\/pgbouncer:1\.\d+\.\d+$/),
      parameters: { max_client_conn: '1000', default_pool_size: '30', max_db_connections: '30', client_tls_sslmode: 'require' },
    });
    expect(poolerSpec({ maxConnections: 200, pooler: { instances: 3 } }).pgbouncer.parameters['default_pool_size']).toBe('47');
  });

  test('loses one pod at a time to a drain', () => {
    const budgets = (instances: number) =>
      rendered({ pooler: { instances } })
        .manifests()
        .filter(({ kind }) => kind === 'PodDisruptionBudget');
    expect(budgets(2)).toMatchObject([
      {
        metadata: { name: 'state-pooler-rw', namespace: 'research' },
        spec: { maxUnavailable: 1, selector: { matchLabels: { 'cnpg.io/poolerName': 'state-pooler-rw' } } },
      },
    ]);
    expect(budgets(1)).toEqual([]);
  });

  test('is what was asked for', () => {
    const pooler = { mode: 'transaction', instances: 3, serverConnections: 12, clientConnections: 500 } as const;
    expect(poolerSpec({ pooler })).toMatchObject({
      instances: 3,
      pgbouncer: {
        poolMode: 'transaction',
        parameters: { max_client_conn: '500', default_pool_size: '12', max_db_connections: '12', max_prepared_statements: '200' },
      },
    });
  });

  test('names what each container takes, so that a quota counts it, and stays off GPU nodes', () => {
    const { containers, initContainers } = poolerSpec({ pooler: { resources: { cpu: '1', memory: '512Mi' } } }).template.spec;
    for (const { resources } of [...containers, ...initContainers]) {
      expect(resources).toEqual({ requests: { cpu: '1', memory: '512Mi' }, limits: { memory: '512Mi' } });
    }
    expect(containers.map(({ name }) => name)).toEqual(['pgbouncer']);
    expect(poolerSpec().template.spec).toMatchObject({ affinity: OFF_GPU_NODES });
  });

  test('counts in the quota of its namespace, with the pod that runs while others are replaced', () => {
    const quotaOf = (props: Partial<StateStoreProps>) =>
      (
        research((setting) => void store(setting, props), { namespaceQuota: {} }).plan() as {
          namespaces: { quota: Record<string, string> }[];
        }
      ).namespaces[0]?.quota;
    const [without, with2] = [quotaOf({ pooler: undefined as never }), quotaOf({})].map((quota) => Number(quota?.['pods']));
    expect((with2 ?? 0) - (without ?? 0)).toBe(3);
  });

  test('takes its image from the mirror of the cluster, and the plan lists it', () => {
    const template = research((setting) => void store(setting), { registryMirror: 'registry.internal' });
    const { pgbouncer } = manifest<{ spec: Pooler }>(template, 'Pooler', 'state-pooler-rw').spec;
    expect(pgbouncer.image).toMatch(/^registry\.internal\/cloudnative-pg\/pgbouncer:/);
    expect((template.plan() as { images: { image: string }[] }).images.map((one) => one.image)).toContain(pgbouncer.image);
  });

  test('is not there unless asked for, and Postgres keeps its own number of connections', () => {
    const template = research(({ stack, cluster }) => void new StateStore(stack, 'state', { cluster }));
    expect(template.manifests().filter(({ kind }) => kind === 'Pooler')).toEqual([]);
    expect(JSON.stringify(manifest(template, 'Cluster', 'state'))).not.toContain('max_connections');
    expect(JSON.stringify(manifest(rendered({ maxConnections: 200 }), 'Cluster', 'state'))).toContain('"max_connections":"200"');
  });

  test('keeps its name to itself', () => {
    const error = refusal((setting) => {
      store(setting);
      new AgentRuntime(setting.stack, 'state-pooler-rw', { cluster: setting.cluster, framework: 'custom', image });
    });
    expect(error.problems.map(({ code }) => code)).toContain('AF-SPEC-021');
  });
});

describe('its clients', () => {
  const variablesOf = (template: FleetTemplate) => {
    const [container] = manifest<WithPod>(template, 'Deployment', 'agents').spec.template.spec.containers;
    return new Map((container?.env ?? []).map((variable) => [variable.name, variable.value ?? variable.valueFrom]));
  };

  test('find it in place of the primary, with TLS, in every variable', () => {
    const env = variablesOf(research((setting) => void runtime(setting, store(setting))));
    const host = 'state-pooler-rw.research.svc.cluster.local';
    expect(env.get('PGHOST')).toBe(host);
    expect(env.get('PGSSLMODE')).toBe('require');
    const uri = `postgresql://$(PGUSER):$(PGPASSWORD)@${host}:5432/agents?sslmode=require`;
    for (const name of ['DATABASE_URL', 'DATABASE_URI', 'POSTGRES_URI']) expect(env.get(name)).toBe(uri);
    const names = [...env.keys()];
    expect(names.indexOf('PGPASSWORD')).toBeLessThan(names.indexOf('DATABASE_URL'));
  });

  test('reach it and no server; it reaches the servers, and Prometheus reaches it', () => {
    const template = research((setting) => void runtime(setting, store(setting)));
    const policies = template.manifests().filter(({ kind }) => kind === 'NetworkPolicy');
    const named = (name: string) => policies.find(({ metadata }) => metadata.name === name)?.['spec'] as Record<string, unknown>;
    const egress = JSON.stringify(named('agents-to-research-state-pooler-rw'));
    expect(egress).toContain('"cnpg.io/poolerName":"state-pooler-rw"');
    expect(named('state-pooler-rw-from-research-agents')).toMatchObject({
      podSelector: { matchLabels: { 'cnpg.io/poolerName': 'state-pooler-rw' } },
    });
    expect(named('state-pooler-rw-to-research-state')).toBeDefined();
    expect(named('state-from-research-state-pooler-rw')).toBeDefined();
    expect(JSON.stringify(named('state-pooler-rw-from-monitoring-9127'))).toContain('9127');
    expect(policies.map(({ metadata }) => metadata.name)).not.toContain('agents-to-research-state');
  });

  test('of a router go through it, but its migrations, which hold a lock of their session, go past it', () => {
    const template = research((setting) => {
      new LiteLLMRouter(setting.stack, 'router', {
        cluster: setting.cluster,
        database: store(setting, { pooler: { mode: 'transaction' } }),
      });
    });
    const hostOf = (kind: string, name: RegExp) => {
      const found = template.manifests().find((one) => one.kind === kind && name.test(one.metadata.name)) as unknown as WithPod;
      return found.spec.template.spec.containers[0]?.env?.find((variable) => variable.name === 'DATABASE_HOST')?.value;
    };
    expect(hostOf('Deployment', /^router$/)).toBe('state-pooler-rw.research.svc.cluster.local:5432');
    expect(hostOf('Job', /^router-setup-migrate-/)).toBe('state-rw.research.svc.cluster.local:5432');
    const policies = template.manifests().map(({ metadata }) => metadata.name);
    expect(policies).toEqual(expect.arrayContaining(['router-to-research-state-pooler-rw', 'router-setup-to-research-state']));
  });

  test('past it have an address of their own', () => {
    research((setting) => {
      const { direct } = store(setting);
      expect(direct?.host).toBe('state-rw.research.svc.cluster.local');
      expect(direct?.clientEnv(client(setting))['DATABASE_URL']).toEqual(SecretRef.existing('state-app', 'fqdn-uri'));
    });
    research(({ stack, cluster }) => expect(new StateStore(stack, 'state', { cluster }).direct).toBeUndefined());
  });
});

test('an ObservabilityStack scrapes it', () => {
  const { template } = watchedCrew((setting) => ({ stateStore: store(setting) }));
  expect(manifest(template, 'PodMonitor', 'state-pooler-rw')['spec']).toMatchObject({
    selector: { matchLabels: { 'cnpg.io/poolerName': 'state-pooler-rw' } },
    podMetricsEndpoints: [{ port: 'metrics' }],
  });
});

describe('connections', () => {
  const codes = (props: Partial<StateStoreProps>, agents: Partial<AgentRuntimeProps>) =>
    foundAlone(
      research((setting) => {
        const queue = agents.consumes;
        runtime(setting, store(setting, { pooler: undefined as never, ...props }), {
          ...agents,
          ...(queue === undefined ? {} : { consumes: queue }),
        });
      }),
    ).flatMap(({ code, message }) => (/^AF-CPU-04[56]$/.test(code) ? [`${code} ${message}`] : []));

  test('that nobody states are held against nothing', () => {
    expect(codes({}, { replicas: 50 })).toEqual([]);
  });

  test('of all pods, and the one more while they are replaced, must fit into what Postgres takes', () => {
    expect(codes({}, { replicas: 8, databaseConnections: 10 })).toEqual([]);
    expect(codes({}, { replicas: 9, databaseConnections: 10 })).toEqual([expect.stringContaining('may open 100 connections (agents 100)')]);
    expect(codes({ maxConnections: 120 }, { replicas: 9, databaseConnections: 10 })).toEqual([]);
  });

  test('in session mode must fit into those of the pooler, in transaction mode into those that it takes', () => {
    const agents = { replicas: 9, databaseConnections: 10 };
    expect(codes({ pooler: {} }, agents)).toEqual([expect.stringContaining('takes 60: its pooler in session mode (2 pods × 30)')]);
    expect(codes({ pooler: { mode: 'transaction' } }, agents)).toEqual([]);
  });

  test('of workers are those of all that a queue may start', () => {
    const consumes = TaskQueue.fromExisting({
      kind: 'amqp',
      name: 'tasks',
      host: 'rabbit.example.com',
      cidr: '10.0.0.0/24',
      url: SecretRef.existing('rabbit', 'url'),
    });
    expect(codes({}, { consumes, workers: { max: 40 }, databaseConnections: 5 })).toEqual([expect.stringContaining('205 connections')]);
  });

  test('of a router are known', () => {
    const found = foundAlone(
      research((setting) => {
        const { stack, cluster } = setting;
        const sessionStore = new SessionStore(stack, 'counts', { cluster });
        const database = store(setting, { pooler: undefined as never });
        new LiteLLMRouter(stack, 'router', { cluster, database, sessionStore, replicas: 9 });
      }),
    ).filter(({ code }) => code === 'AF-CPU-045');
    expect(found.map(({ message }) => message)).toEqual([expect.stringContaining('(router 100)')]);
  });

  test('of the pooler itself are refused where Postgres does not take them, with a number that it takes', () => {
    const error = refusal((setting) => void runtime(setting, store(setting, { pooler: { serverConnections: 31 } })));
    const [problem] = error.problems.filter(({ code }) => code === 'AF-CPU-046');
    expect(problem).toMatchObject({ path: 'research/state', prop: 'pooler.serverConnections', value: 31 });
    expect(problem?.repairs).toEqual(expect.arrayContaining([expect.stringContaining('serverConnections: 30')]));
    expect(rendered({ pooler: { serverConnections: 30 } }).plan()).toBeDefined();
  });
});

describe('memory', () => {
  const found = (props: Partial<StateStoreProps>, agents: Partial<AgentRuntimeProps> = {}) =>
    foundAlone(research((setting) => void runtime(setting, store(setting, { pooler: undefined as never, ...props }), agents))).filter(
      ({ code }) => code === 'AF-CPU-048',
    );

  test('of the defaults holds a hundred connections, and those of a pooler', () => {
    expect(found({})).toEqual([]);
    expect(found({ pooler: {} })).toEqual([]);
  });

  test('that is less than connections may take is told, with the least that holds them and the most that it holds', () => {
    const [finding] = found({ maxConnections: 200 });
    // 512 of shared buffers, 256 of the server, 200 × (5 + 1 + 4); without work 200 × 6.
    expect(finding).toMatchObject({
      severity: 'warning',
      path: 'research/state',
      message: '200 connections (maxConnections 200) may take 2768 MiB of a server of state, 1968 while they do nothing, and it has 2048',
      repairs: [
        { changes: [{ field: 'memoryGiB', op: 'set', value: 3.5 }] },
        { changes: [{ field: 'maxConnections', op: 'set', value: 128 }] },
        expect.stringContaining("maxConnections: 128 with pooler: { mode: 'transaction' }"),
      ],
    });
    expect(found({ maxConnections: 200, memoryGiB: 3.5 })).toEqual([]);
    expect(found({ maxConnections: 200, memoryGiB: 3 })).toHaveLength(1);
    expect(found({ maxConnections: 128 })).toEqual([]);
    expect(found({ maxConnections: 129 })).toHaveLength(1);
  });

  test('is held against what clients state, where all do, and is refused where they do not fit while they do nothing', () => {
    const agents = { replicas: 19, databaseConnections: 5 };
    expect(found({ maxConnections: 400 }, agents)).toEqual([]);
    const error = refusal(
      (setting) => void runtime(setting, store(setting, { pooler: undefined as never, maxConnections: 400, memoryGiB: 0.5 }), agents),
    );
    const [problem] = error.problems.filter(({ code }) => code === 'AF-CPU-048');
    expect(problem?.message).toContain('110 connections (those of its clients and 10 of the operator and superusers)');
    // Fewer connections than clients open would be refused.
    expect(problem?.repairs.join()).not.toMatch(/maxConnections: \d+(?! with)/);
    expect(found({ memoryGiB: 2 }, agents)).toEqual([]);
  });

  test('is held against connections of the pooler, which may be fewer', () => {
    const pooler = { serverConnections: 60 };
    const [finding] = found({ maxConnections: 500, pooler });
    expect(finding?.message).toContain('190 connections (3 pods of the pooler × 60, while one is replaced, and 10 of');
    expect(finding?.repairs).toContainEqual(
      expect.objectContaining({ changes: [{ field: 'pooler.serverConnections', op: 'set', value: 39 }] }),
    );
    expect(found({ maxConnections: 500, pooler: { serverConnections: 39 } })).toEqual([]);
    expect(found({ maxConnections: 500, memoryGiB: 3, pooler })).toEqual([]);
  });

  test('of any size that is offered holds the connections, and half a GiB less does not', () => {
    for (let connections = 20; connections < 1_500; connections += 37) {
      const least = memoryFor(connections) ?? Number.NaN;
      expect(connectionMemory(connections, least).busyMiB).toBeLessThanOrEqual(least * 1_024);
      expect(connectionsWithin(least)).toBeGreaterThanOrEqual(connections);
      expect(connectionMemory(connections, least - 0.5).busyMiB).toBeGreaterThan((least - 0.5) * 1_024);
    }
    // Shared buffers are a quarter of the memory, and so many page tables take the rest of it.
    expect(memoryFor(1_600)).toBeNull();
  });
});
