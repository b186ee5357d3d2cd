/** Roles: how long their contexts are, what keeps them small, what they ask and who waits. */
import { ContextStrategy, type IInferencePool, Region, Retention } from 'cdktf-agent-fleet';
import * as fc from 'fast-check';
import { given, type Mostly, mapped, oneIn, pick, props } from './odd';

/** A share for each hour, from midnight. */
const EVENINGS = Array.from({ length: 24 }, (_, hour) => (hour < 16 ? 0.025 : 0.075));

const growth = (mostly: Mostly) =>
  fc
    .tuple(
      fc.record({ baseTokens: mostly(pick(0, 500, 1_500)), tokensPerTurn: mostly(pick(100, 200)) }, { noNullPrototype: true }),
      fc.oneof(
        fc.record({ turns: mostly(pick(3, 10, 60)) }, { noNullPrototype: true }),
        fc.record({ minutes: mostly(pick(10, 30)), turnsPerMinute: mostly(pick(0.5, 1)) }, { noNullPrototype: true }),
      ),
      props(mostly, 3, { toolCalls: pick(0, 2, 5), tokensPerToolCall: pick(0, 250) }),
    )
    .map(([base, length, tools]) => ({ ...base, ...length, ...tools }));

const contextStrategy = (mostly: Mostly) =>
  fc.oneof(
    fc.record({ kind: pick('slidingWindow'), limitTokens: mostly(pick(2_000, 4_000)) }),
    fc.record({ kind: pick('summarize'), everyTokens: mostly(pick(1_000, 2_000)), summaryTokens: mostly(pick(100, 300)) }),
    fc.record({ kind: pick('longPool'), capTokens: mostly(pick(2_000, 4_000)), share: mostly(pick(undefined, 0.05, 0.2)) }),
  );
type AnyStrategy = ReturnType<typeof contextStrategy> extends fc.Arbitrary<infer T> ? T : never;

const context = (mostly: Mostly) =>
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ contextTokens: mostly(pick(1_000, 2_000, 4_000)) }, { noNullPrototype: true }) },
    { weight: 2, arbitrary: fc.record({ growth: growth(mostly) }, { noNullPrototype: true }) },
    {
      weight: 1,
      arbitrary: fc.record(
        {
          measuredContext: fc.record(
            { p50Tokens: mostly(pick(500, 1_000)), p95Tokens: mostly(pick(2_000, 4_000)), maxTokens: mostly(pick(4_000, 6_000)) },
            { noNullPrototype: true },
          ),
        },
        { noNullPrototype: true },
      ),
    },
  );

export const anyConversations = (mostly: Mostly) =>
  fc
    .tuple(
      fc.record(
        {
          perDay: mostly(pick(100, 2_000)),
          turns: mostly(pick(3, 8)),
          tokensPerTurn: mostly(pick(200, 400)),
          outputTokensPerTurn: mostly(pick(50, 100)),
          answerSeconds: mostly(pick(2, 10)),
        },
        { noNullPrototype: true },
      ),
      props(mostly, 3, {
        thinkSeconds: pick(0, 30),
        kept: pick(Retention.seconds(60), Retention.share(0.5)),
        burst: pick(1, 3),
        curve: pick<unknown>('even', 'business-hours', 'regional-assistant', EVENINGS),
      }),
    )
    .map(([day, others]) => ({ ...day, ...others }));

