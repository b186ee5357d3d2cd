import { notion } from '../notion';

/** What every release of Kubernetes takes; 1.34 takes more, but shells and the programs in the images do not read it. */
const NAME = /^[-._a-zA-Z][-._a-zA-Z0-9]*$/;
const MAX = 1024;

/** Name of an environment variable. */
export const envName = notion(
  'environment variable',
  'the name of an environment variable: letters, digits, underscores, dashes and dots, not beginning with a digit',
  (text) => text.length <= MAX && NAME.test(text) && text !== '.' && !text.startsWith('..'),
);
