import { isFleetError, Scaling } from 'cdktf-agent-fleet';
import fc from 'fast-check';
import type { z } from 'zod';
import { observedSetting } from '../../e2e/alerts/observed-setting';
import { scaledObject } from '../../lib/elasticity/scaled-object';
import { stepsBetween } from '../../lib/elasticity/scaling-steps';
import { startEarlySeconds } from '../../lib/elasticity/schedule';
import { type Schedule, type ScheduleWindow, type scheduleSchema, WEEKDAYS, type Weekday } from '../../lib/elasticity/schedule-props';
import { cronSpans, DAY_MINUTES, type Span, spansOf, WEEK_MINUTES } from '../../lib/elasticity/week';
import { repairTexts } from '../support/repairs';

type Keys<A, B> = keyof A extends keyof B ? (keyof B extends keyof A ? true : false) : false;
const propsAndSchemaAgree: Keys<Schedule, z.input<typeof scheduleSchema>> = true;

const { workers } = observedSetting();
const OFFICE: ScheduleWindow = { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:00', to: '18:00', replicas: 6 };
const schedule = (over: Partial<ScheduleWindow> = {}, startEarly: number | undefined = 1800): Schedule => ({
  timeZone: 'Europe/Berlin',
  windows: { office: { ...OFFICE, ...over } },
  startEarlySeconds: startEarly,
});
const policy = (given: Schedule, min = 1) => Scaling.queueDepth({ min, max: 8, schedule: given });

interface Trigger {
  readonly type: string;
  readonly name: string;
  readonly metadata: Record<string, string>;
}
const triggersOf = (given: Schedule, min = 1) =>
  (scaledObject(workers, policy(given, min).spec, ['queue']).spec as { readonly triggers: readonly Trigger[] }).triggers;

describe('the triggers of a schedule', () => {
  test('are added to that of the queue, and the larger of both counts', () => {
    expect(triggersOf(schedule()).map(({ type, name }) => `${type} ${name}`)).toEqual([
      'prometheus waiting-requests',
      'cron window-office',
    ]);
  });

  test('begin early, end on time, in the zone of the user', () => {
    expect(triggersOf(schedule())[1]).toEqual({
      type: 'cron',
      name: 'window-office',
      metricType: 'AverageValue',
      metadata: { timezone: 'Europe/Berlin', start: '30 7 * * 1,2,3,4,5', end: '0 18 * * 1,2,3,4,5', desiredReplicas: '6' },
    });
  });

  test.each<[string, Partial<ScheduleWindow>, string, string]>([
    ['every day', { days: WEEKDAYS }, '30 7 * * *', '0 18 * * *'],
    ['over midnight, out of the week', { days: ['sat'], from: '22:00', to: '06:00' }, '30 21 * * 6', '0 6 * * 0'],
    ['right after midnight: it begins the day before', { days: ['sun'], from: '00:10', to: '06:00' }, '40 23 * * 6', '0 6 * * 0'],
    ['until midnight', { days: ['fri'], to: '00:00' }, '30 7 * * 5', '0 0 * * 6'],
    ['a whole day', { days: ['mon'], from: '00:00', to: '00:00' }, '30 23 * * 0', '0 0 * * 2'],
    ['days that run into each other are one span', { from: '00:00', to: '00:00' }, '30 23 * * 0', '0 0 * * 6'],
  ])('of a window %s', (_, over, start, end) => {
    expect(triggersOf(schedule(over)).slice(1)).toEqual([
      expect.objectContaining({ metadata: expect.objectContaining({ start, end }) as unknown }),
    ]);
  });

  test('of a window whose days run together in parts have names of their own', () => {
    const names = triggersOf(schedule({ days: ['mon', 'tue', 'fri'], from: '00:00', to: '00:00' })).map(({ name }) => name);
    expect(names).toEqual(['waiting-requests', 'window-office', 'window-office-part-2']);
  });
});

describe('the early start', () => {
  test('by default is the start of a replica, the window of the autoscaler and its steps', () => {
    const { spec } = policy({ ...schedule(), startEarlySeconds: undefined }, 2);
    expect(workers.startupSeconds).toBeGreaterThan(0);
    // 2 → 4 → 8
    expect(startEarlySeconds(workers, spec, 6)).toBe(workers.startupSeconds + 60 + 2 * 60);
  });

  test('is what the user says, 0 too', () => {
    expect(startEarlySeconds(workers, policy(schedule({}, 0)).spec, 6)).toBe(0);
    expect(triggersOf(schedule({}, 0))[1]?.metadata['start']).toBe('0 8 * * 1,2,3,4,5');
  });

  test.each([
    [1, 1, 0],
    [1, 3, 1],
    [1, 6, 2],
    [2, 8, 2],
    [4, 8, 1],
    [8, 2, 0],
  ])('from %d to %d replicas takes %d steps', (from, to, steps) => {
    expect(stepsBetween(from, to)).toBe(steps);
  });
});

/** Minutes of the week at which an expression fires. */
function firings(cron: string): number[] {
  const [minute = '', hour = '', , , days = ''] = cron.split(' ');
  return (days === '*' ? [0, 1, 2, 3, 4, 5, 6] : days.split(',').map(Number)).map(
    (day) => day * DAY_MINUTES + Number(hour) * 60 + Number(minute),
  );
}

/** As KEDA's cron scaler decides: outside while the next start comes before the next end. */
function isActive({ start, end }: { readonly start: string; readonly end: string }, now: number): boolean {
  const next = (cron: string) => Math.min(...firings(cron).map((at) => (at - now + WEEK_MINUTES - 1) % WEEK_MINUTES));
  return next(start) >= next(end);
}

const holds = (span: Span, now: number) => (now - span.start + WEEK_MINUTES) % WEEK_MINUTES < span.minutes;

test('property: KEDA is within the window when a day of it holds, however long the days are', () => {
  const clock = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
  const days = fc.subarray([...WEEKDAYS], { minLength: 1 });
  fc.assert(
    fc.property(days, clock, clock, fc.integer({ min: 0, max: DAY_MINUTES }), (on, from, to, early) => {
      const window = { days: on, from, to, replicas: 2 };
      const spans = spansOf(window, early);
      fc.pre(spans.every(({ minutes }) => minutes < WEEK_MINUTES));
      const crons = cronSpans(spans);
      const alone = on.flatMap((day: Weekday) => spansOf({ ...window, days: [day] }, early));
      const wrong: number[] = [];
      for (let now = 0; now < WEEK_MINUTES; now += 29) {
        // At the very minute of a change either is right.
        const edge = alone.some(({ start, minutes }) => now === start || now === (start + minutes) % WEEK_MINUTES);
        if (!edge && crons.some((cron) => isActive(cron, now)) !== alone.some((span) => holds(span, now))) wrong.push(now);
      }
      expect(wrong).toEqual([]);
    }),
  );
});

describe('a schedule', () => {
  test('of the usual kind has nothing to say', () => {
    expect(policy(schedule()).findings(workers)).toEqual([]);
    expect(propsAndSchemaAgree).toBe(true);
  });

  test.each<[string, Partial<ScheduleWindow>, string, string, string]>([
    ['more replicas than the ceiling', { replicas: 9 }, 'AF-ELA-017', 'scaling.schedule.windows.office.replicas', 'scaling.max: 9'],
    ['no more than the floor', { replicas: 1 }, 'AF-ELA-018', 'scaling.schedule.windows.office.replicas', 'a lower min'],
    ['no end', { days: WEEKDAYS, to: '08:00' }, 'AF-ELA-019', 'scaling.schedule.windows.office.to', 'an earlier end'],
    ['an end within the early start', { days: WEEKDAYS, to: '07:40' }, 'AF-ELA-019', 'scaling.schedule.windows.office.to', 'fewer days'],
  ])('with %s is told so', (_, over, code, prop, repair) => {
    const findings = policy(schedule(over)).findings(workers);
    expect(findings).toEqual([expect.objectContaining({ code, prop })]);
    expect(repairTexts(findings[0])).toContain(repair);
  });

  test('of a workload that does not say how long it starts is asked for the time', () => {
    const silent = { ...workers, name: 'x', metrics: workers.metrics, metricsPath: '/metrics', metricsSource: 'x', startupSeconds: null };
    const unsaid = policy({ ...schedule(), startEarlySeconds: undefined });
    expect(unsaid.findings(silent)).toEqual([expect.objectContaining({ code: 'AF-ELA-020', severity: 'error' })]);
    expect(policy(schedule()).findings(silent)).toEqual([]);
  });

  test('is changed by repairs of its props', () => {
    const changed = policy(schedule({ replicas: 9 })).changed([{ field: 'schedule.windows.office.replicas', op: 'set', value: 8 }]);
    expect(changed?.findings(workers)).toEqual([]);
  });

  test.each<[string, object, string]>([
    ['no window', { windows: {} }, 'schedule.windows'],
    ['a zone that nobody knows', { timeZone: 'Europe/Atlantis' }, 'schedule.timeZone'],
    ['an offset as zone', { timeZone: '+01:00' }, 'schedule.timeZone'],
    ['a zone in the wrong case', { timeZone: 'europe/berlin' }, 'schedule.timeZone'],
    ['an hour that no clock shows', { windows: { a: { ...OFFICE, from: '24:00' } } }, 'schedule.windows.a.from'],
    ['an hour in twelve', { windows: { a: { ...OFFICE, to: '6pm' } } }, 'schedule.windows.a.to'],
    ['no days', { windows: { a: { ...OFFICE, days: [] } } }, 'schedule.windows.a.days'],
    ['a day twice', { windows: { a: { ...OFFICE, days: ['mon', 'mon'] } } }, 'schedule.windows.a.days'],
    ['no replicas', { windows: { a: { ...OFFICE, replicas: 0 } } }, 'schedule.windows.a.replicas'],
  ])('with %s is malformed', (_, over, prop) => {
    try {
      policy({ ...schedule(), ...over });
    } catch (error) {
      expect(isFleetError(error) && error.problems).toContainEqual(expect.objectContaining({ code: 'AF-SPEC-001', prop }));
      return;
    }
    throw new Error('was accepted');
  });

  test.each(['UTC', 'Asia/Kolkata', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5'])('takes the zone %s', (timeZone) => {
    expect(policy({ ...schedule(), timeZone }).spec.schedule?.timeZone).toBe(timeZone);
  });
});
