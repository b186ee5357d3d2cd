/** When pods start and stop: after what they are wired to is made, and before it is destroyed. */
import { StartOrder } from '../terraform/start-order';
import type { Startable, Waiting } from '../terraform/startable';
import type { IService } from './service';
import { waysOf } from './ways';
import type { Workload } from './workload';

/**
 * The resource of a client waits for what its services consist of, and for the ways that are open to it by then. Called again when further services are wired.
 * @param services what the client was admitted to
 */
export function startAfter(client: Waiting, workload: Workload, services: readonly IService[]): void {
  const order = StartOrder.of(client);
  order.put(client, resourcesOf(services));
  order.putWithin(client, waysOf(workload));
}

/** The same where the client does without the service: no stack waits for it. */
export function startAfterBeside(client: Waiting, service: IService): void {
  StartOrder.of(client).putWithin(client, resourcesOf([service]));
}

const resourcesOf = (services: readonly IService[]): Startable[] => services.flatMap(({ resources = [] }) => [...resources]);
