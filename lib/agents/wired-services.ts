/** The services of a fleet as its plan names them. */
import type { FleetPlanSection } from '../plan/sections/fleet';
import type { WiredService } from './wiring';

type PlannedService = NonNullable<FleetPlanSection['services']>[number];

export const plannedServices = (services: readonly WiredService[]): PlannedService[] =>
  services.map(({ prop, service }) => ({ kind: service.kind, ...identityOf(service), prop }));

/** A service of a user's own may be any object. */
function identityOf(service: WiredService['service']): Pick<PlannedService, 'name' | 'path'> {
  const { name, node } = service as { readonly name?: unknown; readonly node?: { readonly path?: unknown } };
  return {
    name: typeof name === 'string' ? name : (service.listed?.name ?? service.host),
    path: typeof node?.path === 'string' ? node.path : null,
  };
}
