import type { PoolPlan } from '../plan/sections/pool';

/** What is not known of a pool, in the words of its plan: facts, and findings by their codes. */
export const notKnownOf = ({ missing, doubts = [] }: PoolPlan): string[] => [
  ...missing,
  ...(doubts.length === 0 ? [] : [`whether it starts and serves as asked (${doubts.join(', ')})`]),
];
