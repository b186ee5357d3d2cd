/** AF-SPEC-027: pods read keys that their Secret has. */
import type { Rule } from '../../../core/rule';
import type { ReadExternalSecret } from '../read-external-secret';

export const keyBrought: Rule<ReadExternalSecret> = {
  id: 'key-brought',
  code: 'AF-SPEC-027',
  title: 'Pods read a key of a Secret from a store that is not brought.',
  why: 'They would wait for the key and never start.',
  fix: 'Name the key in `keys` of the ExternalSecret, or read one that it has.',
  severity: 'error',
  check({ secret, keys, namespace, read }) {
    if (read.namespace !== namespace) return 'not-applicable';
    if (keys.includes(read.key)) return 'compliant';
    return [
      {
        prop: 'keys',
        value: [...keys],
        allowed: `with ${read.key}`,
        message: `${read.reader} reads key ${read.key} of the Secret ${secret}, to which only ${keys.join(', ')} ${keys.length === 1 ? 'is' : 'are'} brought`,
        repairs: [`keys: { '${read.key}': { key: '…' } }`, ...keys.map((key) => `SecretRef.existing('${secret}', '${key}')`)],
      },
    ];
  },
};
