/**
 * Two questions about `manifests()`, asked with a server-side dry run: does the API server take every object without an error or
 * a warning, and is the object it would make the one that Terraform made, field by field?
 */

import { unexpected } from '../cluster/api-warnings';
import type { KubeClient } from '../cluster/kube-client';
import { at, describe, type KubeObject } from '../cluster/kube-object';
import { fieldsOf } from '../cluster/object-fields';

/** Requests that one process of the API server answers side by side. */
const AT_ONCE = 8;

/** Strict validation of an object under another name, so that the one that is there does not matter. */
export async function dryRun(client: KubeClient, object: KubeObject): Promise<{ readonly problems: string[]; readonly made?: KubeObject }> {
  const { namespace } = object.metadata;
  const twin = { ...object, metadata: { ...object.metadata, name: twinName(object) } };
  try {
    const path = await client.resources.collection(object.apiVersion, object.kind, namespace);
    const { body, warnings } = await client.request<KubeObject>('POST', `${path}?dryRun=All&fieldValidation=Strict`, { body: twin });
    return { problems: unexpected(warnings).map((warning) => `${describe(object)}: the API server warns: ${warning}`), made: body };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (isDefinition(object) && message.includes('already exists')) return { problems: [] };
    return { problems: [`${describe(object)}: ${message}`] };
  }
}

/** Its name is made of its kind and its group: it has no twin. */
const isDefinition = ({ kind }: KubeObject): boolean => kind === 'CustomResourceDefinition';

/** As long as the name itself: limits of length stay what they are. */
function twinName(object: KubeObject): string {
  const { name } = object.metadata;
  if (isDefinition(object)) return name;
  return `${name.slice(0, -1)}${name.endsWith('0') ? '1' : '0'}`;
}

export async function acceptanceProblems(client: KubeClient, objects: readonly KubeObject[]): Promise<string[]> {
  const problems: string[] = [];
  for (let first = 0; first < objects.length; first += AT_ONCE) {
    const answers = await Promise.all(objects.slice(first, first + AT_ONCE).map((object) => dryRun(client, object)));
    problems.push(...answers.flatMap((answer) => answer.problems));
  }
  return problems;
}

/** Where what Terraform made differs from what the view says. */
export async function viewProblems(client: KubeClient, objects: readonly KubeObject[]): Promise<{ problems: string[]; fields: number }> {
  const problems: string[] = [];
  let fields = 0;
  const scaled = new Set(
    objects.filter(({ kind }) => kind === 'ScaledObject').map((object) => String(at(object, 'spec', 'scaleTargetRef', 'name'))),
  );
  for (const object of objects) {
    const live = await client.read(object);
    const { made } = await dryRun(client, object);
    if (live === undefined) problems.push(`${describe(object)} is in the view, but Terraform made none`);
    if (live === undefined || made === undefined) continue;
    const ignored = scaled.has(object.metadata.name) ? ['metadata.name', 'spec.replicas'] : ['metadata.name'];
    const [left, right] = [fieldsOf(live, ignored), fieldsOf(made, ignored)];
    for (const path of new Set([...left.keys(), ...right.keys()])) {
      fields += 1;
      if (left.get(path) !== right.get(path))
        problems.push(`${describe(object)} ${path}: live ${left.get(path) ?? 'absent'}, view ${right.get(path) ?? 'absent'}`);
    }
  }
  return { problems, fields };
}
