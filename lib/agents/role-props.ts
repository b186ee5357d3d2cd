import { z } from 'zod';
import type { ContextPercentiles } from '../capacity/demand/context-percentiles';
import type { DayCurveName } from '../capacity/demand/day-curve';
import { MOST } from '../capacity/limits';
import type { LatencyClass } from '../catalog/latency-class';
import { type LatencyTargets, latencyTargetsSchema, targetsFollowClass } from '../catalog/latency-targets';
import { type Region, regionSchema } from '../catalog/region';
import { alsoCalled } from '../core/meant';
import { routeAlias } from '../core/route-alias';
import { branded, wholeNumber } from '../core/schema';
import { type ApiPriceProps, apiPriceSchema } from '../economics/crossover';
import { type IInferencePool, isInferencePool } from '../inference/contract';
import { ContextStrategy } from './context-strategy';
import { ENCODERS, type EncoderCallsProps, encoderCallsSchema } from './encoder-calls';
import { Retention } from './retention';

/** The next pool of a role, and how much of its traffic it answers. */
export interface RoleRolloutProps {
  /** Pool that takes over. */
  readonly to: IInferencePool;
  /** Share of the requests that it answers, above 0 and below 1. */
  readonly share: number;
}

/** Props of a role: which pool serves it, how much context its sessions hold, what its requests look like, who waits for them. */
export interface RoleProps {
  /** Pool that serves this role. Several roles, and several fleets, may share one. */
  readonly pool: IInferencePool;
  /**
   * Further pools of the same model behind the alias of the role, e.g. of a smaller GPU on spot nodes: each answers the part of the requests that its share of
   * the KV cache is at the ceilings of all of them, and the plan holds each against that part.
   * @default - `pool` answers alone
   */
  readonly furtherPools?: readonly IInferencePool[];
  /**
   * Moves the role to another pool step by step, e.g. to a new model or a new version of the engine: `{ to: green, share: 0.1 }`. The pool of the role stays planned for all sessions, so
   * that the way back is open at any time, and the other one is planned for its share of them. The last step is `pool: green` without `rollout`.
   * @default - all sessions are on the pool of the role
   */
  readonly rollout?: RoleRolloutProps;
  /**
   * LoRA adapter of the pool that answers the role (`adapters` of the pool), by its name: the alias of the role leads to it in place of the model.
   * @default - the model itself
   */
  readonly adapter?: string;
  /**
   * Context that one session of this role holds at its longest, tokens: prompt, history, tool results and answer.
   * @default - what follows from `growth`, or the p95 of `measuredContext`; one of the three is needed
   */
  readonly contextTokens?: number;
  /**
   * How the context of a session grows over its turns.
   * @default - unknown: `contextTokens` is planned as it is given
   */
  readonly growth?: RoleGrowth;
  /**
   * What keeps a growing context small, e.g. `ContextStrategy.slidingWindow({ limitTokens: 16_384 })`.
   * @default - nothing: a session that outgrows its pool is refused
   */
  readonly contextStrategy?: ContextStrategy;
  /**
   * Contexts as you measured them. The p95 is planned; what is longer needs a `contextStrategy` where the pool does not admit it.
   * @default - unknown
   */
  readonly measuredContext?: ContextPercentiles;
  /**
   * First tokens that all sessions of the role share byte by byte, as a system prompt and tool definitions: held once on every replica.
   * @default 0
   */
  readonly sharedPrefixTokens?: number;
  /**
   * Agents of this role at work in each workflow.
   * @default 1
   */
  readonly instances?: number;
  /**
   * Conversations a day that the role answers, in place of sessions from the workflows: the quietest hour must fit on the replicas that are always
   * there, the busiest with its burst on those that scaling may reach.
   * @default - the sessions follow from topology and concurrentWorkflows
   */
  readonly conversations?: RoleConversations;
  /**
   * One request of the role: what its latency class is judged by and, with `perMinute`, its tokens per second.
   * @default - for roles with `conversations` what follows from them; else unknown
   */
  readonly request?: RoleRequestProps;
  /**
   * Who waits for the answer: `voice` 200 ms for the model's whole answer, `chat` 500 ms for its first token, where `latencyTargets` say nothing else. A voice is refused when the estimate is
   * later (AF-LAT-001), a chat when not even the good end of its range is soon enough (AF-LAT-002); what may still be late is a warning.
   * @default 'background'
   */
  readonly latency?: LatencyClass;
  /**
   * How soon users want answers where that is not as their class asks, e.g. `{ ttftMs: 2_000, tpotMs: 40 }` or `{ e2eMs: 20_000 }`: the pool is judged by it
   * (AF-LAT-001, AF-LAT-002, AF-LAT-006; below what the card could do AF-LAT-007), scaled by it, and watched by it. Of several roles on a pool the strictest of
   * each figure counts. The class still says who comes first: priorities, the queue, whether a pool may sleep.
   * @default - what the class asks
   */
  readonly latencyTargets?: LatencyTargets;
  /**
   * An API whose model could do the work of this role as well: the plan says what it would cost beside the pool, and where it is cheaper
   * (AF-COST-004, AF-RTE-006). Compare models of one class of quality.
   * @default - the external model that takes over from the role in the router, where it has a price
   */
  readonly apiAlternative?: ApiPriceProps;
  /**
   * Region that the data of this role may not leave, e.g. `Region.GERMANY`; inside that of the fleet and the cluster. Whatever its requests and the pods of the
   * agents can reach lies inside, or the synthesis fails with the path that leaves (AF-RES-001).
   * @default - that of the fleet
   */
  readonly dataResidency?: Region;
  /**
   * Agents of the role run code that a model wrote. The fleet then needs a `ToolSandbox` among its `services` (AF-SEC-001).
   * @default false
   */
  readonly executesCode?: boolean;
  /**
   * How often the role asks the pool of the fleet's `embeddings`, e.g. `{ perRequest: 2, tokens: 300 }`: tokens per second that the pool must read.
   * @default - nobody says: nothing is asked of that pool
   */
  readonly embeddingCalls?: EncoderCallsProps;
  /**
   * How often the role asks the pool of the fleet's `reranker`, e.g. `{ perRequest: 1, texts: 50, tokens: 400 }`.
   * @default - nobody says: nothing is asked of that pool
   */
  readonly rerankCalls?: EncoderCallsProps;
}

