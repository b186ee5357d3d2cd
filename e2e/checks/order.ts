/**
 * Terraform makes things in parallel: whatever lives in a namespace of the stack must wait for it, or the first apply fails by chance. What waits in a
 * circle is refused by Terraform altogether.
 */
import type { StackJson } from '../../lib/plan/synthesized-app';
import { at, isRecord } from '../cluster/kube-object';

/** Addresses that each resource waits for. */
type Needs = ReadonlyMap<string, readonly string[]>;

export function checkOrder(json: StackJson): string[] {
  const resources = allResources(json);
  const namespaces = namespacesOf(json);
  const needs: Needs = new Map([...resources].map(([address, resource]) => [address, dependencies(resource, resources)]));
  const unowned = [...resources].flatMap(([address, resource]) => {
    const namespace = namespaceOf(resource);
    const owner = namespace === undefined ? undefined : namespaces.get(namespace);
    if (owner === undefined || address === owner || reaches(address, owner, needs)) return [];
    return [`${address} is in namespace ${namespace}, but does not wait for ${owner}`];
  });
  return [...unowned, ...circles(needs)];
}

/** Resources that wait for themselves through others. */
function circles(needs: Needs): string[] {
  return [...needs].flatMap(([address, needed]) => {
    const others = needed.filter((other) => other !== address);
    return others.some((other) => reaches(other, address, needs)) ? [`${address} waits for itself`] : [];
  });
}

function allResources(json: StackJson): Map<string, unknown> {
  const found = new Map<string, unknown>();
  for (const [type, resources] of Object.entries(json.resource ?? {})) {
    for (const [id, resource] of Object.entries(resources)) found.set(`${type}.${id}`, resource);
  }
  return found;
}

function namespacesOf(json: StackJson): Map<string, string> {
  const resources = Object.entries(json.resource?.['kubernetes_namespace_v1'] ?? {});
  return new Map(
    resources.map(([id, resource]) => [String(at(firstBlock(at(resource, 'metadata')), 'name')), `kubernetes_namespace_v1.${id}`]),
  );
}

function namespaceOf(resource: unknown): string | undefined {
  const namespace = at(firstBlock(at(resource, 'metadata')), 'namespace') ?? at(resource, 'namespace');
  return typeof namespace === 'string' ? namespace : undefined;
}

const firstBlock = (block: unknown): unknown => (Array.isArray(block) ? block[0] : block);

function reaches(from: string, to: string, needs: Needs): boolean {
  const seen = new Set<string>();
  const open = [from];
  for (let address = open.pop(); address !== undefined; address = open.pop()) {
    if (address === to) return true;
    if (seen.has(address)) continue;
    seen.add(address);
    open.push(...(needs.get(address) ?? []));
  }
  return false;
}

/** Explicit ones and those that references bring. */
function dependencies(resource: unknown, resources: ReadonlyMap<string, unknown>): string[] {
  const texts: string[] = [];
  collectTexts(resource, texts);
  const mentioned = texts.flatMap((text) => [...text.matchAll(/[a-z][a-z0-9_]*\.[A-Za-z_][A-Za-z0-9_-]*/g)].map(([address]) => address));
  return mentioned.filter((address) => resources.has(address));
}

function collectTexts(value: unknown, texts: string[]): void {
  if (typeof value === 'string') texts.push(value);
  else if (Array.isArray(value)) for (const item of value) collectTexts(item, texts);
  else if (isRecord(value)) for (const item of Object.values(value)) collectTexts(item, texts);
}
