/** AF-CPU-043: a client of a session store that nobody is. */
import { closest } from '../../core/closest';
import { type Rule, violations } from '../../core/rule';

export interface NamedClients {
  /** What the user says of clients, by name. */
  readonly given: Readonly<Record<string, unknown>>;
  /** Names of those that are wired to the store. */
  readonly clients: readonly string[];
}

export const sessionClientUsed: Rule<NamedClients> = {
  id: 'session-client-used',
  code: 'AF-CPU-043',
  title: 'A client is described that the session store does not have.',
  why: 'The client that was meant gets a password that is drawn, and may use every key.',
  fix: 'Name the workload as it is called on the cluster, or leave the client out.',
  severity: 'error',
  check({ given, clients }) {
    const named = Object.keys(given);
    if (named.length === 0) return 'not-applicable';
    return violations(
      named
        .filter((name) => !clients.includes(name))
        .map((name) => ({
          prop: `clients.${name}`,
          value: name,
          allowed: clients.length === 0 ? 'a workload that is wired to the store' : clients.join(', '),
          message: `no client of the session store is called "${name}"`,
          repairs: clients.length === 0 ? ['clients: {}'] : [`clients: { '${closest(name, clients) ?? clients[0]}': … }`],
        })),
    );
  },
};
