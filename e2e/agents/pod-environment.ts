/** The environment of a container as the kubelet makes it, with the addresses of services replaced by those of this machine. */
import type { KubeObject } from '../cluster/kube-object';

export interface Place {
  /** Host and port as they are emitted. */
  readonly host: string;
  readonly port: number;
  /** Port on this machine. */
  readonly local: number;
  /** Variables that hold the port alone. */
  readonly portVariables?: readonly string[];
}

interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { readonly secretKeyRef?: { readonly name: string; readonly key: string } };
}

/** @param secretOf value of a key of a Secret */
export function podEnvironment(
  objects: readonly KubeObject[],
  deployment: string,
  places: readonly Place[],
  secretOf: (name: string, key: string, variable: string) => string,
): Record<string, string> {
  const env: Record<string, string> = {};
  for (const { name, value = '', valueFrom } of variablesOf(objects, deployment)) {
    const secret = valueFrom?.secretKeyRef;
    // Only earlier variables are expanded.
    const text = secret === undefined ? value : secretOf(secret.name, secret.key, name);
    env[name] = localized(
      text.replaceAll(/\$\((\w+)\)/g, (whole, other: string) => env[other] ?? whole),
      name,
      places,
    );
  }
  return env;
}

function localized(text: string, variable: string, places: readonly Place[]): string {
  let local = text;
  for (const { host, port, local: here, portVariables = [] } of places) {
    if (portVariables.includes(variable)) return String(here);
    local = local === host ? '127.0.0.1' : local.replaceAll(`${host}:${port}`, `127.0.0.1:${here}`);
  }
  return local;
}

/** Of the first container. */
export const argsOf = (objects: readonly KubeObject[], name: string): readonly string[] => containerOf(objects, name, 0)?.args ?? [];

/** @param name of a Deployment or StatefulSet, or of a Job without its hash; @param container its place in the pod */
export const variablesOf = (objects: readonly KubeObject[], name: string, container = 0): readonly Variable[] =>
  containerOf(objects, name, container)?.env ?? [];

interface Container {
  readonly args?: readonly string[];
  readonly env?: readonly Variable[];
}

function containerOf(objects: readonly KubeObject[], name: string, place: number): Container | undefined {
  const found = objects.find(
    ({ kind, metadata }) =>
      (/^(Deployment|StatefulSet)$/.test(kind) && metadata.name === name) ||
      (kind === 'Job' && metadata.name.replace(/-[0-9a-f]{8}$/, '') === name),
  );
  const spec = found?.['spec'] as { template: { spec: { containers: Container[] } } } | undefined;
  if (spec === undefined) throw new Error(`no pods ${name}`);
  return spec.template.spec.containers[place];
}
