/** AF-RTE-071: LiteLLM makes its tables in an empty database, and whoever signs in there as it does may change every key. */
import { type Rule, violations } from '../../../core/rule';
import { ownDatabase, type RouterView } from '../router-view';

export const databaseWithoutClients: Rule<RouterView> = {
  id: 'database-without-clients',
  code: 'AF-RTE-071',
  title: 'Somebody else keeps data in the database of a router.',
  why: 'The first migration of the router stops at tables that are not its own, so that the router never starts; and whoever signs in to the same database may change keys and budgets.',
  fix: 'Give the router a database of its own.',
  severity: 'error',
  check({ name, spec: { database }, databaseUsers = [] }) {
    if (database === undefined) return 'not-applicable';
    const clients = databaseUsers.filter(({ isRouter }) => !isRouter);
    if (clients.length === 0) return 'compliant';
    const named = clients.map((client) => `${client.name} (${client.path})`).join(', ');
    return violations([
      {
        prop: 'database',
        value: database.database,
        allowed: 'a database that nobody but the router uses',
        message: `${named} ${clients.length === 1 ? 'keeps' : 'keep'} data in the database "${database.database}" as well`,
        repairs: ownDatabase(name),
      },
    ]);
  },
};
