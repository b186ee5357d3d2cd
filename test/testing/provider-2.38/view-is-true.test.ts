/**
 * `stack.tf.json` was applied with Terraform 1.11.4 and the Kubernetes provider 2.38.0 to an API server 1.34.1; `objects.json` is
 * what the server held afterwards. What the view says about the stack must be there, field by field.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { KubernetesObject } from '../../../lib/testing/kubernetes-view/kubernetes-object';
import { kubernetesView } from '../../../lib/testing/kubernetes-view/kubernetes-view';
import { differences, renderDifference } from '../../../lib/testing/subset';

const read = (file: string) => JSON.parse(fs.readFileSync(path.join(__dirname, file), 'utf8'));
const { objects } = kubernetesView(read('stack.tf.json'), __dirname);
const held = read('objects.json') as KubernetesObject[];

/** Fields that Terraform takes as sets: their order says nothing. */
const SETS = new Set(['values', 'accessModes', 'loadBalancerSourceRanges', 'apiGroups', 'resources', 'resourceNames', 'verbs']);

function withSortedSets(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return SETS.has(key) ? [...value].sort() : value.map((item) => withSortedSets(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withSortedSets(item, name)]));
}

const nameOf = (object: KubernetesObject) => `${object.kind} ${object.metadata.name}`;

test('the server holds the objects of the view and no others', () => {
  expect(objects.map(nameOf).sort()).toEqual(held.map(nameOf).sort());
});

test.each(objects.map((object) => [nameOf(object), object] as const))('%s is on the server as the view shows it', (name, object) => {
  const onServer = held.find((candidate) => nameOf(candidate) === name);
  expect(onServer?.apiVersion).toBe(object.apiVersion);
  expect(differences(withSortedSets(object), withSortedSets(onServer)).map(renderDifference)).toEqual([]);
});

test('the comparison would notice a wrong field', () => {
  const deployment = objects.find((object) => nameOf(object) === 'Deployment full') as KubernetesObject;
  const wrong = { ...deployment, spec: { ...(deployment['spec'] as object), replicas: 3 } };
  const onServer = held.find((object) => nameOf(object) === 'Deployment full');
  expect(differences(withSortedSets(wrong), withSortedSets(onServer)).map(renderDifference)).toEqual([
    'spec.replicas: expected 3, found 2',
  ]);
});
