/** Helm releases of a stack. The release that carries our own objects is opened; charts of others are listed with their values. */

import { parse } from 'yaml';
import { own } from '../../core/own';
import { asBlocks, isRecord } from './field';
import type { KubernetesObject } from './kubernetes-object';
import { refuse } from './view-error';

/** A release that Helm renders from a chart of others at apply. */
export interface HelmRelease {
  readonly name: string;
  readonly namespace: string;
  readonly chart: string;
  readonly repository?: string;
  readonly version?: string;
  /** All `values` and `set` merged, later over earlier. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** Name in `Chart.yaml` of the chart that carries custom resources in its values. */
export const OBJECTS_CHART = 'fleet-objects';

export function toRelease(attributes: Readonly<Record<string, unknown>>, at: string): HelmRelease {
  const text = (key: string) => (attributes[key] === undefined || attributes[key] === null ? undefined : String(attributes[key]));
  const repository = text('repository');
  const version = text('version');
  return {
    name: text('name') ?? refuse(at, 'the release has no name'),
    namespace: text('namespace') ?? 'default',
    chart: text('chart') ?? refuse(at, 'the release has no chart'),
    ...(repository === undefined ? {} : { repository }),
    ...(version === undefined ? {} : { version }),
    values: mergeValues(attributes, at),
  };
}

/** The objects in the values of our chart, with what Helm itself writes on every object that it makes. */
export function objectsOf(release: HelmRelease, at: string): KubernetesObject[] {
  const objects = release.values['objects'];
  if (!Array.isArray(objects)) return refuse(at, 'the values of the objects chart hold no list "objects"');
  return objects.map((object) => ownedByHelm(object as KubernetesObject, release));
}

/** Kinds of our charts that belong to no namespace. */
const CLUSTER_WIDE: ReadonlySet<string> = new Set(['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding']);

function ownedByHelm(object: KubernetesObject, release: HelmRelease): KubernetesObject {
  const annotations = { 'meta.helm.sh/release-name': release.name, 'meta.helm.sh/release-namespace': release.namespace };
  const { metadata } = object;
  return {
    ...object,
    metadata: {
      ...metadata,
      ...(CLUSTER_WIDE.has(object.kind) ? {} : { namespace: metadata.namespace ?? release.namespace }),
      labels: { ...metadata.labels, 'app.kubernetes.io/managed-by': 'Helm' },
      annotations: { ...metadata.annotations, ...annotations },
    },
  };
}

function mergeValues(attributes: Readonly<Record<string, unknown>>, at: string): Record<string, unknown> {
  const documents = (Array.isArray(attributes['values']) ? attributes['values'] : []).map((text) => document(String(text), at));
  const merged = documents.reduce<Record<string, unknown>>((all, values) => (isRecord(values) ? deepMerge(all, values) : all), {});
  return settings(attributes, at).reduce((all, { path, value }) => assign(all, path, value), merged);
}

/** An expression that nobody can follow may write anything. */
function document(text: string, at: string): unknown {
  try {
    return parse(text) as unknown;
  } catch (error) {
    return refuse(
      `${at}.values`,
      `the view cannot read the values as YAML: ${error instanceof Error ? error.message.split('\n')[0] : error}`,
    );
  }
}

interface Setting {
  readonly path: readonly string[];
  readonly value: unknown;
}

/** `set_list`, then `set`, then `set_sensitive`, as the provider does. */
function settings(attributes: Readonly<Record<string, unknown>>, at: string): Setting[] {
  const blocksOf = (key: string) => asBlocks(attributes[key], `${at}.${key}`);
  return [
    ...blocksOf('set_list').map(({ name, value }) => ({ path: pathOf(name, at), value })),
    ...[...blocksOf('set'), ...blocksOf('set_sensitive')].map(({ name, value, type }) => ({
      path: pathOf(name, at),
      value: type === 'string' ? String(value) : typed(String(value), at),
    })),
  ];
}

/** Dots separate keys unless they are escaped. Indices into lists are Helm's own language, which the view does not speak. */
function pathOf(name: unknown, at: string): string[] {
  const text = String(name);
  if (/[[\]{},=]/.test(text)) refuse(at, `the view does not read "${text}" in set; write it into values`);
  return text.split(/(?<!\\)\./).map((key) => key.replaceAll('\\.', '.'));
}

/** Helm guesses the type of what is set: words for truth values and whole numbers are not text. */
function typed(value: string, at: string): unknown {
  if (/[{},]/.test(value)) refuse(at, `the view does not read the value "${value}" in set; write it into values`);
  if (value === 'true' || value === 'false') return value === 'true';
  if (value === 'null') return null;
  return /^(0|-?[1-9]\d*)$/.test(value) ? Number(value) : value;
}

function deepMerge(target: Record<string, unknown>, source: Record<string, unknown>): Record<string, unknown> {
  const merged = { ...target };
  for (const [key, value] of Object.entries(source)) {
    const existing = own(merged, key);
    merged[key] = isRecord(existing) && isRecord(value) ? deepMerge(existing, value) : value;
  }
  return merged;
}

function assign(target: Record<string, unknown>, path: readonly string[], value: unknown): Record<string, unknown> {
  const [key = '', ...rest] = path;
  if (rest.length === 0) return { ...target, [key]: value };
  const next = own(target, key);
  return { ...target, [key]: assign(isRecord(next) ? next : {}, rest, value) };
}
