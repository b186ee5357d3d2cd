import type { IConstruct } from 'constructs';
import { actingFor, type Workload } from '../security/workload';
import { SynthesisRegistry } from '../terraform/synthesis-registry';
import type { IStateStore } from './contract';
import { serverKey } from './server-key';

const USERS = Symbol.for('cdktf-agent-fleet.DatabaseUsers');

/** Somebody who keeps something in a database. */
export interface DatabaseUser {
  /** Name of its workload. */
  readonly name: string;
  /** Path of the construct. */
  readonly path: string;
  /** Its tables are the only ones there: LiteLLM begins in an empty database, and changes it as a whole. */
  readonly isRouter: boolean;
}

/** Which workloads of an app are wired to which Postgres database, however many objects lead to it. */
export class DatabaseUsers {
  static of(scope: IConstruct): DatabaseUsers {
    const root = scope.node.root as IConstruct & { [USERS]?: DatabaseUsers };
    root[USERS] ??= new DatabaseUsers();
    return root[USERS];
  }

  private readonly byDatabase = new Map<string, Map<string, DatabaseUser>>();

  /** Once for each construct: what it was first stays, so that the Jobs of a router are no clients beside it. */
  add(store: IStateStore, client: Workload, isRouter = false): void {
    const { owner, name } = actingFor(client);
    const { path } = owner.node;
    const users = this.in(store, client);
    if (users.has(path)) return;
    users.set(path, { name, path, isRouter });
    SynthesisRegistry.of(owner).changed();
  }

  /** Who is there beside a router. Of two routers the later one is told of the other. */
  beside(store: IStateStore, router: Workload): readonly DatabaseUser[] {
    const own = router.owner.node.path;
    const users = [...this.in(store, router).values()];
    const before = users.slice(
      0,
      users.findIndex(({ path }) => path === own),
    );
    return users.filter((user) => user.path !== own && (!user.isRouter || before.includes(user)));
  }

  private in(store: IStateStore, { namespace }: Workload): Map<string, DatabaseUser> {
    const database = databaseKey(store, namespace.cluster.key);
    const users = this.byDatabase.get(database) ?? new Map<string, DatabaseUser>();
    this.byDatabase.set(database, users);
    return users;
  }
}

/** A pooler leads to the database behind it. @param cluster key of its identity */
export function databaseKey(store: IStateStore, cluster: string): string {
  const { host, port, database } = store.direct ?? store;
  return `${serverKey(host, port, cluster)} ${database}`;
}
