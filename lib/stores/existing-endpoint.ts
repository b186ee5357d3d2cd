/** Where a service lies that this library does not make, so that the network can be opened to it and to nothing else. */
import { placeSchema, type Region, regionOf } from '../catalog/region';
import { addressRange } from '../core/kubernetes/address-range';
import { hostName } from '../core/kubernetes/host-name';
import { namespaceName } from '../core/kubernetes/namespace-name';
import { portNumber } from '../core/kubernetes/port';
import { orToken } from '../core/prop-marks';
import { allowToCidr, allowToNamespace } from '../security/network-edges';
import type { DataPlace, DataPlaceKind, DataSender } from '../security/residency/data-place';
import type { Workload } from '../security/workload';

export interface ExistingEndpointProps {
  /** DNS name or address; takes a Terraform token. */
  readonly host: string;
  /**
   * Address range of the service, for one outside the cluster, e.g. `10.20.0.0/24`. Either this or `namespace`.
   * @default - none
   */
  readonly cidr?: string;
  /**
   * Namespace of its pods, for one inside the cluster.
   * @default - none
   */
  readonly namespace?: string;
  /**
   * Port on which its pods listen, for one inside the cluster: network policies see the packet after the Service has been resolved.
   * @default - the port that clients call
   */
  readonly podPort?: number;
  /**
   * Where the service keeps its data: `Region.EU`, `'eu-central-1'`. Asked of it where roles have `dataResidency`.
   * @default - that of the cluster for one inside it; unknown for one outside
   */
  readonly region?: Region | string;
}

export const endpointShape = {
  host: orToken(hostName),
  cidr: addressRange.optional(),
  namespace: namespaceName.optional(),
  podPort: portNumber.optional(),
  region: placeSchema.optional(),
};

/** For `refine`: the network is opened to exactly one place. */
export const hasOnePlace = (props: { cidr?: string | undefined; namespace?: string | undefined }): boolean =>
  (props.cidr === undefined) !== (props.namespace === undefined);

export const ONE_PLACE = { error: 'expected either cidr or namespace, so that the network policy opens one place', path: ['cidr'] };

/** For `refine`: only behind a Service pods listen on another port. */
export const hasPods = (props: { podPort?: number | undefined; namespace?: string | undefined }): boolean =>
  props.podPort === undefined || props.namespace !== undefined;

export const PODS_NEEDED = { error: 'expected the namespace of the pods that listen there', path: ['podPort'] };

interface Place {
  readonly cidr?: string | undefined;
  readonly namespace?: string | undefined;
  readonly podPort?: number | undefined;
}

/** Where an existing service keeps what its clients write. */
export function endpointPlace(kind: DataPlaceKind, { host, namespace, region }: ExistingEndpointSpec, sender: DataSender): DataPlace {
  const ofCluster = namespace === undefined ? null : sender.region;
  return {
    kind,
    name: host,
    region: region === undefined ? ofCluster : regionOf(region),
    repairs: [`region of the ${kind} ${host}, which says where it keeps its data`],
  };
}

interface ExistingEndpointSpec {
  readonly host: string;
  readonly namespace?: string | undefined;
  readonly region?: Region | string | undefined;
}

/** @param port that clients call */
export function openTo(client: Workload, place: Place, port: number): void {
  if (place.cidr !== undefined) allowToCidr(client, place.cidr, port);
  if (place.namespace !== undefined) allowToNamespace(client, place.namespace, place.podPort ?? port);
}
