/** Nothing secret may stand in what we write: not in Secret objects, not as a literal in the environment, not in a configuration. */
import { at, describe, type KubeObject, listAt } from '../cluster/kube-object';
import { workloadsOf } from './workloads';

const SECRET_NAME = /(^|_)(TOKEN|PASSWORD|PASSWD|SECRET|SECRET_KEY|API_KEY|MASTER_KEY|SALT_KEY|CREDENTIALS)$/;
/** Keys and passwords as they look in the wild; references such as `os.environ/NAME` and `$(NAME)` are none. */
const SECRET_TEXT = [
  /\bsk-[A-Za-z0-9]{8,}/,
  /\bhf_[A-Za-z0-9]{16,}/,
  /\bAKIA[0-9A-Z]{16}\b/,
  /:\/\/[^\s:@/$]+:[^\s@/$]{3,}@/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
];

export function checkSecrets(objects: readonly KubeObject[]): string[] {
  return [
    ...objects.flatMap(secretObjects),
    ...workloadsOf(objects).flatMap((workload) => literals(workload)),
    ...objects.flatMap(secretTexts),
  ];
}

function secretObjects(object: KubeObject): string[] {
  if (object.kind !== 'Secret') return [];
  const keys = Object.keys({ ...(object['data'] as object | undefined), ...(object['stringData'] as object | undefined) });
  return keys.length === 0 ? [] : [`${describe(object)} carries ${keys.join(', ')}: its data would stand in the state`];
}

function literals({ object, containers }: ReturnType<typeof workloadsOf>[number]): string[] {
  return containers.flatMap((container) =>
    listAt(container.json, 'env')
      .filter((variable) => SECRET_NAME.test(String(at(variable, 'name'))) && isLiteral(at(variable, 'value')))
      .map((variable) => `${describe(object)}: ${container.name} has the literal ${String(at(variable, 'name'))}`),
  );
}

const isLiteral = (value: unknown): boolean => typeof value === 'string' && value !== '' && !/^\$\([A-Z0-9_]+\)$/.test(value);

function secretTexts(object: KubeObject): string[] {
  const text = JSON.stringify(object);
  const hit = SECRET_TEXT.find((pattern) => pattern.test(text));
  return hit === undefined ? [] : [`${describe(object)} holds a text that looks like a secret (${hit.source})`];
}

/** The same texts in a Terraform state. */
export function checkState(state: string): string[] {
  return SECRET_TEXT.filter((pattern) => pattern.test(state)).map(
    (pattern) => `the Terraform state holds a text that looks like a secret (${pattern.source})`,
  );
}
