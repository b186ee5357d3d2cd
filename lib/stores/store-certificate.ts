/** The certificate of a store: the object of cert-manager, what the server mounts of its Secret, and what clients do. */
import { dnsSubdomainOf } from '../core/kubernetes/dns-subdomain';
import { CaBundle } from '../security/ca-bundle';
import { MANAGED_BY } from '../security/labels';
import { Volume } from '../security/volume';
import type { Workload } from '../security/workload';
import type { CustomObject } from '../terraform/custom-objects';
import type { StoreTls } from './store-tls';

const FOLDER = '/etc/store-tls';
export const CERTIFICATE_FILE = `${FOLDER}/tls.crt`;
export const KEY_FILE = `${FOLDER}/tls.key`;

/** Name of the Secret that cert-manager writes. */
export const issuedSecret = (store: string): string => dnsSubdomainOf(`${store}-tls`);

const secretOf = ({ secretName }: StoreTls, store: string): string => secretName ?? issuedSecret(store);

/** What the server mounts. */
export const servedFiles = (tls: StoreTls, store: string): Volume =>
  Volume.secret({ name: secretOf(tls, store), mountPath: FOLDER, keys: ['tls.crt', 'tls.key'] });

/** What clients check the server by. */
export const authorityOf = (tls: StoreTls, store: string): CaBundle => CaBundle.secret({ name: secretOf(tls, store), key: 'ca.crt' });

/** Undefined where the user gives the certificate. */
export function certificateOf(tls: StoreTls, { name, namespace, selector }: Workload, host: string): CustomObject | undefined {
  if (tls.issuer === undefined) return undefined;
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: issuedSecret(name), namespace: namespace.name, labels: { ...selector, 'app.kubernetes.io/managed-by': MANAGED_BY } },
    spec: {
      secretName: issuedSecret(name),
      issuerRef: { group: 'cert-manager.io', ...tls.issuer },
      dnsNames: [host, `${name}.${namespace.name}.svc`, `${name}.${namespace.name}`, name],
      usages: ['server auth'],
      privateKey: { rotationPolicy: 'Always' },
    },
  };
}