/** base + turns × tokens per turn + tool calls × result. */
export interface RoleGrowth {
  /** System prompt and tool definitions, tokens. */
  readonly baseTokens: number;
  /**
   * Turns of a session.
   * @default - `minutes` × `turnsPerMinute`
   */
  readonly turns?: number;
  /**
   * Length of a session, minutes; needs `turnsPerMinute`.
   * @default - `turns` says it
   */
  readonly minutes?: number;
  /**
   * Turns of one session in a minute; lets a refusal say when the pool would be full.
   * @default - unknown
   */
  readonly turnsPerMinute?: number;
  /** Input and output of one turn, tokens. */
  readonly tokensPerTurn: number;
  /**
   * Tool calls of the whole session.
   * @default 0
   */
  readonly toolCalls?: number;
  /**
   * What one tool result adds and keeps, tokens.
   * @default 500
   */
  readonly tokensPerToolCall?: number;
}

/** A role known by its conversations. */
export interface RoleConversations {
  readonly perDay: number;
  /** Turns of a conversation. */
  readonly turns: number;
  /** Input and output of one turn, tokens. */
  readonly tokensPerTurn: number;
  /** Part of `tokensPerTurn` that the model writes. */
  readonly outputTokensPerTurn: number;
  /** Until an answer is complete, seconds. */
  readonly answerSeconds: number;
  /**
   * From an answer to the next turn, seconds on average.
   * @default 0
   */
  readonly thinkSeconds?: number;
  /**
   * What becomes of the cache between turns, e.g. `Retention.seconds(60)`.
   * @default - nothing is kept: every turn computes its whole context again
   */
  readonly kept?: Retention;
  /**
   * Peak over the mean of the day.
   * @default 10
   */
  readonly burst?: number;
  /**
   * How the day spreads over its hours: a published shape, or 24 shares from midnight that add up to 1.
   * @default 'even'
   */
  readonly curve?: DayCurveName | readonly number[];
}

