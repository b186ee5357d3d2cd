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

/** The same where the client does without the services, or they are its own: no stack waits for another. */
export function startAfterBeside(client: Waiting, services: readonly Consisting[]): void {
  StartOrder.of(client).putWithin(client, resourcesOf(services));
}

type Consisting = Pick<IService, 'resources'>;

const resourcesOf = (services: readonly Consisting[]): Startable[] => services.flatMap(({ resources = [] }) => [...resources]);
