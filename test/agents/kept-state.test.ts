/** AF-CPU-049: the state of a fleet lies in a place of its own, however the place is named. */
import {
  AgentFleet,
  AgentRuntime,
  type IService,
  McpServer,
  SecretRef,
  SessionStore,
  type SessionStoreProps,
  StateStore,
  TaskQueue,
  Topology,
  VectorStore,
} from '../../lib';
import type { AgentFleetProps } from '../../lib/agents/agent-fleet-props';
import type { FrameworkId } from '../../lib/catalog/frameworks';
import type { Finding } from '../../lib/core/finding';
import { Cluster } from '../../lib/platform/cluster';
import { type App, TerraformStack } from '../../lib/terraform/engine';
import { pool, problemsOf, type Setting } from '../setup/research-stack';

const image = (of: string) => `registry.example.com/${of}:1.0.0`;
const found = (build: (setting: Setting) => void): Finding[] => problemsOf(build).filter(({ code }) => code === 'AF-CPU-049');

interface Agents {
  readonly framework?: FrameworkId;
  readonly image?: string;
}

const agents = ({ stack, cluster }: Setting, id: string, services: readonly IService[], props: Agents = {}) =>
  new AgentRuntime(stack, id, { cluster, framework: 'langgraph', image: image(id), services, ...props });

function fleet(setting: Setting, id: string, props: Partial<AgentFleetProps>): AgentFleet {
  const { stack, cluster } = setting;
  return new AgentFleet(stack, id, {
    cluster,
    topology: Topology.flat({ agents: ['assistant'] }),
    concurrentWorkflows: 2,
    roles: { assistant: { pool: pool(setting, `${id}-model`), contextTokens: 4_000 } },
    runtime: { framework: 'langgraph', image: image('agents') },
    ...props,
  });
}

const existing = (host: string, database: string) =>
  StateStore.fromExisting({ host, database, user: 'agents', password: SecretRef.existing('database', 'password'), cidr: '10.3.0.0/24' });

const two =
  (first: (setting: Setting) => IService, second: (setting: Setting, one: IService) => IService, others: Agents = {}) =>
  (setting: Setting): void => {
    const one = first(setting);
    agents(setting, 'research', [one]);
    agents(setting, 'support', [second(setting, one)], others);
  };
const state = ({ stack, cluster }: Setting, id = 'state') => new StateStore(stack, id, { cluster });
const sessions = ({ stack, cluster }: Setting, props: Partial<SessionStoreProps> = {}) =>
  new SessionStore(stack, 'sessions', { cluster, ...props });

describe('two programs with one state store', () => {
  const shared = two(
    (setting) => state(setting),
    (_, one) => one,
  );

  test('are told of once, at the later one, with what the framework of both calls its tables', () => {
    const problems = found(shared);
    expect(problems).toMatchObject([
      {
        path: 'research/support',
        prop: 'services.0',
        severity: 'warning',
        message:
          'support keeps state in the database "agents" of state-rw.research.svc.cluster.local, and so does research (research/research), as checkpoints, checkpoint_blobs and checkpoint_writes by thread_id, store by its prefix, store_vectors of one size of vectors; nothing there says whose it is',
      },
    ]);
    expect(problems[0]?.repairs[0]).toBe("new StateStore(stack, 'support-state', { cluster })");
  });

  test('of frameworks that differ, or keep nothing there by themselves, are told of without names of tables', () => {
    const crew: Agents = { framework: 'crewai' };
    const [problem] = found(
      two(
        (setting) => state(setting),
        (_, one) => one,
        crew,
      ),
    );
    expect(problem?.message).toContain('under names that their frameworks choose');
  });

  test('are seen past a pooler and behind objects that name the server in other words', () => {
    const pooled = ({ stack, cluster }: Setting) => new StateStore(stack, 'state', { cluster, pooler: {} });
    expect(found(two(pooled, () => existing('state-rw.research.svc', 'agents')))).toHaveLength(1);
    const named = () => existing('DB.example.com', 'agents');
    expect(found(two(named, () => existing('db.example.com', 'agents')))).toHaveLength(1);
  });

  test('are well with a store each, or another database of one server', () => {
    expect(
      found(
        two(
          (setting) => state(setting),
          (setting) => state(setting, 'support-state'),
        ),
      ),
    ).toEqual([]);
    expect(
      found(
        two(
          () => existing('db.example.com', 'research'),
          () => existing('db.example.com', 'support'),
        ),
      ),
    ).toEqual([]);
  });

  test('may be two parts of one program: its image is the same', () => {
    const newer: Agents = {
      image: 'registry.example.com/research:1.1.0@sha256:0000000000000000000000000000000000000000000000000000000000000000',
    };
    expect(
      found(
        two(
          (setting) => state(setting),
          (_, one) => one,
          newer,
        ),
      ),
    ).toEqual([]);
  });

  test('do not count tools that read there, and vectors of a store beside', () => {
    const problems = found((setting) => {
      const { stack, cluster } = setting;
      const store = new StateStore(stack, 'state', { cluster, vector: true });
      const vectors = VectorStore.pgvector(store, { dimensions: 1_024, vectors: 1_000 });
      const tool = new McpServer(stack, 'records', { cluster, image: image('records'), port: 8_000, services: [store] });
      agents(setting, 'research', [store, tool]);
      agents(setting, 'support', [vectors, tool]);
    });
    expect(problems).toEqual([]);
  });
});

