/** AF-RTE-070: LiteLLM takes a whole database for its own, with one release and one key to encrypt with. */
import { type Rule, violations } from '../../../core/rule';
import { ownDatabase, type RouterView } from '../router-view';

export const databaseOfOneRouter: Rule<RouterView> = {
  id: 'database-of-one-router',
  code: 'AF-RTE-070',
  title: 'Two routers keep their keys in one database.',
  why: 'Each takes the keys of the other, the migrations of one release change the tables under the other, and what one encrypts the other cannot read.',
  fix: 'Give each router a database of its own.',
  severity: 'error',
  check({ name, spec: { database }, databaseUsers = [] }) {
    if (database === undefined) return 'not-applicable';
    return violations(
      databaseUsers
        .filter(({ isRouter }) => isRouter)
        .map(({ path }) => ({
          prop: 'database',
          value: database.database,
          allowed: 'a database of its own for each router',
          message: `the router ${path} keeps its keys in the database "${database.database}" as well`,
          repairs: ownDatabase(name),
        })),
    );
  },
};
