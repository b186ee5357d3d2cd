/** Where data goes from pods that are wired to services: an agent runtime, an MCP server. */
import type { Cluster } from '../platform/cluster';
import { clusterSender } from '../platform/cluster-place';
import type { DataEdge } from '../security/residency/data-place';
import { toPublicAddresses } from '../security/residency/public-addresses';
import { servicePlace } from '../security/residency/service-place';
import type { IService } from '../security/service';
import { wiredWork } from './wiring';

interface WiredPods {
  readonly services?: readonly IService[] | undefined;
  readonly consumes?: IService | undefined;
  readonly internet?: boolean | undefined;
}

/**
 * @param path of the pods
 * @param models aliases that they ask a router for, where it is not to be asked
 */
export function wiredWays(
  path: string,
  cluster: Pick<Cluster, 'region' | 'outside'>,
  { services, consumes, internet }: WiredPods,
  modelsOf: (service: IService) => readonly string[] | undefined = () => undefined,
): DataEdge[] {
  return [
    ...wiredWork({ services, consumes }).map(({ service }) => ({
      how: 'is wired to',
      to: servicePlace(service, clusterSender(cluster, modelsOf(service))),
    })),
    ...(internet === true
      ? [toPublicAddresses(path, 'internet: false, and what is to be reached as an ExternalHost with its region')]
      : []),
  ];
}
