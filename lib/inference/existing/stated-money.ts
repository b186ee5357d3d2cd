/** What a pool of somebody else costs its fleets: the tokens that they ask, at the price that is stated. */
import { atPoints } from '../../economics/cost-points';
import { type TokenMoney, tokenMoney } from '../../economics/token-money';
import { tokensOf } from '../../economics/traffic-tokens';
import type { PoolDemand } from '../pool-demand';
import type { PoolMoney } from '../pool-money';
import type { ExistingTerms } from './existing-pool-props';

/** The pool counts as one replica. */
export function statedMoney(terms: Pick<ExistingTerms, 'costPerMillionTokens'>, demand: PoolDemand): PoolMoney {
  return {
    ...askedMoney(terms, demand),
    replicas: atPoints(() => 1),
    replicasByHour: null,
    tokens: tokensOf(demand.traffic ?? []),
    writesPerSecond: null,
    use: null,
  };
}

/** What is asked costs; the same for one role of those that ask. */
export function askedMoney(
  { costPerMillionTokens }: Pick<ExistingTerms, 'costPerMillionTokens'>,
  { planned, peak, traffic = [] }: Pick<PoolDemand, 'planned' | 'peak' | 'traffic'>,
): TokenMoney {
  return tokenMoney(costPerMillionTokens ?? null, {
    planned: planned.map(({ rate = null }) => rate),
    peak: peak.map(({ rate = null }) => rate),
    mean: traffic.map(({ rate }) => rate),
  });
}
