/** What a capacity rule sees: one pool measured at its floor and, where declared, at its peak. */
import type { Rule } from '../../core/rule';
import type { ReplicaSpec } from '../replica-spec';
import { type Balance, balanceAtFloor, balanceAtPeak } from './balance';
import type { PoolInput } from './pool-input';

export interface Assessment {
  readonly input: PoolInput;
  readonly floor: Balance;
  readonly peak: Balance | null;
}

/** A rule about one pool. */
export type PoolRule = Rule<Assessment>;

/** A rule about the shape of a replica alone, which needs no pool. */
export type ReplicaRule = Rule<{ readonly input: { readonly replica: ReplicaSpec } }>;

export function assess(input: PoolInput): Assessment {
  return { input, floor: balanceAtFloor(input), peak: balanceAtPeak(input) };
}

/** At the floor, and at the peak where one is declared. */
export const balancesOf = ({ floor, peak }: Assessment): readonly Balance[] => [floor, ...(peak === null ? [] : [peak])];

/** Planned sessions of one replica at the floor. */
export const sessionsPerReplica = ({ floor }: Assessment): number => Math.ceil(floor.sessions / Math.max(1, floor.input.replicas));
