/** A database belongs to one router: who else is wired to it, however it is named. */
import {
  AgentFleet,
  AgentRuntime,
  type IService,
  type IStateStore,
  LiteLLMRouter,
  SecretRef,
  StateStore,
  type StateStoreProps,
  Topology,
  VectorStore,
} from '../../lib';
import { Cluster } from '../../lib/platform/cluster';
import { type App, TerraformStack } from '../../lib/terraform/engine';
import { pool, problemsOf, type Setting } from '../setup/research-stack';

const existing = (host: string, database = 'router') =>
  StateStore.fromExisting({
    host,
    database,
    user: 'router',
    password: SecretRef.existing('router-database', 'password'),
    cidr: '10.3.0.0/24',
  });

/** `path: message` of what is found under a code. */
const said = (code: string, build: (setting: Setting) => void): string[] =>
  problemsOf(build)
    .filter((finding) => finding.code === code)
    .map(({ path, message }) => `${path}: ${message}`);

function router({ stack, cluster }: Setting, id: string, database: ReturnType<typeof existing>): LiteLLMRouter {
  return new LiteLLMRouter(stack, id, { cluster, database });
}

describe('AF-RTE-070: two routers', () => {
  const SECOND = 'research/second: the router research/first keeps its keys in the database';
  const both = (first: string, second: string) => (setting: Setting) => {
    router(setting, 'first', existing(first));
    router(setting, 'second', existing(second));
  };

  it('of one StateStore are refused once, at the later one, which gets one of its own', () => {
    const problems = problemsOf((setting) => {
      const database = new StateStore(setting.stack, 'state', { cluster: setting.cluster });
      router(setting, 'first', database);
      router(setting, 'second', database);
    }).filter(({ code }) => code === 'AF-RTE-070');
    expect(problems).toMatchObject([{ path: 'research/second', prop: 'database', value: 'agents', severity: 'error' }]);
    expect(problems[0]?.repairs[0]).toBe("database: new StateStore(stack, 'second-database', { cluster })");
  });

  it('are seen behind a pooler and past it', () => {
    const found = said('AF-RTE-070', (setting) => {
      const database = new StateStore(setting.stack, 'state', { cluster: setting.cluster, pooler: { mode: 'session' } });
      router(setting, 'first', database);
      router(setting, 'second', existing('state-rw.research.svc.cluster.local', 'agents'));
    });
    expect(found).toEqual([`${SECOND} "agents" as well`]);
  });

  it('are seen behind two objects that name one server in other words', () => {
    const words = [
      ['db.example.com', 'DB.example.com'],
      ['db.databases.svc', 'db.databases.svc.cluster.local'],
    ] as const;
    for (const [first, second] of words) expect(said('AF-RTE-070', both(first, second))).toEqual([`${SECOND} "router" as well`]);
  });

  it('may share a server, each with a database of its own', () => {
    const found = said('AF-RTE-070', (setting) => {
      router(setting, 'first', existing('db.example.com', 'first'));
      router(setting, 'second', existing('db.example.com', 'second'));
    });
    expect(found).toEqual([]);
  });

  it('on two clusters share what has a public name, and no Service or private address of one name', () => {
    const apart = (host: string) => (setting: Setting) => {
      router(setting, 'first', existing(host));
      const stack = new TerraformStack(setting.stack.node.root as App, 'research-us');
      router({ stack, cluster: Cluster.fromKubeconfig({ context: 'prod-us' }) }, 'second', existing(host));
    };
    expect(said('AF-RTE-070', apart('db.example.com'))).toEqual([
      'research-us/second: the router research/first keeps its keys in the database "router" as well',
    ]);
    expect(said('AF-RTE-070', apart('db.databases.svc.cluster.local'))).toEqual([]);
    expect(said('AF-RTE-070', apart('10.3.0.7'))).toEqual([]);
  });
});

describe('AF-RTE-071: a router and', () => {
  const keeps = (who: string) => `research/router: ${who} keeps data in the database "agents" as well`;
  const beside = (use: (setting: Setting, database: StateStore) => void, changed: Partial<StateStoreProps> = {}) =>
    said('AF-RTE-071', (setting) => {
      const database = new StateStore(setting.stack, 'state', { cluster: setting.cluster, ...changed });
      use(setting, database);
    });
  const runtime = ({ stack, cluster }: Setting, id: string, services: readonly IService[]) =>
    new AgentRuntime(stack, id, { cluster, framework: 'langgraph', image: 'registry.example.com/agents:1.0.0', services });

  it('agents of the same database are refused, whichever came first', () => {
    const agentsFirst = beside((setting, database) => {
      runtime(setting, 'agents', [database]);
      router(setting, 'router', database);
    });
    const routerFirst = beside((setting, database) => {
      runtime(setting, 'agents', [router(setting, 'router', database), database]);
    });
    expect([agentsFirst, routerFirst]).toEqual([[keeps('agents (research/agents)')], [keeps('agents (research/agents)')]]);
  });

  it('a fleet whose stateStore it is are refused', () => {
    const found = beside((setting, database) => {
      new AgentFleet(setting.stack, 'crew', {
        cluster: setting.cluster,
        topology: Topology.flat({ agents: ['worker'] }),
        concurrentWorkflows: 2,
        roles: { worker: { pool: pool(setting, 'engine'), contextTokens: 2_000 } },
        runtime: { framework: 'langgraph', image: 'registry.example.com/crew:1.0.0' },
        router: router(setting, 'router', database),
        sessionStore: false,
        stateStore: database,
      });
    });
    expect(found).toHaveLength(1);
    expect(found[0]).toContain('crew-agents (research/crew');
  });

  it('vectors in the same database are refused', () => {
    const found = beside(
      (setting, database) => {
        runtime(setting, 'search', [VectorStore.pgvector(database, { vectors: 1_000, dimensions: 768 })]);
        router(setting, 'router', database);
      },
      { vector: true },
    );
    expect(found).toEqual([keeps('search (research/search)')]);
  });

  it('agents of a store of their own that leads to the same database are refused', () => {
    const found = said('AF-RTE-071', (setting) => {
      const { host, port, database, user, password } = existing('db.example.com');
      const own: IStateStore = {
        ...{ kind: 'state-store', host, port, database, user, password },
        clientEnv: () => ({}),
        admit: () => {},
      };
      runtime(setting, 'agents', [own]);
      router(setting, 'router', existing('db.example.com'));
    });
    expect(found).toEqual(['research/router: agents (research/agents) keeps data in the database "router" as well']);
  });

  it('its own Jobs, a pooler, and agents of another database of the same server are not', () => {
    const found = beside(
      (setting, database) => {
        router(setting, 'router', database);
        runtime(setting, 'agents', [existing('state-rw.research.svc.cluster.local', 'checkpoints')]);
      },
      { pooler: { mode: 'session' } },
    );
    expect(found).toEqual([]);
  });
});
