import { z } from 'zod';
import { brand, hasBrand } from '../core/brand';
import { DNS_SUBDOMAIN, isDnsSubdomain } from '../core/kubernetes/dns-subdomain';
import { secretName } from '../core/kubernetes/secret-name';
import { notion } from '../core/notion';
import { branded, parseProps } from '../core/schema';

/** Props of a certificate that cert-manager issues. */
export interface IssuedTlsProps {
  /** Name of the issuer. */
  readonly name: string;
  /**
   * An `Issuer` lies in the namespace of the store.
   * @default 'ClusterIssuer'
   */
  readonly kind?: 'ClusterIssuer' | 'Issuer';
}

/** Props of a certificate that exists. */
export interface GivenTlsProps {
  /** Name of the Secret, in the namespace of the store and of its clients, with the keys `tls.crt`, `tls.key` and `ca.crt`. */
  readonly name: string;
}

const issuerName = notion('name of an issuer of certificates', `the name of an issuer of cert-manager: ${DNS_SUBDOMAIN}`, isDnsSubdomain);

export const issuedTlsSchema = z.strictObject({ name: issuerName, kind: z.enum(['ClusterIssuer', 'Issuer']).default('ClusterIssuer') });
export const givenTlsSchema = z.strictObject({ name: secretName });

type Issuer = z.output<typeof issuedTlsSchema>;

/**
 * The certificate of a store. Clients check it by `ca.crt` of the same Secret, which they mount without the key of the server; issuers of public authorities
 * write none, and issue none for names inside a cluster.
 *
 * @example
 * const sessions = new SessionStore(stack, 'sessions', { cluster, tls: StoreTls.issuer({ name: 'internal' }) });
 */
export class StoreTls {
  /**
   * Issued and renewed by cert-manager, which the cluster has to have.
   * @throws FleetSpecError when a prop is malformed.
   */
  static issuer(props: IssuedTlsProps): StoreTls {
    return new StoreTls(parseProps(issuedTlsSchema, props, { path: 'StoreTls.issuer', className: 'StoreTls.issuer' }), undefined);
  }

  /**
   * A Secret of your own. Its names must be those of the Service: `<store>.<namespace>.svc.cluster.local`.
   * @throws FleetSpecError when a prop is malformed.
   */
  static secret(props: GivenTlsProps): StoreTls {
    return new StoreTls(undefined, parseProps(givenTlsSchema, props, { path: 'StoreTls.secret', className: 'StoreTls.secret' }).name);
  }

  /** Recognises certificates by their brand, so that two copies of the library agree. */
  static isStoreTls(value: unknown): value is StoreTls {
    return hasBrand(value, 'StoreTls');
  }

  private constructor(
    /** Undefined for a certificate of the user. */
    readonly issuer: Issuer | undefined,
    /** Name of the Secret; undefined for one that is issued. */
    readonly secretName: string | undefined,
  ) {
    brand(this, 'StoreTls');
  }
}

export const storeTlsSchema = branded<StoreTls>(StoreTls.isStoreTls, "a StoreTls, e.g. StoreTls.issuer({ name: 'internal' })");
