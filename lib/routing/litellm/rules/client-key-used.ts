/** AF-RTE-030: a key for a workload that does not ask the router is a name that was mistyped, or a limit that limits nobody. */
import { closest } from '../../../core/closest';
import { type Rule, violations } from '../../../core/rule';
import type { RouterView } from '../router-view';

export const clientKeyUsed: Rule<RouterView> = {
  id: 'client-key-used',
  code: 'AF-RTE-030',
  title: 'A key is described for a client that the router does not have.',
  why: 'The client that was meant would get a key without these limits.',
  fix: 'Name the workload as it is called on the cluster, or leave the key out.',
  severity: 'error',
  check({ spec: { clientKeys }, clients }) {
    const named = Object.keys(clientKeys);
    if (named.length === 0) return 'not-applicable';
    return violations(
      named
        .filter((name) => !clients.includes(name))
        .map((name) => ({
          prop: `clientKeys.${name}`,
          value: name,
          allowed: clients.length === 0 ? 'a workload that has the router among its services' : clients.join(', '),
          message: `no client of the router is called "${name}"`,
          repairs: [`clientKeys: { '${closest(name, clients) ?? clients[0] ?? 'agents'}': … }`],
        })),
    );
  },
};
