/** A prompt that all sessions of a replica share is held once. A credit that has to be declared: nothing here assumes it. */
import type { RoleDemand } from './role-demand';

/** Tokens in the pool: sessions × (context − shared), and the shared prefix once per replica. */
export function tokensWithSharedPrefix(
  demand: Pick<RoleDemand, 'sessions' | 'contextTokens'>,
  sharedTokens: number,
  replicas: number,
): number {
  const shared = Math.min(Math.max(0, sharedTokens), demand.contextTokens);
  return demand.sessions * (demand.contextTokens - shared) + shared * Math.min(replicas, demand.sessions);
}
