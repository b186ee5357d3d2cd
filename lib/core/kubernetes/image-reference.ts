import { notion } from '../notion';

export interface ImageReference {
  /** Registry and path, without tag and digest. */
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

const MAX = 512;
/** Grammar of the distribution project: reference.go, path components in lower case. */
const COMPONENT = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const HOST = /^[A-Za-z0-9](?:[-A-Za-z0-9.]*[A-Za-z0-9])?(?::\d{1,5})?$/;
const TAG = /^[A-Za-z0-9_][-A-Za-z0-9_.]{0,127}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** The parts of an image reference; null where it is none. */
export function parseImage(text: string): ImageReference | null {
  if (text.length > MAX) return null;
  const [named = '', digest, ...more] = text.split('@');
  const colon = named.lastIndexOf(':');
  const tagged = colon > named.lastIndexOf('/');
  const repository = tagged ? named.slice(0, colon) : named;
  const tag = tagged ? named.slice(colon + 1) : undefined;
  const valid = isRepository(repository) && (tag === undefined || TAG.test(tag)) && (digest === undefined || DIGEST.test(digest));
  return valid && more.length === 0 ? { repository, tag, digest } : null;
}

/** The first part is a registry when it has a dot, a port, or is localhost; the rest are components of a path. */
function isRepository(text: string): boolean {
  const [first = '', ...rest] = text.split('/');
  const registry = rest.length > 0 && /[.:]|^localhost$/.test(first);
  return (registry ? HOST.test(first) : COMPONENT.test(first)) && rest.every((part) => COMPONENT.test(part));
}

/** An image that is deployed as it is written. */
export const imageReference = notion(
  'image',
  'an image with a tag or digest, e.g. registry.example.com/agents:1.4.2',
  (text) => (parseImage(text)?.tag ?? parseImage(text)?.digest) !== undefined,
);

/** How an image is written whose tag follows from something else. */
export const IMAGE_REPOSITORY = 'a registry and repository without tag and digest, e.g. registry.example.com/team/engine';

export function isImageRepository(text: string): boolean {
  const image = parseImage(text);
  return image !== null && image.tag === undefined && image.digest === undefined;
}
