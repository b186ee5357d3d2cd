/** Further databases of one StateStore: each with a user of its own, on the same servers. */
import { severalDatabases } from '../../examples/guides/databases';
import { AgentRuntime, LiteLLMRouter, SecretRef, StateStore, type StateStoreProps, VectorStore } from '../../lib';
import type { StateDatabaseProps } from '../../lib/stores/state-database-props';
import { client, edgesOf, manifest, pool, problemsOf, research, type Setting } from '../setup/research-stack';
import { problemsIn } from '../support/problems-in';

const store = (setting: Setting, props: Partial<StateStoreProps> = {}) =>
  new StateStore(setting.stack, 'state', { cluster: setting.cluster, ...props });

/** A database that pods of the stack are wired to. */
const used = (setting: Setting, props: StateDatabaseProps = {}, of: Partial<StateStoreProps> = {}) => {
  const state = store(setting, of);
  const database = state.addDatabase('tracing', props);
  database.admit(client(setting, 'tracer'));
  state.admit(client(setting));
  return database;
};

const rendered = (props: StateDatabaseProps = {}, of: Partial<StateStoreProps> = {}) =>
  research((setting) => void used(setting, props, of));

const drawn = (kind: string) => (template: ReturnType<typeof rendered>) =>
  template.manifests().filter((object) => object.kind === kind && object.metadata.name.includes('-database-'));

describe('what is made', () => {
  test('a database, which stays when it is no longer asked for, with a user of its name', () => {
    const template = rendered();
    expect(manifest(template, 'Database', 'state-database-tracing')['spec']).toEqual({
      cluster: { name: 'state' },
      name: 'tracing',
      owner: 'tracing',
      databaseReclaimPolicy: 'retain',
    });
    expect(manifest(template, 'Cluster', 'state')['spec']).toMatchObject({
      bootstrap: { initdb: { database: 'agents', owner: 'agents' } },
      managed: { roles: [{ name: 'tracing', ensure: 'present', login: true, passwordSecret: { name: 'state-database-tracing' } }] },
    });
  });

  test('a Secret with the name and a drawn password, which the operator reads again', () => {
    expect(manifest(rendered(), 'ExternalSecret', 'state-database-tracing')['spec']).toMatchObject({
      target: {
        immutable: true,
        template: {
          metadata: { labels: { 'cnpg.io/reload': 'true' } },
          data: { username: 'tracing', password: '{{ index . "password" }}' },
        },
      },
    });
  });

  test('no Secret where one is named', () => {
    const template = rendered({ password: SecretRef.existing('tracing-database', 'password') });
    expect(drawn('ExternalSecret')(template)).toEqual([]);
    expect(manifest(template, 'Cluster', 'state')['spec']).toMatchObject({
      managed: { roles: [{ passwordSecret: { name: 'tracing-database' } }] },
    });
  });

  test('the extension where it is asked for', () => {
    expect(manifest(rendered({ vector: true }), 'Database', 'state-database-tracing')['spec']).toMatchObject({
      extensions: [{ name: 'vector' }],
    });
  });

  test('nothing changes for a store without one', () => {
    const template = research((setting) => store(setting).admit(client(setting)));
    expect(manifest(template, 'Cluster', 'state')['spec']).not.toHaveProperty('managed');
    expect(drawn('Database')(template)).toEqual([]);
  });

  test('a name that Kubernetes does not take has an object of another name, and stays in Postgres', () => {
    const template = research((setting) => store(setting).addDatabase('crew_').admit(client(setting)));
    const [database] = drawn('Database')(template);
    expect(database?.metadata.name).toMatch(/^state-database-crew-[a-z0-9]+$/);
    expect(database?.['spec']).toMatchObject({ name: 'crew_', owner: 'crew_' });
  });

  test('clients come to the servers of the store, or to its pooler', () => {
    expect(edgesOf(rendered(), 'tracer')).toEqual(['tracer-to-research-state']);
    expect(edgesOf(rendered({}, { pooler: {} }), 'tracer')).toEqual(['tracer-to-research-state-pooler-rw']);
  });
});

