/** What a role plans for one session: its context under its strategy, and one request as the latency formulas read it. */
import { type ContextBound, type ContextGrowth, contextAfter, plannedContext } from '../capacity/demand/context-growth';
import type { RequestRate } from '../capacity/demand/role-demand';
import type { RoleRequest } from '../capacity/latency/role-latency';
import type { PoolView } from '../inference/pool-view';
import { definedOnly } from '../terraform/defined-only';
import type { RoleProps } from './role-props';

/** A role with the pools that serve it. */
export interface PlacedRole {
  readonly name: string;
  readonly props: RoleProps;
  readonly pool: PoolView;
  /** Pools that answer beside it, behind the same alias. */
  readonly furtherPools: readonly PoolView[];
  /** Pool of its long sessions; null where it has none. */
  readonly longPool: PoolView | null;
  /** Pool that takes the role over, and its share of the requests; null where none does. */
  readonly rollout: { readonly pool: PoolView; readonly share: number } | null;
}

export function growthOf({ props: { growth } }: PlacedRole): ContextGrowth | undefined {
  if (growth === undefined) return undefined;
  const { minutes, turnsPerMinute, turns, ...rest } = growth;
  return { ...definedOnly(rest), turns: turns ?? Math.ceil((minutes ?? 0) * (turnsPerMinute ?? 0)) };
}

/** The pool of long sessions by its name, as findings say it. */
export function strategyOf({ props: { contextStrategy }, longPool }: PlacedRole): ContextBound | undefined {
  const boundary = contextStrategy?.boundary;
  return boundary?.kind === 'long-pool' ? { kind: 'long-pool', capTokens: boundary.capTokens, pool: longPool?.name ?? '' } : boundary;
}

/** Context of a session on the pool of its role, tokens. What follows from growth ends at the pool's cap: beyond it AF-CAP-009 applies. */
export function contextOf(role: PlacedRole): number {
  return role.props.contextTokens ?? Math.min(grownContext(role) ?? 0, role.pool.spec.maxContextTokens);
}

/** Context that growth or measurement ask for under the strategy; null where neither is given. */
export function grownContext(role: PlacedRole): number | null {
  const [growth, strategy] = [growthOf(role), strategyOf(role)];
  if (growth !== undefined) return plannedContext(growth, strategy);
  const p95 = role.props.measuredContext?.p95Tokens;
  return p95 === undefined ? null : plannedContext({ baseTokens: p95, turns: 0, tokensPerTurn: 0 }, strategy);
}

/** The longest session before any strategy, tokens; null where it is not given. */
export function longestOf(role: PlacedRole): number | null {
  const growth = growthOf(role);
  if (growth !== undefined) return contextAfter(growth);
  return role.props.measuredContext?.maxTokens ?? role.props.measuredContext?.p95Tokens ?? null;
}

/** One request: as declared, else as the conversations make it; undefined where it is not given. */
export function requestOf(role: PlacedRole, rate?: RequestRate): RoleRequest | undefined {
  const { request, sharedPrefixTokens = 0 } = role.props;
  if (request === undefined) {
    return rate === undefined
      ? undefined
      : {
          inputTokens: rate.inputTokens,
          cachedTokens: cachedOf(rate.cachedInputTokens ?? 0, rate.inputTokens),
          outputTokens: rate.outputTokens,
        };
  }
  const inputTokens = request.inputTokens ?? Math.max(1, contextOf(role) - request.outputTokens);
  return {
    inputTokens,
    cachedTokens: cachedOf(request.cachedTokens ?? sharedPrefixTokens, inputTokens),
    outputTokens: request.outputTokens,
  };
}

/** The last token of a prompt is always computed. */
const cachedOf = (cached: number, input: number) => Math.max(0, Math.min(cached, input - 1));

/** All pools that a role asks. */
export const poolsOfRole = ({
  pool,
  furtherPools,
  longPool,
  rollout,
}: Pick<PlacedRole, 'pool' | 'furtherPools' | 'longPool' | 'rollout'>): readonly PoolView[] => [
  pool,
  ...furtherPools,
  ...(longPool === null ? [] : [longPool]),
  ...(rollout === null ? [] : [rollout.pool]),
];

/** Alias under which the long sessions of a role go to their own pool. */
export const longAlias = (role: string): string => `${role}-long`;
