/** How the context of a session grows, and what keeps it small: the p95 of a role is what its pool has to hold, not its first turn. */

import { z } from 'zod';
import { checkArguments, divisor, quantity } from '../../core/checked';
import { freeText } from '../../core/notion';

/** One multi-turn role. All figures are tokens. */
export interface ContextGrowth {
  /** System prompt and tool definitions. */
  readonly baseTokens: number;
  readonly turns: number;
  /** Input and output of one turn. */
  readonly tokensPerTurn: number;
  /**
   * Tool calls of the whole session.
   * @default 0
   */
  readonly toolCalls?: number;
  /**
   * What one tool result adds and keeps.
   * @default 500
   */
  readonly tokensPerToolCall?: number;
}

/** What bounds the growth. */
export type ContextBound =
  /** The oldest tokens are dropped at the limit. */
  | { readonly kind: 'sliding-window'; readonly limitTokens: number }
  /** Every `everyTokens` older tokens become a summary of `summaryTokens`; recent ones stay. */
  | { readonly kind: 'summarize'; readonly everyTokens: number; readonly summaryTokens: number }
  /** Sessions beyond the cap move to a pool for long sessions. */
  | { readonly kind: 'long-pool'; readonly capTokens: number; readonly pool: string };

export const growthSchema = z.looseObject({
  baseTokens: quantity,
  turns: quantity,
  tokensPerTurn: quantity,
  toolCalls: quantity.optional(),
  tokensPerToolCall: quantity.optional(),
});

export const strategySchema = z.union([
  z.looseObject({ kind: z.literal('sliding-window'), limitTokens: quantity }),
  z.looseObject({ kind: z.literal('summarize'), everyTokens: divisor, summaryTokens: quantity }),
  z.looseObject({
    kind: z.literal('long-pool'),
    capTokens: quantity,
    pool: freeText('the pool for long sessions is only named', { empty: true }),
  }),
]);

const checkGrowthArgument = (name: string, growth: ContextGrowth, strategy?: ContextBound): void =>
  checkArguments(name, { growth: growthSchema, strategy: strategySchema.optional() }, { growth, strategy });

/** Tokens that one tool call leaves in the context, where nothing else is known. */
const TOOL_RESULT_TOKENS = 500;

/** base + turns × tokens + tool calls × result. */
export function contextAfter(growth: ContextGrowth): number {
  checkGrowthArgument('contextAfter', growth);
  const results = (growth.toolCalls ?? 0) * (growth.tokensPerToolCall ?? TOOL_RESULT_TOKENS);
  return growth.baseTokens + growth.turns * growth.tokensPerTurn + results;
}

/** Context that the pool has to hold under a strategy. */
export function plannedContext(growth: ContextGrowth, strategy?: ContextBound): number {
  checkGrowthArgument('plannedContext', growth, strategy);
  const tokens = contextAfter(growth);
  switch (strategy?.kind) {
    case 'sliding-window':
      return Math.min(tokens, strategy.limitTokens);
    case 'long-pool':
      return Math.min(tokens, strategy.capTokens);
    case 'summarize':
      return summarized(growth, strategy.everyTokens, strategy.summaryTokens, tokens);
    case undefined:
      return tokens;
  }
}

/**
 * Full blocks of history shrink to summaries; what is left of the last block stays as it is. A session is longest right before a block shrinks, with the
 * summaries of those before it.
 */
function summarized({ baseTokens }: ContextGrowth, every: number, summary: number, tokens: number): number {
  const history = Math.max(0, tokens - baseTokens);
  const blocks = Math.floor(history / every);
  const atEnd = baseTokens + blocks * summary + (history - blocks * every);
  return blocks === 0 ? atEnd : Math.max(atEnd, baseTokens + (blocks - 1) * summary + every);
}

/** Model calls that a strategy adds to a session: one for every summary. */
export function callsForStrategy(growth: ContextGrowth, strategy?: ContextBound): number {
  checkGrowthArgument('callsForStrategy', growth, strategy);
  if (strategy?.kind !== 'summarize') return 0;
  return Math.floor(Math.max(0, contextAfter(growth) - growth.baseTokens) / strategy.everyTokens);
}

/** Tokens that all sessions of a role together add in a minute: turns with their tool results. */
export function growthPerMinute(growth: ContextGrowth, sessions: number, turnsPerMinute: number): number {
  checkArguments(
    'growthPerMinute',
    { growth: growthSchema, sessions: quantity, turnsPerMinute: quantity },
    { growth, sessions, turnsPerMinute },
  );
  return growth.turns === 0 ? 0 : (sessions * turnsPerMinute * (contextAfter(growth) - growth.baseTokens)) / growth.turns;
}

/** Minutes until a pool is full when its sessions together grow by a number of tokens a minute; infinite when they do not grow. */
export function minutesToFull(poolTokens: number, tokensPerMinute: number): number {
  checkArguments('minutesToFull', { poolTokens: quantity, tokensPerMinute: z.number() }, { poolTokens, tokensPerMinute });
  return tokensPerMinute <= 0 ? Number.POSITIVE_INFINITY : poolTokens / tokensPerMinute;
}