export const anyRole = (mostly: Mostly) =>
  fc.record({
    pool: fc.nat(5),
    context: context(mostly),
    /** Taken where there is a growth to bound. */
    contextStrategy: contextStrategy(mostly),
    strategyWanted: pick(false, true),
    conversations: anyConversations(mostly),
    others: props(mostly, 6, {
      latency: fc.oneof({ weight: 20, arbitrary: pick('chat', 'background', 'background') }, { weight: 1, arbitrary: pick('voice') }),
      sharedPrefixTokens: pick(0, 500),
    }),
    /** Taken where users wait. */
    latencyTargets: oneIn(
      3,
      mostly(pick<unknown>({ ttftMs: 2_000 }, { tpotMs: 80 }, { ttftMs: 5_000, tpotMs: 100, e2eMs: 120_000 }, { e2eMs: 60_000 })),
    ),
    rollout: oneIn(12, mostly(pick(0.1, 0.5))),
    instances: oneIn(6, mostly(pick(1, 2))),
    dataResidency: oneIn(120, mostly(pick(Region.GERMANY))),
    executesCode: oneIn(200, mostly(pick(true, false))),
    embeddingCalls: oneIn(
      8,
      mostly(pick<unknown>({ perMinute: 2, tokens: 300 }, { perMinute: 0.5, texts: 8, tokens: 500 }, { perRequest: 2, tokens: 300 })),
    ),
    rerankCalls: oneIn(20, mostly(pick<unknown>({ perMinute: 1, texts: 20, tokens: 200 }, { perRequest: 1, texts: 20, tokens: 200 }))),
    request: fc
      .tuple(
        fc.record({ outputTokens: mostly(pick(50, 300)) }, { noNullPrototype: true }),
        props(mostly, 4, { inputTokens: pick(300, 600), cachedTokens: pick(0, 200), perMinute: pick(0.1, 1) }),
      )
      .map(([answer, others]) => ({ ...answer, ...others })),
    requestWanted: pick(false, true),
    adapterWanted: pick(false, true),
    furtherWanted: pick(false, false, false, true),
    furtherOfAnyModel: oneIn(15, pick(true)),
    apiAlternative: oneIn(8, pick({ name: 'an API', input: 0.4, output: 1.6, cachedInput: 0.1, asOf: '2026-11-01' })),
  });

export type AnyRole = ReturnType<typeof anyRole> extends fc.Arbitrary<infer T> ? T : never;

/** A pool, and the longest request that it admits. */
export interface PoolAtHand {
  readonly pool: IInferencePool;
  readonly admits: number;
  /** One of its LoRA adapters. */
  readonly adapter: string | undefined;
}

/** Calls for each request need to know how often the role asks. */
export const callsOf = (calls: unknown, known: boolean): unknown =>
  known || typeof calls !== 'object' || calls === null || !('perRequest' in calls)
    ? calls
    : { ...calls, perRequest: undefined, perMinute: 2 };

/** @param byConversations every role of the fleet is known by its conversations */
export function roleProps(role: AnyRole, pools: readonly PoolAtHand[], byConversations: boolean): Record<string, unknown> {
  const bounded = role.strategyWanted && !('contextTokens' in role.context);
  const own = pools[role.pool % pools.length] as PoolAtHand;
  const asksByMinute = role.requestWanted && 'perMinute' in role.request;
  const further = pools.find(({ pool }) => pool !== own.pool && pool.view().spec.model.id === own.pool.view().spec.model.id);
  const other = pools.find(({ pool }) => pool !== own.pool);
  return given({
    pool: own.pool,
    furtherPools: role.furtherWanted ? mapped(further ?? (role.furtherOfAnyModel ? other : undefined), ({ pool }) => [pool]) : undefined,
    ...role.context,
    ...role.others,
    latencyTargets: 'latency' in role.others && role.others.latency !== 'background' ? role.latencyTargets : undefined,
    dataResidency: role.dataResidency,
    executesCode: role.executesCode,
    embeddingCalls: callsOf(role.embeddingCalls, asksByMinute || byConversations),
    rerankCalls: callsOf(role.rerankCalls, asksByMinute || byConversations),
    rollout: role.furtherWanted ? undefined : rolloutOf(role.rollout, own, pools),
    adapter: role.adapterWanted ? own.adapter : undefined,
    apiAlternative: role.apiAlternative,
    contextStrategy: bounded ? strategyOf(role.contextStrategy, own, pools) : undefined,
    instances: byConversations ? undefined : role.instances,
    request: role.requestWanted && !byConversations ? role.request : undefined,
    conversations: byConversations ? role.conversations : undefined,
  });
}

/** To another pool, where there is one that admits as much. */
function rolloutOf(share: unknown, own: PoolAtHand, pools: readonly PoolAtHand[]): object | undefined {
  const other = pools.find(({ pool, admits }) => pool !== own.pool && admits >= own.admits);
  return share === undefined || other === undefined ? undefined : { to: other.pool, share };
}

/** Where no pool admits more, the oldest tokens are dropped. */
function strategyOf(strategy: AnyStrategy, own: PoolAtHand, pools: readonly PoolAtHand[]): ContextStrategy {
  if (strategy.kind !== 'longPool') {
    const { kind, ...props } = strategy;
    return ContextStrategy[kind](props as never);
  }
  const { capTokens, share } = strategy;
  const longer = pools.find(({ admits }) => admits > own.admits);
  if (longer === undefined) return ContextStrategy.slidingWindow({ limitTokens: capTokens });
  return ContextStrategy.longPool(given({ capTokens, pool: longer.pool, share }) as never);
}
