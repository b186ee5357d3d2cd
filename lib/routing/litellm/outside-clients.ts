/** The clients of a router that no construct of the app is: the way in, and what they ask of the pools behind its routes. */
import { own } from '../../core/own';
import type { IInferencePool } from '../../inference/contract';
import { allowFromAddresses, allowFromNamespace, allowFromPods } from '../../security/network-edges';
import { markUsed } from '../../security/used-service';
import type { IReachable } from '../../security/workload';
import type { OutsideClientSpec } from '../outside-client-props';
import { outsideDemand } from '../outside-demand';
import type { Route } from '../routes';
import type { RoutingTable } from './routing-table';

type Clients = Readonly<Record<string, OutsideClientSpec>>;

/** Opens the port of the router for each of them, and for nobody else. */
export function openToOutside(router: IReachable, clients: Clients): void {
  const { workload, port } = router;
  if (Object.keys(clients).length > 0) markUsed(router);
  for (const { namespace, pods, cidrs } of Object.values(clients)) {
    if (cidrs !== undefined) allowFromAddresses(workload, cidrs, port);
    else if (pods !== undefined) allowFromPods(workload, { namespace: namespace ?? '', labels: pods }, port);
    else allowFromNamespace(workload, namespace ?? '', port);
  }
}

export class OutsideDemand {
  private readonly added = new WeakMap<IInferencePool, Set<string>>();

  constructor(
    private readonly clients: Clients,
    private readonly table: RoutingTable,
  ) {}

  /** Adds what they ask to the pools of the routes that are there by now, once each. */
  add(): void {
    for (const route of this.table.routes)
      for (const [client, { asks = {} }] of Object.entries(this.clients)) {
        const load = own(asks, route.alias);
        if (load === undefined || !this.isNew(client, route)) continue;
        this.table.pools.askedBy(route.pool, client);
        route.pool.addDemand({ planned: () => [outsideDemand(client, route.alias, load, this.shareOf(route))], peak: () => [] });
      }
  }

  /** Pools of a group without shares answer alike. */
  private shareOf({ alias, share }: Route): number {
    return share ?? 1 / this.table.routes.filter((route) => route.alias === alias).length;
  }

  private isNew(client: string, { alias, pool }: Route): boolean {
    const known = this.added.get(pool) ?? new Set<string>();
    this.added.set(pool, known);
    const name = `${client} ${alias}`;
    return !known.has(name) && known.add(name) !== undefined;
  }
}
