/** Scaling on every signal, with floors by the clock. */
import { Scaling, type ScalingPolicy, SecretRef, TaskQueue } from 'cdktf-agent-fleet';
import * as fc from 'fast-check';
import { type Mostly, oneIn, pick, props } from './odd';

const replicasByHour = Array.from({ length: 24 }, (_, hour) => (hour >= 8 && hour < 18 ? 4 : 1));

const anyWindow = (mostly: Mostly) =>
  fc
    .record({
      days: oneIn(2, mostly(pick(['mon', 'tue'], ['sat'], ['fri', 'mon', 'wed']))),
      from: mostly(pick('08:00', '22:30', '00:00')),
      to: mostly(pick('18:00', '06:00', '20:59')),
      replicas: mostly(pick(2, 3)),
    })
    .map(({ days, ...window }) => (days === undefined ? window : { days, ...window }));

const anySchedule = (mostly: Mostly) =>
  fc.record(
    {
      timeZone: mostly(pick('Europe/Berlin', 'UTC', 'America/New_York')),
      windows: fc.oneof(
        { weight: 3, arbitrary: fc.dictionary(pick('office', 'night', 'week-end'), anyWindow(mostly), { minKeys: 1, maxKeys: 2 }) },
        { weight: 1, arbitrary: pick('by hour') },
      ),
      startEarlySeconds: oneIn(2, mostly(pick(600, 1_800))),
    },
    { noNullPrototype: true },
  );

const QUEUE = TaskQueue.fromExisting({
  kind: 'amqp',
  name: 'jobs',
  host: 'mq.example.com',
  cidr: '10.0.0.0/24',
  url: SecretRef.existing('mq', 'url'),
});

const waiting = { waitingPerReplica: pick(1, 8) };
const firstTokens = { ttftSeconds: pick(0.5, 2), ttftWindowSeconds: pick(60, 300) };
const tokens = {
  backlogSeconds: pick(1, 5),
  kvCacheShare: pick(0.7, 0.9),
  promptTokens: pick(400, 3_000),
  prefillTokensPerSecond: pick(4_000, 20_000),
};

/** Props of each policy beside those of all; `needed` are there always, so that most apps are accepted. */
const POLICIES = {
  queueDepth: { others: waiting, needed: {} },
  warmFloor: { others: { waitingPerGpu: pick(5, 10) }, needed: {} },
  latency: { others: { ...waiting, ttftWindowSeconds: firstTokens.ttftWindowSeconds }, needed: { ttftSeconds: firstTokens.ttftSeconds } },
  tokens: {
    others: {
      backlogSeconds: tokens.backlogSeconds,
      kvCacheShare: tokens.kvCacheShare,
      prefillTokensPerSecond: tokens.prefillTokensPerSecond,
    },
    needed: { promptTokens: tokens.promptTokens },
  },
  batch: {
    others: {},
    needed: { queue: fc.constant(QUEUE), tasksPerReplica: pick(1, 20) },
  },
  any: {
    others: { ...waiting, ...firstTokens, ...tokens },
    needed: {
      signals: pick(['queue'], ['queue', 'latency'], ['tokens', 'latency']),
      ttftSeconds: firstTokens.ttftSeconds,
      promptTokens: tokens.promptTokens,
    },
  },
} as const;

export type Policy = keyof typeof POLICIES;

const anyOf = (policy: Policy, mostly: Mostly) =>
  fc.record({
    policy: fc.constant(policy),
    bounds: fc.record({ min: mostly(pick(1, 1, 2)), max: mostly(pick(4, 8)) }),
    needed: fc.record(POLICIES[policy].needed as Record<string, fc.Arbitrary<unknown>>, { noNullPrototype: true }),
    others: props(mostly, 5, {
      ...(POLICIES[policy].others as Record<string, fc.Arbitrary<unknown>>),
      scaleOutWindowSeconds: pick(0, 30),
      scaleInWindowSeconds: pick(600, 3_600),
      cooldownSeconds: pick(60, 300),
      pollingIntervalSeconds: pick(10, 30),
    }),
    schedule: oneIn(4, anySchedule(mostly)),
  });

/** On the requests that wait, which every engine counts. */
export const anyQueueScaling = (mostly: Mostly) => anyOf('queueDepth', mostly);

export const anyScaling = (mostly: Mostly) =>
  fc.oneof(
    { weight: 6, arbitrary: anyOf('queueDepth', mostly) },
    ...(['warmFloor', 'latency', 'tokens', 'batch', 'any'] as const).map((policy) => ({ weight: 2, arbitrary: anyOf(policy, mostly) })),
  );

export type AnyScaling = ReturnType<typeof anyScaling> extends fc.Arbitrary<infer T> ? T : never;

export function scalingOf(scaling: AnyScaling): ScalingPolicy {
  return Scaling[scaling.policy](scalingProps(scaling) as never);
}

function scalingProps({ bounds, needed, others, schedule }: AnyScaling): object {
  const all = { ...bounds, ...needed, ...others };
  if (schedule === undefined) return all;
  const { windows } = schedule;
  const written = windows === 'by hour' ? Scaling.windowsByHour({ replicasByHour, min: 1, headroom: 0 }) : windows;
  return { ...all, schedule: { ...schedule, windows: written } };
}
