/** The RabbitMQ cluster operator has no chart of its own makers: its release is one file of objects, which the user downloads and the platform installs. */
import type { SpecCode } from '../../core/codes';
import { FleetSpecError } from '../../core/fleet-error';
import { textIn } from '../../core/text-file';
import type { ImageSource } from '../pod-images';
import { type OperatorNodes, placedWhereChosen } from './chart-placement';

export const RABBITMQ_NAMESPACE = 'rabbitmq-system';
const DEFINITION = 'rabbitmqclusters.rabbitmq.com';
/** A manifest of this operator has about 0.5 MB; Helm keeps a release in a Secret of at most one. */
const MAX_BYTES = 4_000_000;
/** Without it an uninstall deletes the kind, and with it every broker. */
const KEEP = { 'helm.sh/resource-policy': 'keep' };

/** An object of the file; those of the whole cluster have no namespace. */
export interface ManifestObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly spec?: unknown;
}

/** How its pods are on a cluster. */
export interface InstalledManifest {
  readonly source: ImageSource;
  readonly nodes: OperatorNodes;
  /** Told each image that is pulled. */
  used(image: string): void;
}

/** Whose manifest it is, for errors. */
export interface ManifestFile {
  /** Path of the construct. */
  readonly path: string;
  readonly file: string;
}

/**
 * The objects of the file, without its namespace, which the platform makes, with images as the cluster pulls them, on the nodes that were chosen.
 *
 * @throws FleetSpecError AF-SPEC-001 when the file cannot be read or is no manifest of the operator.
 */
export function readManifest(manifest: ManifestFile, installed: InstalledManifest): ManifestObject[] {
  const objects = parsed(manifest).filter(({ kind }) => kind !== 'Namespace');
  const isOperator = objects.some(({ kind, metadata }) => kind === 'CustomResourceDefinition' && metadata.name === DEFINITION);
  if (!isOperator) throw refused(manifest, `holds no CustomResourceDefinition ${DEFINITION}`);
  const elsewhere = objects.find(({ metadata: { namespace } }) => namespace !== undefined && namespace !== RABBITMQ_NAMESPACE);
  if (elsewhere !== undefined)
    throw refused(manifest, `puts ${elsewhere.kind} ${elsewhere.metadata.name} into namespace ${elsewhere.metadata.namespace}`);
  return objects.map((object) => kept(withPods(object, installed)));
}

function parsed(manifest: ManifestFile): ManifestObject[] {
  const text = contentOf(manifest);
  // Loaded with the first manifest: most apps have none.
  const { parseAllDocuments } = require('yaml') as typeof import('yaml');
  const documents = [...parseAllDocuments(text)];
  const error = documents.flatMap(({ errors }) => errors)[0];
  if (error !== undefined) throw refused(manifest, `is no YAML: ${error.message.split('\n')[0] ?? ''}`);
  const objects = documents.map((document) => plain(manifest, document)).filter((object) => object !== null);
  const strange = objects.find((object) => !isObject(object));
  if (strange !== undefined) throw refused(manifest, 'holds something that is no object of Kubernetes');
  return objects as ManifestObject[];
}

/** Aliases may stand for more than memory holds; manifests have none. */
function plain(manifest: ManifestFile, document: { toJS(options: { maxAliasCount: number }): unknown }): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch {
    throw refused(manifest, 'holds aliases of YAML');
  }
}

function contentOf(manifest: ManifestFile): string {
  const text = textIn({ ...manifest, prop: PROP, allowed: ALLOWED, repairs: REPAIRS });
  if (text.length > MAX_BYTES) throw refused(manifest, 'is larger than 4 MB');
  return text;
}

function isObject(value: unknown): value is ManifestObject {
  if (typeof value !== 'object' || value === null) return false;
  const { apiVersion, kind, metadata } = value as Partial<Record<keyof ManifestObject, unknown>>;
  const named = typeof metadata === 'object' && metadata !== null && 'name' in metadata && typeof metadata.name === 'string';
  return typeof apiVersion === 'string' && typeof kind === 'string' && named;
}

function kept(object: ManifestObject): ManifestObject {
  if (object.kind !== 'CustomResourceDefinition') return object;
  return { ...object, metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, ...KEEP } } };
}

function withPods(object: ManifestObject, { source, nodes, used }: InstalledManifest): ManifestObject {
  const spec = at(object.spec);
  const template = at(spec?.['template']);
  const pod = at(template?.['spec']);
  if (object.kind !== 'Deployment' || !Array.isArray(pod?.['containers'])) return object;
  const containers = pod['containers'].map((container: unknown) => {
    const image = at(container)?.['image'];
    if (typeof image !== 'string') return container;
    used(image);
    return { ...at(container), image: source.image(image) };
  });
  const secrets = source.imagePullSecrets.length === 0 ? {} : { imagePullSecrets: source.imagePullSecrets.map((name) => ({ name })) };
  return { ...object, spec: { ...spec, template: { ...template, spec: { ...pod, containers, ...secrets, ...placedWhereChosen(nodes) } } } };
}

const at = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : undefined;

const PROP = 'rabbitmqOperator.manifest';
const ALLOWED = 'the file cluster-operator.yml of a release of rabbitmq/cluster-operator';
const REPAIRS = [
  'download cluster-operator.yml of a release of rabbitmq/cluster-operator, and give its path',
  "rabbitmqOperator: 'existing'",
];

const refused = ({ path, file }: ManifestFile, fault: string): FleetSpecError =>
  new FleetSpecError([
    {
      code: 'AF-SPEC-001' satisfies SpecCode,
      severity: 'error',
      path,
      prop: PROP,
      value: file,
      allowed: ALLOWED,
      message: `${PROP}: ${file} ${fault}`,
      repairs: REPAIRS,
    },
  ]);
