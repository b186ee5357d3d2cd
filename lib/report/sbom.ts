/** What a fleet downloads as a bill of materials (CycloneDX 1.6): images, charts and model weights. Nothing is asked of a registry: what is not known is named. */
import { Enums, Models, Serialize, Spec } from '@cyclonedx/cyclonedx-library';
import { chartDigest } from '../catalog/pins';
import { parseImage } from '../core/kubernetes/image-reference';
import { own } from '../core/own';
import type { ChartPlan, ImagePlan } from '../plan/sections/downloads';
import type { PoolPlan } from '../plan/sections/pool';
import { type Downloads, KNOWN_AT_APPLY } from './image-table';

/** What all stacks of an app download. */
export interface Materials extends Downloads {
  /** Names of the stacks. */
  readonly stacks: readonly string[];
  readonly pools: readonly Pick<PoolPlan, 'model' | 'engineOptions' | 'path'>[];
}

/** Weights that a pool loads. */
interface Weights {
  readonly repository: string;
  /** Commit that is loaded; undefined where none is pinned. */
  readonly revision: string | undefined;
  readonly usedBy: readonly string[];
}

/**
 * The document as JSON; the same app gives the same text, so it has neither a serial number nor a time.
 *
 * @param version Of this package, which made the document.
 */
export function sbom(materials: Materials, version: string): string {
  const components = [
    ...materials.images.map(imageComponent),
    ...materials.charts.map(chartComponent),
    ...weightsOf(materials.pools).map(weightsComponent),
  ];
  const bom = new Models.Bom({ metadata: metadataOf(materials, version), components: new Models.ComponentRepository(components) });
  const factory = new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6);
  return `${new Serialize.JsonSerializer(factory).serialize(bom, { sortLists: true, space: 2 })}\n`;
}

/** Whose materials they are, and what listed them. */
const metadataOf = ({ stacks }: Materials, version: string): Models.Metadata =>
  new Models.Metadata({
    component: new Models.Component(Enums.ComponentType.Application, stacks.join(', ') || 'no stack', { bomRef: 'fleet' }),
    tools: new Models.Tools({
      components: new Models.ComponentRepository([
        new Models.Component(Enums.ComponentType.Application, 'cdktf-agent-fleet', { bomRef: 'tool', version }),
      ]),
    }),
  });

/** What is not pinned: images without a digest, weights without a revision. */
export function unpinned({ images, pools }: Materials): { readonly images: readonly string[]; readonly weights: readonly string[] } {
  const open = images.filter(({ source }) => source === KNOWN_AT_APPLY || parseImage(source)?.digest === undefined);
  return {
    images: open.map(({ source }) => source),
    weights: weightsOf(pools).flatMap(({ repository, revision }) => (revision === undefined ? [repository] : [])),
  };
}

function imageComponent({ image, source, usedBy }: ImagePlan): Models.Component {
  const parsed = parseImage(source);
  const { repository = source, tag, digest } = parsed ?? {};
  return component(Enums.ComponentType.Container, {
    name: repository,
    version: tag ?? digest ?? 'unknown',
    purl: parsed === null ? undefined : ociUrl(repository, tag, digest),
    digest,
    properties: { pulledAs: image, digest: digest ?? 'unknown', usedBy: usedBy.join(', ') },
  });
}

function chartComponent({ chart, version, source, usedBy }: ChartPlan): Models.Component {
  const digest = chartDigest({ chart, version, source });
  return component(Enums.ComponentType.Application, {
    name: chart,
    version,
    purl: `pkg:helm/${encodeURIComponent(chart)}@${encodeURIComponent(version)}?repository_url=${encodeURIComponent(source)}`,
    digest,
    properties: { repository: source, digest: digest ?? 'unknown', usedBy },
  });
}

function weightsComponent({ repository, revision, usedBy }: Weights): Models.Component {
  return component(Enums.ComponentType.MachineLearningModel, {
    name: repository,
    version: revision ?? 'unknown',
    purl: /^[\w.-]+\/[\w.-]+$/.test(repository)
      ? `pkg:huggingface/${repository}${revision === undefined ? '' : `@${revision}`}`
      : undefined,
    digest: undefined,
    properties: { revision: revision ?? 'not pinned', usedBy: usedBy.join(', ') },
  });
}

interface Described {
  readonly name: string;
  readonly version: string;
  readonly purl: string | undefined;
  readonly digest: string | undefined;
  readonly properties: Readonly<Record<string, string>>;
}

function component(type: Enums.ComponentType, { name, version, purl, digest, properties }: Described): Models.Component {
  const hashes: [Enums.HashAlgorithm, string][] =
    digest === undefined ? [] : [[Enums.HashAlgorithm['SHA-256'], digest.replace('sha256:', '')]];
  return new Models.Component(type, name, {
    bomRef: `${type}:${name}@${version}`,
    version,
    ...(purl === undefined ? {} : { purl }),
    hashes: new Models.HashDictionary(hashes),
    properties: new Models.PropertyRepository(
      Object.entries(properties).map(([key, value]) => new Models.Property(`agent-fleet:${key}`, value)),
    ),
  });
}

/** `pkg:oci` names the last part of the repository, and the rest by a qualifier (purl-spec, types/oci). */
function ociUrl(repository: string, tag: string | undefined, digest: string | undefined): string {
  const name = repository.split('/').at(-1) ?? repository;
  const version = digest === undefined ? '' : `@${encodeURIComponent(digest)}`;
  const qualifiers = [`repository_url=${encodeURIComponent(repository)}`, ...(tag === undefined ? [] : [`tag=${encodeURIComponent(tag)}`])];
  return `pkg:oci/${encodeURIComponent(name)}${version}?${qualifiers.join('&')}`;
}

/** The model of each pool, what drafts for it, and its adapters; each once with each of its revisions. */
function weightsOf(pools: Materials['pools']): Weights[] {
  const found = new Map<string, { readonly repository: string; readonly revision: string | undefined; readonly usedBy: string[] }>();
  for (const { model, engineOptions, path } of pools) {
    const adapters = (engineOptions.adapters ?? []).map(({ source }) => source);
    const drafter = engineOptions.speculative?.checkpoint;
    for (const repository of [model.checkpoint ?? model.huggingFaceId, ...(drafter == null ? [] : [drafter]), ...adapters]) {
      const revision = own(model.revisions, repository);
      const key = `${repository} ${revision ?? ''}`;
      found.set(key, { repository, revision, usedBy: [...(found.get(key)?.usedBy ?? []), path] });
    }
  }
  return [...found].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, weights]) => weights);
}