/** What one request of a role looks like; decides its first token and what the pool computes. */
export interface RoleRequestProps {
  /**
   * Whole prompt, tokens: system prompt, tools, history, and what is new.
   * @default - the planned context less the answer
   */
  readonly inputTokens?: number;
  /**
   * Part of the prompt that earlier requests left in the prefix cache, so that it is read and not computed. Declared, never assumed.
   * @default - `sharedPrefixTokens`
   */
  readonly cachedTokens?: number;
  /** Answer, tokens. */
  readonly outputTokens: number;
  /**
   * Requests that one session sends in a minute: makes tokens per second a ceiling beside memory.
   * @default - unknown: nothing is asked of the throughput
   */
  readonly perMinute?: number;
}

/** Calls for each request are as many as nobody knows where nobody says how often the role asks. */
export function callsFollowRequests(
  role: {
    readonly [Calls in (typeof ENCODERS)[number]['calls']]?: { readonly perRequest?: number | undefined } | undefined;
  } & { readonly request?: { readonly perMinute?: number | undefined } | undefined; readonly conversations?: unknown },
  context: z.RefinementCtx,
): void {
  if (role.request?.perMinute !== undefined || role.conversations !== undefined) return;
  for (const { calls } of ENCODERS) {
    const perRequest = role[calls]?.perRequest;
    if (perRequest === undefined) continue;
    const message = 'expected request.perMinute or conversations of the role beside it, or perMinute in its place';
    context.addIssue({ code: 'custom', message, path: [calls, 'perRequest'], input: perRequest });
  }
}

const pool = branded<IInferencePool>(isInferencePool, "an InferencePool, e.g. new InferencePool(stack, 'planner', …)");

const growthSchema = z
  .strictObject({
    baseTokens: wholeNumber(0, MOST),
    turns: wholeNumber(1, MOST).optional(),
    minutes: z.number().positive().max(MOST).optional(),
    turnsPerMinute: z.number().positive().max(MOST).optional(),
    tokensPerTurn: wholeNumber(1, MOST),
    toolCalls: wholeNumber(0, MOST).optional(),
    tokensPerToolCall: wholeNumber(0, MOST).optional(),
  })
  .refine(({ turns, minutes }) => (turns === undefined) !== (minutes === undefined), {
    error: 'expected either turns or minutes',
    path: ['turns'],
  })
  .refine(({ minutes, turnsPerMinute }) => minutes === undefined || turnsPerMinute !== undefined, {
    error: 'expected turnsPerMinute beside minutes',
    path: ['turnsPerMinute'],
  });

const percentilesSchema = z
  .strictObject({ p50Tokens: wholeNumber(1, MOST), p95Tokens: wholeNumber(1, MOST), maxTokens: wholeNumber(1, MOST).optional() })
  .refine(({ p50Tokens, p95Tokens }) => p50Tokens <= p95Tokens, { error: 'expected at most p95Tokens', path: ['p50Tokens'] })
  .refine(({ p95Tokens, maxTokens }) => maxTokens === undefined || maxTokens >= p95Tokens, {
    error: 'expected at least p95Tokens',
    path: ['maxTokens'],
  });

const HOURS = 24;
const DAY_SECONDS = 86_400;
/** All conversations of a day in one of its seconds. */
const MOST_BURST = 86_400;
/** Shares are given with a few digits each. */
const ROUNDING = 0.01;
const sharesSchema = z
  .array(z.number().nonnegative().max(2))
  .length(HOURS)
  .refine((shares) => Math.abs(shares.reduce((sum, share) => sum + share, 0) - 1) <= ROUNDING, {
    error: 'expected 24 shares that add up to 1',
  });

