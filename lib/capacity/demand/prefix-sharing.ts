/** A prompt that all sessions of a replica share is held once. A credit that has to be declared: nothing here assumes it. */
import { z } from 'zod';
import { checkArguments, quantity } from '../../core/checked';
import type { RoleDemand } from './role-demand';

/** Tokens in the pool: sessions × (context − shared), and the shared prefix once per replica. */
export function tokensWithSharedPrefix(
  demand: Pick<RoleDemand, 'sessions' | 'contextTokens'>,
  sharedTokens: number,
  replicas: number,
): number {
  const demandSchema = z.looseObject({ sessions: quantity, contextTokens: quantity });
  checkArguments(
    'tokensWithSharedPrefix',
    { demand: demandSchema, sharedTokens: z.number(), replicas: quantity },
    { demand, sharedTokens, replicas },
  );
  const shared = Math.min(Math.max(0, sharedTokens), demand.contextTokens);
  return demand.sessions * (demand.contextTokens - shared) + shared * Math.min(replicas, demand.sessions);
}