describe('what its clients are told', () => {
  const env = (props: StateDatabaseProps = {}, of: Partial<StateStoreProps> = {}) => {
    const seen: Record<string, unknown>[] = [];
    research((setting) => {
      const database = used(setting, props, of);
      seen.push(database.clientEnv(client(setting, 'other')), database.direct?.clientEnv(client(setting, 'another')) ?? {});
    });
    return seen;
  };

  test('the database, its user and its password', () => {
    expect(env()[0]).toMatchObject({
      PGHOST: 'state-rw.research.svc.cluster.local',
      PGDATABASE: 'tracing',
      PGUSER: 'tracing',
      PGPASSWORD: { name: 'state-database-tracing', key: 'password' },
      DATABASE_URL: 'postgresql://$(PGUSER):$(PGPASSWORD)@state-rw.research.svc.cluster.local:5432/tracing?sslmode=require',
    });
    expect(env()[1]).toEqual({});
  });

  test('the pooler, and past it the servers', () => {
    const [pooled, direct] = env({}, { pooler: { mode: 'transaction' } });
    expect(pooled).toMatchObject({ PGHOST: 'state-pooler-rw.research.svc.cluster.local', PGDATABASE: 'tracing' });
    expect(direct).toMatchObject({
      PGHOST: 'state-rw.research.svc.cluster.local',
      PGUSER: 'tracing',
      DATABASE_URL: 'postgresql://$(PGUSER):$(PGPASSWORD)@state-rw.research.svc.cluster.local:5432/tracing?sslmode=require',
    });
  });

  test('no address with a password of which nobody knows the letters', () => {
    expect(env({ password: SecretRef.existing('tracing-database', 'password') })[0]).not.toHaveProperty('DATABASE_URL');
  });
});

describe('who may be there', () => {
  const codes = (build: (setting: Setting) => void) => problemsOf(build).map(({ code }) => code);

  test('a router has its own beside the agents, on one Postgres', () => {
    const found = codes((setting) => {
      const { stack, cluster } = setting;
      const state = store(setting);
      const router = new LiteLLMRouter(stack, 'router', { cluster, database: state.addDatabase('litellm') });
      router.addRoute({ alias: 'small', pool: pool(setting, 'small') });
      new AgentRuntime(stack, 'agents', {
        cluster,
        image: 'registry.example.com/agents:1.0.0',
        framework: 'langgraph',
        services: [router, state],
      });
    });
    expect(found).not.toEqual(expect.arrayContaining([expect.stringMatching(/AF-RTE-07/)]));
  });

  test('the code of the guide is accepted', () => {
    const found = problemsOf(({ stack, cluster }) => void severalDatabases(stack, cluster)).filter(({ severity }) => severity === 'error');
    expect(found).toEqual([]);
  });

  test('two routers in one are refused as ever', () => {
    const found = codes((setting) => {
      const database = store(setting).addDatabase('litellm');
      for (const id of ['first', 'second']) new LiteLLMRouter(setting.stack, id, { cluster: setting.cluster, database });
    });
    expect(found).toContain('AF-RTE-070');
  });

  test('connections of all databases are those of the store', () => {
    const problems = problemsOf((setting) => {
      const state = store(setting, { maxConnections: 100 });
      const database = state.addDatabase('tracing');
      for (const [to, name] of [
        [state, 'agents'],
        [database, 'tracer'],
      ] as const) {
        const from = client(setting, name);
        to.admit(from);
        to.expectConnections?.(from, () => 60);
      }
    });
    expect(problems).toContainEqual(
      expect.objectContaining({ code: 'AF-CPU-045', message: expect.stringContaining('120 connections (agents 60, tracer 60)') }),
    );
  });

  test('nobody is told', () => {
    const found = problemsOf((setting) => {
      const state = store(setting);
      state.admit(client(setting));
      state.addDatabase('tracing');
    });
    expect(found.filter(({ path }) => path === 'research/state/database-tracing').map(({ code }) => code)).toEqual(['AF-CPU-042']);
  });
});

