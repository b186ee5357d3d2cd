/** AF-SPEC-027: pods read keys that their Secret has. */
import type { Rule } from '../../../core/rule';
import type { ReadExternalSecret } from '../read-external-secret';
import type { SecretUse } from '../secret-references';

export const keyBrought: Rule<ReadExternalSecret> = {
  id: 'key-brought',
  code: 'AF-SPEC-027',
  title: 'Pods read a key of a Secret from a store that is not brought.',
  why: 'They would wait for the key and never start.',
  fix: 'Name the key in `keys` of the ExternalSecret, or read one that it has.',
  severity: 'error',
  check({ secret, keys, namespace, read }) {
    if (read.namespace !== namespace) return 'not-applicable';
    const { key, use, reader } = read;
    if (key === undefined || keys.includes(key)) return 'compliant';
    return [
      {
        prop: 'keys',
        value: [...keys],
        allowed: `with ${key}`,
        message: `${reader} reads key ${key} of the Secret ${secret}${AS[use]}, to which only ${keys.join(', ')} ${keys.length === 1 ? 'is' : 'are'} brought`,
        repairs: [`keys: { '${key}': { key: '…' } }`, ...new Set(keys.map((one) => inPlaceOf(use, secret, one)))],
      },
    ];
  },
};

const AS: Readonly<Record<SecretUse, string>> = {
  variable: '',
  file: ' as a file',
  registry: ' to pull images',
  certificate: ' as a certificate',
};

/** Who pulls images or serves a certificate chooses no key. */
function inPlaceOf(use: SecretUse, secret: string, key: string): string {
  if (use === 'variable') return `SecretRef.existing('${secret}', '${key}')`;
  return use === 'file' ? `keys: ['${key}'] of the volume, or key: '${key}' of the bundle` : `another Secret than ${secret}`;
}
