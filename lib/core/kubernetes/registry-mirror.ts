import { notion } from '../notion';
import { isImageRepository } from './image-reference';

/** Host of a registry, with a port and a path where it has some; image names are put behind it. */
export const registryMirror = notion(
  'registry mirror',
  "host[:port][/path] without scheme and without a slash at the end, e.g. 'registry.internal/mirror'",
  // Any component behind it makes the first part a registry.
  (text) => isImageRepository(`${text}/image`) && /[.:]|^localhost(?:\/|$)/.test(text.split('/')[0] ?? ''),
);
