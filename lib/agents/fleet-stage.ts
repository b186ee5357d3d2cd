/**
 * How far a fleet has grown: one GPU; replicas that keep their sessions; pools by role with a queue and scaling; hardened. Each stage needs those before it.
 * The stages and their sessions are published advice for teams that begin with one engine (2026-03).
 */
import type { FleetView } from './fleet-view';
import { poolsOfRole } from './role-context';

export type StageNumber = 1 | 2 | 3 | 4;

export interface FleetStage {
  readonly number: StageNumber;
  /** Sessions of the plan, or of its peak where that is more. */
  readonly sessions: number;
  /** What the next stage adds, in words; empty at the last. */
  readonly nextAdds: readonly string[];
}

interface Step {
  readonly stage: 2 | 3 | 4;
  readonly adds: string;
  isTaken(fleet: FleetView): boolean;
}

/** Sessions that a stage is meant for; of the last there is no bound. */
export const MOST_SESSIONS: Readonly<Record<1 | 2 | 3, number>> = { 1: 50, 2: 250, 3: 1_000 };

const pools = ({ roles }: FleetView) => [...new Map(roles.flatMap(poolsOfRole).map((pool) => [pool.path, pool])).values()];
const hasSecondReplica = ({ roles }: FleetView): boolean =>
  roles.some(({ pool, furtherPools }) => [pool, ...furtherPools].reduce((sum, { maxReplicas }) => sum + maxReplicas, 0) > 1);
const keepsSessions = ({ roles, setting }: FleetView): boolean =>
  roles.some(({ name }) => setting.passOf?.(name)?.hops.some(({ hop }) => hop === 'session proxy') === true);

const STEPS: readonly Step[] = [
  { stage: 2, adds: 'a second replica', isTaken: hasSecondReplica },
  { stage: 2, adds: 'a router that keeps sessions on their replicas', isTaken: keepsSessions },
  { stage: 2, adds: 'a session store', isTaken: ({ setting }) => setting.hasSessionStore === true },
  { stage: 3, adds: 'a pool for each kind of role', isTaken: (fleet) => fleet.roles.length === 1 || pools(fleet).length > 1 },
  { stage: 3, adds: 'a queue before the agents', isTaken: ({ spec }) => spec.runtime.consumes !== undefined },
  { stage: 3, adds: 'scaling of a pool', isTaken: (fleet) => pools(fleet).some(({ spec }) => spec.scaling !== undefined) },
  { stage: 4, adds: 'guardrails at the router', isTaken: ({ setting }) => setting.isGuarded?.() === true },
  { stage: 4, adds: 'tracing', isTaken: ({ setting }) => setting.isTraced?.() === true },
  { stage: 4, adds: 'an ObservabilityStack', isTaken: ({ setting }) => setting.isWatched?.() === true },
];

export function stageOf(fleet: FleetView): FleetStage {
  const open = STEPS.filter((step) => !step.isTaken(fleet));
  const next = Math.min(5, ...open.map(({ stage }) => stage));
  return {
    number: (next - 1) as StageNumber,
    sessions: Math.max(...[fleet.planned, fleet.peak].map((placed) => placed.reduce((sum, { demand }) => sum + demand.sessions, 0))),
    nextAdds: open.filter(({ stage }) => stage === next).map(({ adds }) => adds),
  };
}
