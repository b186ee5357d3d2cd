/** Node pools that pods without GPUs name. Seldom: a cluster that is drawn without node pools has none of that name, and refuses it. */
import type { Arbitrary } from 'fast-check';
import { oneIn, pick } from './odd';

export const cpuNodes: Arbitrary<readonly string[] | undefined> = oneIn(40, pick(['cpu']));
