/** Which image is pulled in place of another: by registry, by a part of its name, or every image. */
import { z } from 'zod';
import { notion } from '../notion';
import { isImageRepository } from './image-reference';
import { registryMirror } from './registry-mirror';

/** Images whose names begin with `from` are pulled from `to`. */
export interface MirrorRule {
  /** Registry, with a path where only a part of it is meant, e.g. `docker.io` or `ghcr.io/berriai`; `*` stands for every other image. */
  readonly from: string;
  /** Registry and path that take its place, e.g. `registry.internal/docker`. */
  readonly to: string;
}

const EVERY = '*';

const isRegistry = (text: string): boolean =>
  isImageRepository(`${text}/image`) && /[.:]|^localhost(?:\/|$)/.test(text.split('/')[0] ?? '');

const mirrorSource = notion(
  'mirrored registry',
  "host[:port][/path] of a registry as images name it, without a slash at the end, e.g. 'docker.io', or '*'",
  (text) => text === EVERY || isRegistry(text),
);

const ruleSchema = z
  .strictObject({ from: mirrorSource, to: registryMirror })
  .refine(({ from, to }) => from !== to, { error: 'expected another registry than from', path: ['to'] });

/** One registry for every image, or rules. */
export const imageMirrorSchema = z.union([
  registryMirror,
  z
    .array(ruleSchema)
    .min(1, { error: 'expected at least one rule' })
    .refine((rules) => new Set(rules.map(({ from }) => from)).size === rules.length, { error: 'expected each from once' }),
]);

/** One registry stands for a rule about every image. */
export const mirrorRules = (mirror: string | readonly MirrorRule[] | undefined): readonly MirrorRule[] =>
  mirror === undefined ? [] : typeof mirror === 'string' ? [{ from: EVERY, to: mirror }] : mirror;

const DOCKER_HUB = 'docker.io';

/** The whole name of an image: `nginx:1` is `docker.io/library/nginx:1`. */
export function wholeName(reference: string): string {
  const [first = '', ...rest] = reference.split('/');
  if (rest.length === 0) return `${DOCKER_HUB}/library/${reference}`;
  if (!/[.:]|^localhost$/.test(first)) return `${DOCKER_HUB}/${reference}`;
  return first === DOCKER_HUB && rest.length === 1 ? `${DOCKER_HUB}/library/${rest[0]}` : reference;
}

/** The image that is pulled in its place; the rule with the longest `from` counts, tag and digest stay. */
export function mirroredImage(reference: string, rules: readonly MirrorRule[]): string {
  const name = wholeName(reference);
  const named = rules.filter(({ from }) => from !== EVERY && startsWith(name, from)).sort((a, b) => b.from.length - a.from.length)[0];
  if (named !== undefined) return `${named.to}${name.slice(named.from.length)}`;
  const every = rules.find(({ from }) => from === EVERY);
  // What is in that registry already is pulled as it is written.
  if (every === undefined || registryOf(name) === registryOf(every.to)) return reference;
  return `${every.to}${name.slice(registryOf(name).length)}`;
}

/** Parts of a name are compared whole: `ghcr.io/org` is not the beginning of `ghcr.io/organisation`. */
const startsWith = (name: string, from: string): boolean =>
  name.startsWith(from) && /^(?:$|[/:@])/.test(name.slice(from.length)) && !isPort(name, from);

/** `localhost` is not the registry `localhost:5000`. */
const isPort = (name: string, from: string): boolean => !from.includes('/') && name[from.length] === ':';

const registryOf = (name: string): string => name.split('/')[0] ?? '';
