import type { IService } from '../service';
import type { DataPlace, DataSender } from './data-place';

/** The place of a service; one that does not say where it is stands nowhere that is known. */
export function servicePlace(service: IService, sender: DataSender): DataPlace {
  return (
    service.dataPlace?.(sender) ?? {
      kind: 'service',
      name: `${service.kind} ${service.host}`,
      region: null,
      repairs: [`dataPlace() of the service ${service.kind}, which says where it is`],
    }
  );
}
