import { z } from 'zod';
import { brand, hasBrand } from '../core/brand';
import { configMapName } from '../core/kubernetes/config-map-name';
import { secretKey } from '../core/kubernetes/secret-key';
import { secretName } from '../core/kubernetes/secret-name';
import { branded, parseProps } from '../core/schema';
import { Volume } from './volume';

/** Props of a bundle of certificates. */
export interface CaBundleProps {
  /** Name of the ConfigMap or the Secret, in the namespace of the clients. */
  readonly name: string;
  /**
   * Its key with the certificates, in PEM.
   * @default 'ca.crt'
   */
  readonly key?: string;
}

export const caBundlePropsSchema = z.strictObject({ name: configMapName, key: secretKey.default('ca.crt') });
export const secretCaBundlePropsSchema = z.strictObject({ name: secretName, key: secretKey.default('ca.crt') });

const FOLDER = '/etc/agent-fleet/trust';

/**
 * Certificates of authorities by which clients check a server: a ConfigMap (as trust-manager writes it) or a Secret (as operators write it) with PEM. Clients
 * of the service mount this key alone, and a variable tells them where it is.
 *
 * @example
 * StateStore.fromExisting({ …, sslMode: 'verify-full', caBundle: CaBundle.configMap({ name: 'rds-ca', key: 'global-bundle.pem' }) });
 */
export class CaBundle {
  /**
   * A key of a ConfigMap.
   * @throws FleetSpecError when a prop is malformed.
   */
  static configMap(props: CaBundleProps): CaBundle {
    const { name, key } = parseProps(caBundlePropsSchema, props, { path: 'CaBundle.configMap', className: 'CaBundle' });
    return new CaBundle(Volume.configMap({ name, keys: [key], mountPath: `${FOLDER}/configmap-${name}` }), key);
  }

  /**
   * A key of a Secret.
   * @throws FleetSpecError when a prop is malformed.
   */
  static secret(props: CaBundleProps): CaBundle {
    const { name, key } = parseProps(secretCaBundlePropsSchema, props, { path: 'CaBundle.secret', className: 'CaBundle' });
    return new CaBundle(Volume.secret({ name, keys: [key], mountPath: `${FOLDER}/secret-${name}` }), key);
  }

  /** Recognises bundles by their brand, so that two copies of the library agree. */
  static isCaBundle(value: unknown): value is CaBundle {
    return hasBrand(value, 'CaBundle');
  }

  /** Where clients find the certificates. */
  readonly file: string;
  /** Its key with the certificates. */
  readonly key: string;

  private constructor(
    /** What clients mount. */
    readonly volume: Volume,
    key: string,
  ) {
    brand(this, 'CaBundle');
    this.key = key;
    this.file = `${volume.mountPath}/${key}`;
  }
}

export const caBundleSchema = branded<CaBundle>(CaBundle.isCaBundle, "a CaBundle, e.g. CaBundle.configMap({ name: 'company-ca' })");
