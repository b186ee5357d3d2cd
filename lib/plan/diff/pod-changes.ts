/** Workloads whose pods an apply starts anew: a pod is never changed, so that another template replaces those that run. */
import { isPlainObject } from '../../core/plain-object';
import type { StackJson } from '../synthesized-app';
import { fieldChanges } from './field-changes';
import { replacingAttribute } from './fixed-attributes';
import { single } from './single-block';

/** How pods are replaced: a workload that is made anew ends all of them first; a second Ray cluster starts beside the first. */
export type Replacement = 'one by one' | 'all at once' | 'beside the old ones';

export interface PodChange {
  /** `namespace/name` of the workload. */
  readonly workload: string;
  readonly replacement: Replacement;
}

interface Workload {
  /** Type of the Terraform resource, or kind of the custom resource. */
  readonly type: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Workloads that both have, and whose pods differ. */
export function podChanges(before: StackJson, after: StackJson): PodChange[] {
  const [old, young] = [workloadsOf(before), workloadsOf(after)];
  return [...young].flatMap(([workload, next]) => {
    const last = old.get(workload);
    const replacement = last === undefined || last.type !== next.type ? undefined : replacementOf(next.type, last.body, next.body);
    return replacement === undefined ? [] : [{ workload, replacement }];
  });
}

function replacementOf(type: string, before: Workload['body'], after: Workload['body']): Replacement | undefined {
  const changes = fieldChanges(before, after);
  if (replacingAttribute(type, changes, before) !== undefined) return 'all at once';
  const differs = (field: string) => changes.some((change) => change.field === field || change.field.startsWith(`${field}.`));
  // KubeRay changes arguments in place, and makes a second cluster for everything else.
  if (differs('spec.rayClusterConfig')) return 'beside the old ones';
  return ['spec.template', 'spec.leaderWorkerTemplate', 'spec.serveConfigV2'].some(differs) ? 'one by one' : undefined;
}

const TYPES = ['kubernetes_deployment_v1', 'kubernetes_stateful_set_v1'];
const KINDS = ['LeaderWorkerSet', 'RayService'];

function workloadsOf({ resource = {} }: StackJson): Map<string, Workload> {
  const own = TYPES.flatMap((type) => Object.values(resource[type] ?? {}).map((body) => ({ type, body: single(body) })));
  const custom = Object.values(resource['helm_release'] ?? {}).flatMap((release) => customObjects(release));
  return new Map(
    [...own, ...custom.map((body) => ({ type: String(body['kind']), body }))].flatMap(({ type, body }) => {
      if (!isPlainObject(body) || !isPlainObject(body['metadata'])) return [];
      const { namespace, name } = body['metadata'];
      return [[`${String(namespace)}/${String(name)}`, { type, body }] as const];
    }),
  );
}

/** Objects of operators travel as JSON in the values of a release of our own; charts of others have no such list. */
function customObjects(release: unknown): Readonly<Record<string, unknown>>[] {
  const values = isPlainObject(release) && Array.isArray(release['values']) ? release['values'] : [];
  return values.flatMap((text) => objectsIn(text)).filter(({ kind }) => KINDS.includes(String(kind)));
}

function objectsIn(text: unknown): Readonly<Record<string, unknown>>[] {
  try {
    const { objects } = JSON.parse(String(text)) as { readonly objects?: unknown };
    return Array.isArray(objects) ? objects.filter((one) => isPlainObject(one)) : [];
  } catch {
    return [];
  }
}
