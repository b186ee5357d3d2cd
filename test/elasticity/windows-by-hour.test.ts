import { isFleetError, Scaling } from 'cdktf-agent-fleet';
import fc from 'fast-check';
import type { z } from 'zod';
import type { WindowsByHourProps, windowsByHourSchema } from '../../lib/elasticity/windows-by-hour';

type Keys<A, B> = keyof A extends keyof B ? (keyof B extends keyof A ? true : false) : false;
const propsAndSchemaAgree: Keys<WindowsByHourProps, z.input<typeof windowsByHourSchema>> = true;

const DAY = [...Array<number>(8).fill(1), ...Array<number>(10).fill(4), ...Array<number>(6).fill(2)];

test('each run of hours above the floor is a window, with 30 % more', () => {
  const windows = Scaling.windowsByHour({ replicasByHour: DAY, min: 1, days: ['mon'] });
  expect(windows).toEqual({
    'hours-08-18': { days: ['mon'], from: '08:00', to: '18:00', replicas: 6 },
    'hours-18-24': { days: ['mon'], from: '18:00', to: '00:00', replicas: 3 },
  });
  expect(propsAndSchemaAgree).toBe(true);
});

test('headroom is rounded up, and not by floating point', () => {
  const flat = Array<number>(24).fill(10);
  expect(Scaling.windowsByHour({ replicasByHour: flat, min: 1, headroom: 0.1, days: ['sun'] })).toMatchObject({
    'hours-00-24': { replicas: 11 },
  });
});

test('property: every hour has what it needs with its headroom, from the floor or from one window', () => {
  const hours = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 24, maxLength: 24 });
  fc.assert(
    fc.property(hours, fc.integer({ min: 1, max: 20 }), (replicasByHour, min) => {
      const windows = Object.values(Scaling.windowsByHour({ replicasByHour, min, headroom: 0 }));
      const at = (hour: number) =>
        windows
          .filter(({ from, to }) => Number(from.slice(0, 2)) <= hour && hour < (Number(to.slice(0, 2)) || 24))
          .map((window) => window.replicas);
      expect(replicasByHour.map((_, hour) => Math.max(min, ...at(hour)))).toEqual(replicasByHour.map((needed) => Math.max(min, needed)));
    }),
  );
});

test('hours that the floor carries stay at the floor: no headroom is added to it', () => {
  expect(Object.keys(Scaling.windowsByHour({ replicasByHour: DAY, min: 2 }))).toEqual(['hours-08-18']);
  expect(Scaling.windowsByHour({ replicasByHour: DAY, min: 4 })).toEqual({});
});

test('its windows are those of a policy', () => {
  const windows = Scaling.windowsByHour({ replicasByHour: DAY, min: 2 });
  const { spec } = Scaling.queueDepth({ min: 2, max: 8, schedule: { timeZone: 'UTC', windows } });
  expect(Object.keys(spec.schedule?.windows ?? {})).toEqual(['hours-08-18']);
});

test.each<[string, object, string]>([
  ['an hour that the ceiling does not carry (null)', { replicasByHour: [null, ...DAY.slice(1)] }, 'replicasByHour.0'],
  ['23 hours', { replicasByHour: DAY.slice(1) }, 'replicasByHour'],
  ['less than nothing as headroom', { headroom: -0.1 }, 'headroom'],
  ['a floor of zero', { min: 0 }, 'min'],
])('with %s is malformed', (_, over, prop) => {
  try {
    Scaling.windowsByHour({ replicasByHour: DAY, min: 2, ...over });
  } catch (error) {
    expect(isFleetError(error) && error.problems).toContainEqual(expect.objectContaining({ code: 'AF-SPEC-001', prop }));
    return;
  }
  throw new Error('was accepted');
});