describe('two fleets', () => {
  test('that get their stores from the library share none', () => {
    const problems = found((setting) => {
      fleet(setting, 'research', {});
      fleet(setting, 'support', {});
    });
    expect(problems).toEqual([]);
  });

  test('that are given one are told of it by their props', () => {
    const problems = found((setting) => {
      const [stateStore, sessionStore] = [state(setting), sessions(setting)];
      fleet(setting, 'research', { stateStore, sessionStore });
      fleet(setting, 'support', { stateStore, sessionStore, runtime: { framework: 'langgraph', image: image('support') } });
    });
    expect(problems).toMatchObject([
      { path: 'research/support', prop: 'sessionStore', value: 'the session store sessions.research.svc.cluster.local' },
      { path: 'research/support', prop: 'stateStore', value: 'the database "agents" of state-rw.research.svc.cluster.local' },
    ]);
    expect(problems.map(({ repairs: [first] }) => first)).toEqual([
      "sessionStore: new SessionStore(stack, 'support-sessions', { cluster })",
      "stateStore: new StateStore(stack, 'support-state', { cluster })",
    ]);
  });

  test('of one image are two parts of a program in one stack, and two tenants in two', () => {
    const stateStore = existing('db.example.com', 'agents');
    const parts = found((setting) => {
      fleet(setting, 'front', { stateStore });
      fleet(setting, 'research', { stateStore });
    });
    expect(parts).toEqual([]);
    const tenants = found((setting) => {
      const stack = new TerraformStack(setting.stack.node.root as App, 'support');
      fleet({ ...setting, stack }, 'support', { stateStore });
      fleet(setting, 'research', { stateStore });
    });
    expect(tenants).toMatchObject([{ path: 'research/research', prop: 'stateStore' }]);
  });

  test('of one name on two clusters are one fleet', () => {
    const stateStore = existing('db.example.com', 'agents');
    const problems = found((setting) => {
      const stack = new TerraformStack(setting.stack.node.root as App, 'research-us');
      fleet({ stack, cluster: Cluster.fromKubeconfig({ context: 'prod-us' }) }, 'research', { stateStore });
      fleet(setting, 'research', { stateStore });
    });
    expect(problems).toEqual([]);
  });
});

describe('two programs with one session store', () => {
  const shared = (props: Partial<SessionStoreProps>, others: Agents = {}) =>
    two(
      (setting) => sessions(setting, props),
      (_, one) => one,
      others,
    );

  test('are told of, unless each has keys of its own', () => {
    expect(found(shared({}))).toMatchObject([
      { path: 'research/support', message: expect.stringContaining('the session store sessions.research') },
    ]);
    expect(found(shared({ clients: { support: { keys: ['support:*'] } } }))).toHaveLength(1);
    expect(found(shared({ clients: { support: { keys: ['support:*'] }, research: { keys: ['research:*'] } } }))).toEqual([]);
    expect(found(shared({ clients: { support: { keys: ['cache:*'] }, research: { keys: ['cache:*'] } } }))).toHaveLength(1);
  });

  test('of one framework are told what it calls its keys', () => {
    const problems = found((setting) => {
      const store = sessions(setting);
      for (const id of ['research', 'support']) agents(setting, id, [store], { framework: 'openai-agents' });
    });
    expect(problems[0]?.message).toContain('as agents:session:<session_id>;');
  });

  test('that exists already are told of by its address, and not where each has an address in a Secret of its own', () => {
    const redis = (uri?: string) =>
      SessionStore.fromExisting({
        host: 'redis.example.com',
        cidr: '10.4.0.0/24',
        ...(uri === undefined ? {} : { uri: SecretRef.existing(uri, 'uri') }),
      });
    expect(
      found(
        two(
          () => redis(),
          () => redis(),
        ),
      ),
    ).toHaveLength(1);
    expect(
      found(
        two(
          () => redis('one'),
          () => redis('two'),
        ),
      ),
    ).toEqual([]);
  });

  test('do not count queues in it, whose streams have names of their own', () => {
    const problems = found((setting) => {
      const { stack, cluster } = setting;
      const store = sessions(setting);
      for (const id of ['research', 'support']) {
        const queue = TaskQueue.redisStream(stack, `${id}-tasks`, { cluster, store });
        agents(setting, id, [queue]);
      }
    });
    expect(problems).toEqual([]);
  });
});