describe('vectors', () => {
  const LOAD = { dimensions: 768, vectors: 1_000 };
  const found = (props: StateDatabaseProps) =>
    problemsOf((setting) => VectorStore.pgvector(used(setting, props), LOAD).admit(client(setting, 'reader')));

  test('need the extension in their database', () => {
    expect(found({})).toContainEqual(
      expect.objectContaining({ code: 'AF-CPU-021', message: expect.stringContaining('keeps vectors in tracing') }),
    );
    expect(found({ vector: true }).map(({ code }) => code)).not.toContain('AF-CPU-021');
  });

  test('of all databases need the room of the one Postgres, and stand in its plan', () => {
    const build = (setting: Setting) => {
      const state = store(setting, { vector: true, memoryGiB: 4 });
      const database = state.addDatabase('library', { vector: true });
      for (const holder of [state, database])
        VectorStore.pgvector(holder, { dimensions: 768, vectors: 600_000 }).admit(client(setting, `of-${holder.database}`));
    };
    expect(problemsOf(build)).toContainEqual(
      expect.objectContaining({
        path: 'research/state',
        message: expect.stringContaining('600,000 vectors of 768 numbers and 600,000 vectors'),
      }),
    );
    const plan = research((setting) => {
      const database = store(setting, { memoryGiB: 16, storageGiB: 60 }).addDatabase('library', { vector: true });
      VectorStore.pgvector(database, LOAD).admit(client(setting));
    }).plan();
    expect(plan.vectorStores).toMatchObject([{ name: 'state', path: 'research/state', vectors: 1_000 }]);
  });
});

describe('what is refused', () => {
  const refused = (act: (state: StateStore) => unknown) =>
    problemsIn(() => research((setting) => void act(store(setting)))).map(({ code, prop, value }) => ({ code, prop, value }));

  test.each([
    ['the database of the store itself', (state) => state.addDatabase('agents'), { code: 'AF-SPEC-003', prop: 'name', value: 'agents' }],
    [
      'the same twice',
      (state) => [state.addDatabase('a'), state.addDatabase('a')],
      { code: 'AF-SPEC-003', prop: 'id', value: 'database-a' },
    ],
    ['a name that needs quotes', (state) => state.addDatabase('Lite-LLM'), { code: 'AF-SPEC-001', prop: 'name', value: 'Lite-LLM' }],
    ['a name of Postgres', (state) => state.addDatabase('postgres'), { code: 'AF-SPEC-001', prop: 'name', value: 'postgres' }],
    [
      'a key in which the operator does not look',
      (state) => state.addDatabase('a', { password: SecretRef.existing('db', 'pw') }),
      expect.objectContaining({ code: 'AF-SPEC-001', prop: 'password' }),
    ],
    [
      'the Secret of another database',
      (state) => {
        const password = SecretRef.existing('db', 'password');
        return [state.addDatabase('a', { password }), state.addDatabase('b', { password })];
      },
      { code: 'AF-SPEC-001', prop: 'password', value: 'db' },
    ],
    [
      'a prop that there is none of',
      (state) => state.addDatabase('a', { owner: 'b' } as never),
      { code: 'AF-SPEC-002', prop: 'owner', value: 'owner' },
    ],
  ] as [string, (state: StateStore) => unknown, unknown][])('%s', (_, act, expected) => {
    expect(refused(act)).toEqual([expected]);
  });

  test('no client in another namespace, where a Secret of yours may be as well', () => {
    const props = { password: SecretRef.existing('tracing-database', 'password') };
    const found = problemsOf((setting) =>
      store(setting)
        .addDatabase('tracing', props)
        .admit(client(setting, 'tracer', 'elsewhere')),
    );
    expect(found.map(({ code }) => code)).not.toContain('AF-SPEC-010');
  });

  test('a client in another namespace, which cannot read the password', () => {
    const found = problemsOf((setting) =>
      store(setting)
        .addDatabase('tracing')
        .admit(client(setting, 'tracer', 'elsewhere')),
    );
    expect(found).toContainEqual(expect.objectContaining({ code: 'AF-SPEC-010', path: 'research/state/database-tracing' }));
  });
});
