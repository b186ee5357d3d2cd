/** Pods run the images of the plan and no others. */
import { parseImage } from '../../core/kubernetes/image-reference';
import type { WrittenWorkload } from '../namespace-pods/written-workload';
import type { AdmissionTerms } from './admission-props';
import { celValue, type Validation, validation } from './cel';

/** Repositories whose images are run, and those of them that the plan pins by digest. */
export interface PlannedImages {
  readonly repositories: readonly string[];
  readonly pinned: readonly string[];
  /** Images that are known only at apply, as a whole. */
  readonly unread: readonly string[];
}

export function plannedImages(workloads: readonly WrittenWorkload[], { images, databaseStarter }: AdmissionTerms): PlannedImages {
  const written = workloads.flatMap(({ pods }) =>
    pods.flatMap(({ pod }) => [...pod.containers, ...pod.initContainers].map(({ image }) => image)),
  );
  const started = workloads.some(({ kind }) => kind === 'Cluster') ? [databaseStarter] : [];
  const parsed = [...written, ...started].map((image) => ({ image, parts: parseImage(image) }));
  const read = parsed.flatMap(({ parts }) => (parts === null ? [] : [parts]));
  const repositories = distinct([...read.map(({ repository }) => repository), ...images]);
  const byTag = new Set([...read.flatMap(({ repository, digest }) => (digest === undefined ? [repository] : [])), ...images]);
  return {
    repositories,
    pinned: repositories.filter((one) => !byTag.has(one)),
    unread: distinct(parsed.flatMap(({ image, parts }) => (parts === null && image !== '' ? [image] : []))),
  };
}

export function imageRules({ repositories, pinned, unread }: PlannedImages): Validation[] {
  const ofRepository = `${celValue(repositories)}.exists(r, c.image == r || c.image.startsWith(r + ':') || c.image.startsWith(r + '@'))`;
  const known = unread.length === 0 ? ofRepository : `(${ofRepository} || c.image in ${celValue(unread)})`;
  const rules = [validation('a container runs an image of the plan', `variables.containers.all(c, ${known})`)];
  if (pinned.length === 0) return rules;
  const byDigest = `variables.containers.all(c, c.image.contains('@sha256:') || !${celValue(pinned)}.exists(r, c.image == r || c.image.startsWith(r + ':')))`;
  return [...rules, validation('an image that the plan pins is named by a digest', byDigest)];
}

const distinct = (texts: readonly string[]): string[] => [...new Set(texts)].sort();
