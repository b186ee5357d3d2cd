/** What pods are wired to: each service with the prop that names it, and the variables that all of them set. */
import { branded } from '../core/schema';
import type { SecretRef } from '../core/secret-ref';
import { type IService, isService } from '../security/service';
import type { Volume } from '../security/volume';
import type { Workload } from '../security/workload';

/** A service and the prop as the user wrote it, e.g. `services.0`. */
export interface WiredService {
  readonly prop: string;
  readonly service: IService;
}

/** Schema of one service. */
export const serviceSchema = branded<IService>(
  isService,
  "a service, e.g. new InternalService({ name: 'vectors', namespace: 'qdrant', port: 6333 })",
);

/** Services as they are in the prop `services`. */
export const wired = (services: readonly IService[] = []): WiredService[] =>
  services.map((service, index) => ({ prop: `services.${index}`, service }));

/** Services of a runtime as its props name them: the queue that it works on, where `services` does not hold it already. */
export function wiredWork({
  services = [],
  consumes,
}: {
  readonly services?: readonly IService[] | undefined;
  readonly consumes?: IService | undefined;
}): WiredService[] {
  const named = wired(services);
  return consumes === undefined || services.includes(consumes) ? named : [...named, { prop: 'consumes', service: consumes }];
}

/** What a client mounts for the services that it is wired to. */
export const wiredVolumes = (services: readonly IService[] = []): Volume[] => services.flatMap(({ volumes = [] }) => [...volumes]);

/** Variables of a client; one variable lists several services as JSON, by name. */
export function wiredEnv(services: readonly IService[], client: Workload): Record<string, string | SecretRef> {
  const own = services.map((service) => Object.entries(service.clientEnv(client)));
  const lists = new Map<string, Map<string, string>>();
  for (const { variable, name, value } of services.flatMap(({ listed }) => listed ?? [])) {
    lists.set(variable, (lists.get(variable) ?? new Map<string, string>()).set(name, value));
  }
  const listed = [...lists].map(([variable, entries]) => [variable, JSON.stringify(Object.fromEntries(entries))] as const);
  return Object.fromEntries([...own.flat(), ...listed]);
}
