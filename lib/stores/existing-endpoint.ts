/** Where a service lies that this library does not make, so that the network can be opened to it and to nothing else. */
import { addressRange } from '../core/kubernetes/address-range';
import { hostName } from '../core/kubernetes/host-name';
import { namespaceName } from '../core/kubernetes/namespace-name';
import { orToken, secret } from '../core/prop-marks';
import { type SecretRef, secretRefSchema } from '../core/secret-ref';
import { allowToCidr, allowToNamespace } from '../security/network-edges';
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
}

export const endpointShape = {
  host: orToken(hostName),
  cidr: addressRange.optional(),
  namespace: namespaceName.optional(),
};

/** For `refine`: the network is opened to exactly one place. */
export const hasOnePlace = (props: { cidr?: string | undefined; namespace?: string | undefined }): boolean =>
  (props.cidr === undefined) !== (props.namespace === undefined);

export const ONE_PLACE = { error: 'expected either cidr or namespace, so that the network policy opens one place', path: ['cidr'] };

/** A secret that exists: nobody gives a drawn password to a server that runs already. */
export const existingSecretSchema = secret(
  secretRefSchema.refine((ref: SecretRef) => ref.origin === 'existing', {
    error: "expected SecretRef.existing('name', 'key'), in the namespace of the clients",
  }),
);

export function openTo(client: Workload, place: { cidr?: string | undefined; namespace?: string | undefined }, port: number): void {
  if (place.cidr !== undefined) allowToCidr(client, place.cidr, port);
  if (place.namespace !== undefined) allowToNamespace(client, place.namespace, port);
}
