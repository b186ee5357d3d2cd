/** Reaches into the Terraform of a stack, so that a mutant says in one line what a broken emitter would write. */
import type { StackJson } from '../../lib/plan/synthesized-app';
import { at, isRecord } from '../cluster/kube-object';

export type Block = Record<string, unknown>;

/** Resources of a type by their Kubernetes name. @throws Error when there is none: the mutant would prove nothing. */
export function resource(json: StackJson, type: string, name: string): Block {
  const found = Object.values(json.resource?.[type] ?? {}).find((candidate) => at(candidate, 'metadata', 'name') === name);
  return block(found, `${type} ${name}`);
}

export function removeResource(json: StackJson, type: string, name: string): void {
  const resources = block(json.resource?.[type], type);
  const id = Object.keys(resources).find((key) => at(resources[key], 'metadata', 'name') === name);
  if (id === undefined) throw new Error(`there is no ${type} ${name}`);
  delete resources[id];
}

export const podSpec = (json: StackJson, deployment: string): Block =>
  block(at(resource(json, 'kubernetes_deployment_v1', deployment), 'spec', 'template', 'spec'), `pod of ${deployment}`);

export const container = (json: StackJson, deployment: string): Block =>
  block(at(podSpec(json, deployment), 'container', 0), `container of ${deployment}`);

/** Changes one custom resource in the values of the objects chart. */
export function customObject(json: StackJson, kind: string, name: string, change: (object: Block) => void): void {
  for (const release of Object.values(json.resource?.['helm_release'] ?? {})) {
    const text = at(release, 'values', 0);
    if (typeof text !== 'string' || !isRecord(release)) continue;
    const values = JSON.parse(text) as { objects: Block[] };
    const object = values.objects.find((candidate) => candidate['kind'] === kind && at(candidate, 'metadata', 'name') === name);
    if (object === undefined) continue;
    change(object);
    release['values'] = [JSON.stringify(values, null, 2)];
    return;
  }
  throw new Error(`there is no ${kind} ${name}`);
}

export function block(value: unknown, what: string): Block {
  if (!isRecord(value)) throw new Error(`there is no ${what}`);
  return value;
}
