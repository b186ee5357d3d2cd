import type { ReplicaSpec } from '../replica-spec';
import type { ReplicaMemory } from './vllm/replica-memory';

/** How an engine divides a card between weights, its own needs and the cache: what every accounting has to answer. */
export interface Accounting {
  /** What the engine lets weights and cache take together, GiB. */
  readonly budget: (memory: ReplicaMemory, spec: ReplicaSpec) => number;
  /** Weights on one GPU where the engine stores them in a format of its own; null when its name is not known. */
  readonly weights?: (memory: ReplicaMemory, spec: ReplicaSpec) => number | null;
  /** What is missing where that is null. */
  readonly unknownWeights?: string;
  /** What is left of the budget for the cache. */
  readonly kvCache: (left: { readonly budget: number; readonly weights: number }, memory: ReplicaMemory, spec: ReplicaSpec) => number;
  /** How far it may be off, GiB: few start-up logs were compared, or none, so all of it counts. One figure where that is as much on both sides. */
  readonly bandGiB: (memory: ReplicaMemory, spec: ReplicaSpec) => number | readonly [below: number, above: number];
}
