/** Which Secrets a block names, in the words of Terraform's providers (`secret_key_ref`) and of Kubernetes (`secretKeyRef`). */
import { blocksAt, isBlock, textOf } from '../../security/namespace-pods/field-of';

/** How pods, or what is served for them, use a Secret. */
export type SecretUse = 'variable' | 'file' | 'registry' | 'certificate';

export interface SecretReference {
  readonly secret: string;
  /** Undefined of a Secret as a whole, whatever its keys are. */
  readonly key: string | undefined;
  readonly use: SecretUse;
}

type Block = Readonly<Record<string, unknown>>;

/** Every reference below a block that pods cannot start without. */
export function secretReferences(value: unknown): SecretReference[] {
  if (Array.isArray(value)) return value.flatMap(secretReferences);
  if (!isBlock(value)) return [];
  return Object.entries(value).flatMap(([name, part]) => [
    ...blocksAt(value, name).flatMap((block) => referencesOf(wordsOf(name), block)),
    ...secretReferences(part),
  ]);
}

/** Both spell a field with the same letters. */
const wordsOf = (name: string): string => name.replaceAll('_', '').toLowerCase();

function referencesOf(field: string, block: Block): SecretReference[] {
  // Pods start without what is optional.
  if (block['optional'] === true) return [];
  const [name, key] = [textOf(block['name']), textOf(block['key'])];
  const secretName = textOf(block['secret_name'] ?? block['secretName']);
  switch (field) {
    case 'secretref':
      return one(name, undefined, 'variable');
    case 'secret':
      return filesOf(secretName ?? name, block);
    case 'imagepullsecrets':
    case 'imagepullsecret':
      return one(name, '.dockerconfigjson', 'registry');
    case 'tls':
      return ['tls.crt', 'tls.key'].flatMap((each) => one(secretName, each, 'certificate'));
    default:
      return OF_OTHERS.test(field) || key === undefined ? [] : one(name, key, 'variable');
  }
}

/** What has a name and a key and is no Secret. */
const OF_OTHERS = /configmap|toleration|label|selector/;

function filesOf(secret: string | undefined, block: Block): SecretReference[] {
  const keys = blocksAt(block, 'items').map((item) => textOf(item['key']));
  return keys.length === 0 ? one(secret, undefined, 'file') : keys.flatMap((key) => one(secret, key, 'file'));
}

const one = (secret: string | undefined, key: string | undefined, use: SecretUse): SecretReference[] =>
  secret === undefined ? [] : [{ secret, key, use }];
