/**
 * The Kubernetes objects that the Terraform of a stack will make, without a cluster and without a provider. It follows the code
 * of the Terraform Kubernetes provider 2.38; what it does not know it refuses by name.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { StackJson } from '../../plan/synthesized-app';
import { resolve, type Scope } from './expression';
import { isRecord, readBlock } from './field';
import { type HelmRelease, OBJECTS_CHART, objectsOf, toRelease } from './helm';
import { kindOf, knownResourceTypes } from './kinds';
import type { KubernetesObject } from './kubernetes-object';
import { refuse } from './view-error';

export interface KubernetesView {
  /** Objects in the order of the Terraform resources of the stack. */
  readonly objects: readonly KubernetesObject[];
  /** Releases of charts that are rendered only at apply. */
  readonly releases: readonly HelmRelease[];
}

/** Arguments that Terraform itself reads on every resource. */
const META_ARGUMENTS = ['//', 'depends_on', 'provider', 'lifecycle', 'provisioner', 'connection'];

/**
 * @param folder Folder of `cdk.tf.json`: local charts are looked up there.
 * @throws FleetError AF-VIEW-001 when a kind or an attribute is not known to the view.
 */
export function kubernetesView(stack: StackJson, folder: string): KubernetesView {
  const scope: Scope = { resource: stack.resource ?? {}, variable: stack.variable ?? {}, locals: stack.locals ?? {} };
  const objects: KubernetesObject[] = [];
  const releases: HelmRelease[] = [];
  for (const [type, logicalId, raw] of resourcesOf(stack)) {
    const at = `${type}.${logicalId}`;
    const attributes = withoutMeta(resolve(raw, scope), at);
    if (type === 'helm_release') {
      const release = toRelease(attributes, at);
      if (isObjectsChart(release, folder)) objects.push(...objectsOf(release, at));
      else releases.push(release);
    } else if (type.startsWith('kubernetes_')) {
      objects.push(toObject(type, attributes, at));
    }
  }
  return { objects, releases };
}

function resourcesOf(stack: StackJson): (readonly [string, string, unknown])[] {
  return Object.entries(stack.resource ?? {}).flatMap(([type, resources]) =>
    Object.entries(resources).map(([logicalId, resource]) => [type, logicalId, resource] as const),
  );
}

function toObject(type: string, attributes: Readonly<Record<string, unknown>>, at: string): KubernetesObject {
  if (type === 'kubernetes_manifest') return attributes['manifest'] as KubernetesObject;
  const kind = kindOf(type) ?? refuse(at, `the Kubernetes view does not know the resource type ${type}`, knownResourceTypes().join(', '));
  return { apiVersion: kind.apiVersion, kind: kind.kind, ...readBlock(kind.table, attributes, at) } as unknown as KubernetesObject;
}

function withoutMeta(resource: unknown, at: string): Record<string, unknown> {
  if (!isRecord(resource)) return refuse(at, 'the resource is not a block');
  for (const key of ['count', 'for_each', 'dynamic']) {
    if (resource[key] !== undefined) refuse(at, `"${key}" multiplies the resource only at plan time; make one construct for each object`);
  }
  return Object.fromEntries(Object.entries(resource).filter(([key]) => !META_ARGUMENTS.includes(key)));
}

const MODULE_PATH = /^\$\{path\.module\}\//;

function isObjectsChart(release: HelmRelease, folder: string): boolean {
  if (!MODULE_PATH.test(release.chart)) return false;
  const chart = path.join(folder, release.chart.replace(MODULE_PATH, ''), 'Chart.yaml');
  return fs.existsSync(chart) && new RegExp(`^name: ${OBJECTS_CHART}$`, 'm').test(fs.readFileSync(chart, 'utf8'));
}
