/** The pools that a fleet asks. */
import type { LatencyClass } from '../catalog/latency-class';
import { type HeldTargets, heldTargets, strictestTargets } from '../catalog/latency-targets';
import type { IInferencePool } from '../inference/contract';
import type { AgentFleetSpec } from './agent-fleet-props';
import type { RoleProps } from './role-props';

/** Alias under which the agents ask for embeddings. */
export const EMBEDDINGS_ALIAS = 'embeddings';

/** Alias under which the agents ask for documents to be ranked. */
export const RERANKER_ALIAS = 'reranker';

/** From the class that waits least to the one that waits longest. */
const LATENCY_ORDER: readonly LatencyClass[] = ['voice', 'chat', 'background'];

export type Roles = Readonly<Record<string, RoleProps>>;

/** Pools of a role, that of its long sessions, and the one that takes over. */
const poolsOf = ({ pool, furtherPools = [], contextStrategy, rollout }: RoleProps): IInferencePool[] =>
  [pool, ...furtherPools, contextStrategy?.longPool, rollout?.to].filter((one) => one !== undefined);

/** Pools that agents ask beside their roles, by their aliases. */
export function encodersOf({ embeddings, reranker }: Pick<AgentFleetSpec, 'embeddings' | 'reranker'>) {
  return [
    ...(embeddings === undefined ? [] : [{ alias: EMBEDDINGS_ALIAS, pool: embeddings }]),
    ...(reranker === undefined ? [] : [{ alias: RERANKER_ALIAS, pool: reranker }]),
  ];
}

/** Each once. */
export function poolsOfFleet(roles: Roles, encoders: Pick<AgentFleetSpec, 'embeddings' | 'reranker'>): readonly IInferencePool[] {
  const serving = Object.values(roles).flatMap((role) => poolsOf(role));
  return [...new Set([...serving, ...encodersOf(encoders).map(({ pool }) => pool)])];
}

/** Roles whose long sessions have a pool of their own, with that pool. */
export function longRoles(roles: Roles): (readonly [role: string, pool: IInferencePool])[] {
  return Object.entries(roles).flatMap(([role, { contextStrategy }]) => {
    const pool = contextStrategy?.longPool;
    return pool === undefined ? [] : [[role, pool] as const];
  });
}

/** The strictest latency class of the roles on a pool. */
export function strictestLatency(roles: Roles, pool: IInferencePool): LatencyClass {
  const classes = rolesOn(roles, pool).map((role) => role.latency ?? 'background');
  return LATENCY_ORDER.find((latency) => classes.includes(latency)) ?? 'background';
}

/** Of each latency target the strictest that a role on a pool asks, itself or by its class. */
export const strictestTargetsOn = (roles: Roles, pool: IInferencePool): HeldTargets =>
  strictestTargets(rolesOn(roles, pool).map(({ latency = 'background', latencyTargets }) => heldTargets(latency, latencyTargets)));

const rolesOn = (roles: Roles, pool: IInferencePool): RoleProps[] => Object.values(roles).filter((role) => poolsOf(role).includes(pool));
