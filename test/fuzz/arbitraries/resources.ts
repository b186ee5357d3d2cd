/** CPU and memory of a pod. */
import type * as fc from 'fast-check';
import { type Mostly, pick, props } from './odd';

export const anyResources = (mostly: Mostly, memory: readonly string[] = ['4Gi', '6Gi', '8589934592']): fc.Arbitrary<object> =>
  props(mostly, 2, { cpu: pick('2', '1500m', '4'), memory: pick(...memory) });
