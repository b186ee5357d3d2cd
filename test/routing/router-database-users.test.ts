/** A database belongs to one router: who else is wired to it, however it is named. */
import { LiteLLMRouter, SecretRef, StateStore } from '../../lib';
import { Cluster } from '../../lib/platform/cluster';
import { type App, TerraformStack } from '../../lib/terraform/engine';
import { problemsOf, type Setting } from '../setup/research-stack';

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