const conversationsSchema = z
  .strictObject({
    perDay: z.number().positive().max(MOST),
    turns: wholeNumber(1, MOST),
    tokensPerTurn: wholeNumber(2, MOST),
    outputTokensPerTurn: wholeNumber(1, MOST),
    answerSeconds: z.number().positive().max(DAY_SECONDS),
    thinkSeconds: z.number().nonnegative().max(DAY_SECONDS).optional(),
    kept: branded<Retention>(Retention.isRetention, 'a Retention, e.g. Retention.seconds(60)').optional(),
    burst: z.number().min(1).max(MOST_BURST).optional(),
    curve: z.union([z.enum(['even', 'business-hours', 'regional-assistant']), sharesSchema]).optional(),
  })
  .refine(({ tokensPerTurn, outputTokensPerTurn }) => outputTokensPerTurn < tokensPerTurn, {
    error: 'expected less than tokensPerTurn',
    path: ['outputTokensPerTurn'],
  });

export const requestSchema = z
  .strictObject({
    inputTokens: wholeNumber(1, MOST).optional(),
    cachedTokens: wholeNumber(0, MOST).optional(),
    outputTokens: wholeNumber(1, MOST),
    perMinute: z.number().positive().max(MOST).optional(),
  })
  .refine(({ inputTokens, cachedTokens }) => inputTokens === undefined || (cachedTokens ?? 0) < inputTokens, {
    error: 'expected less than inputTokens: the last token of a prompt is always computed',
    path: ['cachedTokens'],
  });

const MOST_FURTHER_POOLS = 8;

export const roleSchema = z
  .strictObject({
    pool,
    furtherPools: z.array(pool).min(1).max(MOST_FURTHER_POOLS).optional(),
    rollout: z.strictObject({ to: pool, share: z.number().gt(0).lt(1) }).optional(),
    adapter: routeAlias.optional(),
    contextTokens: alsoCalled(wholeNumber(1, MOST).optional(), 'maxContextTokens', 'contextLength', 'context', 'maxTokens'),
    growth: growthSchema.optional(),
    contextStrategy: branded<ContextStrategy>(
      ContextStrategy.isContextStrategy,
      'a ContextStrategy, e.g. ContextStrategy.slidingWindow({ limitTokens: 16_384 })',
    ).optional(),
    measuredContext: percentilesSchema.optional(),
    sharedPrefixTokens: wholeNumber(0, MOST).optional(),
    instances: wholeNumber(1, MOST).optional(),
    conversations: conversationsSchema.optional(),
    request: requestSchema.optional(),
    latency: z.enum(['voice', 'chat', 'background']).optional(),
    latencyTargets: latencyTargetsSchema.optional(),
    apiAlternative: apiPriceSchema.optional(),
    dataResidency: regionSchema.optional(),
    executesCode: z.boolean().optional(),
    embeddingCalls: encoderCallsSchema.optional(),
    rerankCalls: encoderCallsSchema.optional(),
  })
  .refine((role) => role.contextTokens !== undefined || role.growth !== undefined || role.measuredContext !== undefined, {
    error: 'expected contextTokens, or growth or measuredContext from which it follows',
    path: ['contextTokens'],
  })
  .superRefine(({ pool: first, furtherPools = [] }, context) => {
    furtherPools.forEach((further, index) => {
      if (further === first || furtherPools.indexOf(further) < index)
        context.addIssue({ code: 'custom', message: 'expected every pool once', path: ['furtherPools', index], input: further.node.path });
    });
  })
  .refine((role) => role.contextStrategy === undefined || role.growth !== undefined || role.measuredContext !== undefined, {
    error: 'expected growth or measuredContext beside it: there is nothing to bound',
    path: ['contextStrategy'],
  })
  .refine((role) => role.growth === undefined || role.measuredContext === undefined, {
    error: 'expected either growth or measuredContext',
    path: ['measuredContext'],
  })
  .superRefine((role, context) => callsFollowRequests(role, context))
  .superRefine((role, context) => targetsFollowClass(role, context))
  .refine((role) => role.rollout === undefined || role.furtherPools === undefined, {
    error: 'expected no furtherPools beside it: one pool is replaced at a time',
    path: ['rollout'],
  })
  .refine((role) => role.rollout === undefined || role.rollout.to !== role.pool, {
    error: 'expected another pool than that of the role',
    path: ['rollout', 'to'],
  })
  .refine((role) => role.conversations === undefined || role.instances === undefined, {
    error: 'expected no instances beside conversations: they say how many sessions there are',
    path: ['instances'],
  });

export interface RoleSpec extends z.output<typeof roleSchema> {}
