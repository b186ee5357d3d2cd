/** Scaling on the queue, with floors by the clock. */
import { Scaling } from 'cdktf-agent-fleet';
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

export const anyScaling = (mostly: Mostly) =>
  fc.record({
    bounds: fc.record({ min: mostly(pick(1, 1, 2)), max: mostly(pick(4, 8)) }),
    others: props(mostly, 5, {
      waitingPerReplica: pick(1, 8),
      scaleOutWindowSeconds: pick(0, 30),
      scaleInWindowSeconds: pick(600, 3_600),
      cooldownSeconds: pick(60, 300),
      pollingIntervalSeconds: pick(10, 30),
    }),
    schedule: oneIn(4, anySchedule(mostly)),
  });

export type AnyScaling = ReturnType<typeof anyScaling> extends fc.Arbitrary<infer T> ? T : never;

export function scalingProps({ bounds, others, schedule }: AnyScaling): object {
  if (schedule === undefined) return { ...bounds, ...others };
  const { windows } = schedule;
  const written = windows === 'by hour' ? Scaling.windowsByHour({ replicasByHour, min: 1, headroom: 0 }) : windows;
  return { ...bounds, ...others, schedule: { ...schedule, windows: written } };
}
