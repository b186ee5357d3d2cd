import { isIPv4 } from 'node:net';
import { z } from 'zod';
import { addressRange, holdsAddress, isAddressRange } from '../core/kubernetes/address-range';
import { hostName } from '../core/kubernetes/host-name';
import { portNumber } from '../core/kubernetes/port';
import { takesProps } from '../core/prop-homes';
import { orToken } from '../core/prop-marks';
import { type ServiceClientProps, serviceClientShape, tellingClients, urlScheme } from './service-env';

/** Port that is opened to every public address where the addresses of a name are not given. */
export const PUBLIC_PORT = 443;

/** Props of a host outside the cluster. */
export interface ExternalHostProps extends ServiceClientProps {
  /** DNS name or IPv4 address; takes a Terraform token. */
  readonly host: string;
  /**
   * Port that clients call; any but 443 needs `cidrs`, unless the host is an address.
   * @default 443
   */
  readonly port?: number;
  /**
   * Address ranges of the host, e.g. `['203.0.113.0/24']`. Network policies know no names: without ranges port 443 is opened to every public IPv4 address (AF-SEC-005).
   * @default - the host itself where it is an address, else every public IPv4 address
   */
  readonly cidrs?: readonly string[];
  /**
   * Scheme of its URL.
   * @default 'https'
   */
  readonly scheme?: string;
}

/** Names that resolve inside of a network only, to addresses that "public" leaves out. */
const PRIVATE_NAME = /^[^.]*$|\.(?:svc|local|localhost|internal|lan|corp|home|intranet|home\.arpa)$/i;
/** Names of Services, whose addresses are replaced by those of pods before a policy sees them. */
const CLUSTER_NAME = /\.svc$|\.svc\.cluster\.local$|\.pod\.cluster\.local$/i;

interface Place {
  readonly host: string;
  readonly port: number;
  readonly cidrs?: readonly string[] | undefined;
}

const isName = (host: string): boolean => hostName.safeParse(host).success && !isIPv4(host);

export const externalHostSchema = tellingClients(
  z.strictObject({
    ...serviceClientShape,
    host: orToken(hostName),
    port: portNumber.default(PUBLIC_PORT),
    cidrs: z.array(addressRange).min(1).optional(),
    scheme: urlScheme.default('https'),
  }),
)
  .refine(({ host }) => !CLUSTER_NAME.test(host), {
    error: 'expected a host outside the cluster; new InternalService({ … }) is for Services inside it',
    path: ['host'],
  })
  .refine(({ host }) => !isIPv4(host) || isAddressRange(`${host}/32`), {
    error: 'expected anything but the metadata service, which hands out the credentials of a node',
    path: ['host'],
  })
  .refine(({ host, cidrs }) => !isIPv4(host) || cidrs === undefined || cidrs.some((range) => holdsAddress(range, host)), {
    error: 'expected a range that holds the address of the host',
    path: ['cidrs'],
  })
  .refine(({ host, port, cidrs }: Place) => isIPv4(host) || cidrs !== undefined || port === PUBLIC_PORT, {
    error: 'expected the address ranges of the host, because without them only port 443 is opened',
    path: ['cidrs'],
  })
  .refine(({ host, cidrs }: Place) => cidrs !== undefined || !isName(host) || !PRIVATE_NAME.test(host), {
    error: 'expected the address ranges of the host, because its name has no public address',
    path: ['cidrs'],
  });
takesProps('ExternalHost', externalHostSchema);

/** `ExternalHostProps` after their checks, with defaults filled in. */
export interface ExternalHostSpec extends z.output<typeof externalHostSchema> {}
