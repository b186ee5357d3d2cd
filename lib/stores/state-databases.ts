/** The further databases of a state store. */
import type { SpecCode } from '../core/codes';
import type { Finding } from '../core/finding';
import { FleetSpecError } from '../core/fleet-error';
import { isPlainObject } from '../core/plain-object';
import { readable } from '../core/readable';
import { parseProps } from '../core/schema';
import { CustomObjects } from '../terraform/custom-objects';
import { SynthesisRegistry } from '../terraform/synthesis-registry';
import { type DatabaseServer, type DatabaseTies, StateDatabase } from './state-database';
import { type StateDatabaseProps, type StateDatabaseSpec, stateDatabaseSchema } from './state-database-props';

/** The store itself, whose own database is none of these. */
export interface DatabasesServer extends DatabaseServer {
  readonly database: string;
}

export class StateDatabases {
  private readonly all: StateDatabase[] = [];

  /** @param ties asked for when a database is added */
  constructor(
    private readonly server: DatabasesServer,
    private readonly ties: () => DatabaseTies,
  ) {}

  add(name: string, props: StateDatabaseProps): StateDatabase {
    const { server } = this;
    const spec = specOf(server, name, props);
    if (spec.name === server.database) throw ownDatabase(server, spec.name);
    const sharing = this.all.find(({ password }) => password.name === spec.password?.name);
    if (sharing !== undefined) throw sharedSecret(server, sharing, spec);
    const database = new StateDatabase(server, spec, this.ties());
    CustomObjects.of(server.stack, server.workload.namespace).add(database.node.path, () => database.object());
    this.all.push(database);
    SynthesisRegistry.of(server).changed();
    return database;
  }

  /** As they are when the app is synthesized. */
  list(): readonly StateDatabase[] {
    return this.all;
  }

  findings(): Finding[] {
    return this.all.flatMap((database) => database.findings());
  }
}

function specOf(server: DatabasesServer, name: string, props: StateDatabaseProps): StateDatabaseSpec {
  const context = { path: server.node.path, className: 'StateStore.addDatabase' };
  return readable(props, context, () => parseProps(stateDatabaseSchema, isPlainObject(props) ? { ...props, name } : props, context));
}

function ownDatabase({ node: { path } }: DatabasesServer, name: string): FleetSpecError {
  return new FleetSpecError([
    {
      code: 'AF-SPEC-003' satisfies SpecCode,
      severity: 'error',
      path,
      prop: 'name',
      value: name,
      allowed: `a name that is not the \`database\` of ${path}`,
      message: `${path} is on the database "${name}" itself`,
      repairs: [`addDatabase('${name}_2')`],
    },
  ]);
}

/** The operator makes no user whose name is not the one in the Secret, and says so in its log alone. */
function sharedSecret({ node: { path } }: DatabasesServer, { database, password }: StateDatabase, spec: StateDatabaseSpec): FleetSpecError {
  return new FleetSpecError([
    {
      code: 'AF-SPEC-001' satisfies SpecCode,
      severity: 'error',
      path,
      prop: 'password',
      value: password.name,
      allowed: 'a Secret that no other database of the store has',
      message: `the Secret ${password.name} is that of the database "${database}", whose name is its username`,
      repairs: [
        `password: SecretRef.existing('${spec.name.replaceAll('_', '-')}-database', 'password')`,
        `leave out password of "${spec.name}"`,
      ],
    },
  ]);
}
