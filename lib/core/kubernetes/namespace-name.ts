import { notion } from '../notion';
import { isDnsLabel } from './dns-label';

/** Name of a namespace. */
export const namespaceName = notion('namespace', 'a namespace name: lower-case letters, digits and dashes, at most 63', isDnsLabel);
