import { z } from 'zod';
import { isoDate } from '../../../core/iso-date';
import { dnsLabel } from '../../../core/kubernetes/dns-label';
import { routeAlias } from '../../../core/route-alias';
import { wholeNumber } from '../../../core/schema';
import { type SecretRef, secretRefSchema } from '../../../core/secret-ref';
import { type BudgetProps, budgetSchema } from '../database/budget-props';

/** What the key of one client may be used for. */
export interface ClientKeyProps {
  /**
   * The key, as a Secret in the namespace of the client and of the router; it must begin with `sk-`.
   * @default - drawn once inside the cluster: SecretRef.generated('<router>-key-<client>')
   */
  readonly secret?: SecretRef;
  /**
   * Number of the drawn key. Another number draws another key, restarts the client and the router, and the key before it is refused.
   * @default 1
   */
  readonly version?: number;
  /**
   * Versions that are still accepted beside `version`, for a rotation in which no request is refused: add the new version with the old one accepted,
   * deploy, then remove the old one and deploy again.
   * @default []
   */
  readonly acceptedVersions?: readonly number[];
  /**
   * Aliases that the client may ask for.
   * @default - those that the fleet of the client routes; every alias for a client that belongs to no fleet
   */
  readonly models?: readonly string[];
  /**
   * Day (UTC) from whose beginning the key is refused, e.g. `2027-01-31`.
   * @default - never
   */
  readonly expires?: string;
  /**
   * Requests of the client within a minute; more are refused with 429.
   * @default - twice what its fleet plans at the peak, where every role says how often it asks; else no limit
   */
  readonly requestsPerMinute?: number;
  /**
   * Tokens of the client within a minute; more are refused with 429.
   * @default - twice what its fleet plans at the peak, where every role says how often it asks; else no limit
   */
  readonly tokensPerMinute?: number;
  /**
   * Requests of the client in flight at the same time; more are refused with 429.
   * @default - the sessions that its fleet plans at the peak; no limit for a client of no fleet
   */
  readonly maxParallelRequests?: number;
  /**
   * What the client may spend; needs the `database` of the router.
   * @default - no bound
   */
  readonly budget?: BudgetProps;
  /**
   * Team of `teams` whose budget the client shares with others; needs the `database` of the router.
   * @default - none
   */
  readonly team?: string;
}

const version = wholeNumber(1, 1_000_000);

export const clientKeySchema = z
  .strictObject({
    secret: secretRefSchema.optional(),
    version: version.default(1),
    acceptedVersions: z.array(version).default([]),
    models: z.array(routeAlias).min(1).optional(),
    expires: isoDate.optional(),
    requestsPerMinute: wholeNumber(1).optional(),
    tokensPerMinute: wholeNumber(1).optional(),
    maxParallelRequests: wholeNumber(1).optional(),
    budget: budgetSchema.optional(),
    team: dnsLabel.optional(),
  })
  .refine(({ secret, version: drawn, acceptedVersions }) => secret === undefined || (drawn === 1 && acceptedVersions.length === 0), {
    error: 'expected either secret or versions of a drawn key: rotate a secret of your own by another name',
    path: ['secret'],
  });

/** Keys by the name of the client. */
export const clientKeysSchema = z.record(dnsLabel, clientKeySchema).default({});

export interface ClientKeySpec extends z.output<typeof clientKeySchema> {}
