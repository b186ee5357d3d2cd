/** Schemas of what a fleet asks for, as functions of this room are given it. */
import { z } from 'zod';
import { FRAMEWORKS, type FrameworkId } from '../catalog/frameworks';
import { latencyTargetsSchema } from '../catalog/latency-targets';
import { quantity } from '../core/checked';
import { growthSchema, strategySchema } from './demand/context-growth';
import { MOST } from './limits';
import { amount, count, positive, shownName } from './replica-argument';

export const latencyTarget = z.enum(['voice', 'chat', 'background']);
export const frameworkArgument = z.enum(Object.keys(FRAMEWORKS) as [FrameworkId, ...FrameworkId[]]);

/** Requests in flight on one replica, with their lengths. */
const lengths = {
  inputTokens: z.number().min(1).max(MOST),
  outputTokens: z.number().min(1).max(MOST),
  cachedTokens: amount.optional(),
} as const;
export const lengthsArgument = z.looseObject(lengths);
export const loadArgument = z.looseObject({ concurrency: positive, ...lengths });
export const steadyLoadArgument = z.looseObject({ concurrency: positive, contextTokens: positive, cachedTokens: amount.optional() });

/** A measurement of the caller's own. */
export const measuredArgument = z.looseObject({
  ttftMs: positive.optional(),
  tpotMs: positive.optional(),
  tokensPerSecond: positive.optional(),
  atConcurrency: positive.optional(),
});

const finite = z.number().min(-MOST).max(MOST);

/** Memory by the engine's own accounting. */
export const latencyContextArgument = z.looseObject({
  pool: z
    .looseObject({
      perGpuGiB: z.looseObject({ kvCache: finite, kvCacheRange: z.tuple([finite, finite]) }),
      maxNumSeqs: positive,
      maxNumBatchedTokens: positive,
      missing: z.array(shownName),
    })
    .optional(),
});

export const rateArgument = z.looseObject({
  requestsPerSecond: amount,
  inputTokens: amount,
  cachedInputTokens: amount.optional(),
  outputTokens: amount,
});

export const demandArgument = z.looseObject({
  fleet: shownName,
  role: shownName,
  sessions: amount,
  contextTokens: amount,
  formula: shownName.optional(),
  concurrentWorkflows: amount.optional(),
  conversationsPerDay: quantity.optional(),
  offloadedSessions: amount.optional(),
  sharedPrefixTokens: amount.optional(),
  rate: rateArgument.optional(),
});

/** Tokens a second in place of requests. */
export const tokenRateArgument = z.looseObject({
  fleet: shownName,
  role: shownName,
  tokensPerSecond: amount,
  inputTokens: amount,
  cachedInputTokens: amount.optional(),
  outputTokens: positive,
  burst: positive.optional(),
});

const dayCurve = z.looseObject({ shares: z.array(z.number().min(0).max(1)).length(24, { error: 'expected 24 shares, from midnight on' }) });

export const conversationsArgument = z.looseObject({
  fleet: shownName,
  role: shownName,
  conversationsPerDay: quantity,
  turns: z.number().min(1).max(MOST),
  tokensPerTurn: quantity,
  burst: quantity.optional(),
  contextTokens: amount,
  outputTokensPerTurn: amount,
  answerSeconds: quantity,
  thinkSeconds: quantity.optional(),
  kept: z.union([z.strictObject({ seconds: quantity }), z.strictObject({ share: z.number().min(0).max(1) })]).optional(),
  keptIn: z.enum(['pool', 'host']).optional(),
  sharedPrefixTokens: amount.optional(),
  curve: z.union([z.enum(['even', 'business-hours', 'regional-assistant']), dayCurve]).optional(),
});

/** Contexts as they were measured. */
export const percentilesArgument = z.looseObject({ p50Tokens: quantity, p95Tokens: quantity, maxTokens: quantity.optional() });

export const growthArgument = growthSchema;
export const strategyArgument = strategySchema;
export const surroundingsArgument = z.looseObject({
  longPools: z.record(shownName, amount).optional(),
  pace: z.looseObject({ poolTokens: quantity, sessions: quantity, turnsPerMinute: quantity }).optional(),
});

export const servedRolesArgument = z.array(
  z.looseObject({ role: shownName, pool: shownName, latency: latencyTarget, floor: count(), takesTurns: z.boolean().optional() }),
);

export const classifiedRolesArgument = z.array(
  z.looseObject({ role: shownName, latency: latencyTarget, latencyTargets: latencyTargetsSchema.optional() }),
);
