/** The drill of a schedule: the hour that is written into it, and what is wrong with a replica that comes at another. */
import type { KubeObject } from '../../e2e/cluster/kube-object';
import { judgeMorning, leadMinutes, morningAfter } from '../../e2e/elasticity/morning';

const scaledObject = (start: string): KubeObject =>
  ({
    kind: 'ScaledObject',
    metadata: { name: 'mornings' },
    spec: { triggers: [{ type: 'prometheus' }, { type: 'cron', metadata: { start } }] },
  }) as never;

test.each([
  ['48 7 * * 0-6', '08:00', 12],
  ['0 8 * * *', '08:00', 0],
  ['55 23 * * *', '00:10', 15],
])('a trigger that begins at %s leads a window of %s by %i minutes', (start, from, minutes) =>
  expect(leadMinutes([scaledObject(start)], 'mornings', from)).toBe(minutes),
);

test('a pool without a window is told', () => {
  expect(() => leadMinutes([], 'mornings', '08:00')).toThrow('the ScaledObject mornings has no window');
});

test('the replicas begin on a whole minute, eight after now, and the window opens when they have started', () => {
  expect(morningAfter(new Date('2026-11-30T23:48:20Z'), 12)).toEqual({
    from: '00:09',
    to: '03:09',
    begins: new Date('2026-11-30T23:57:00Z'),
    opens: new Date('2026-12-01T00:09:00Z'),
  });
  expect(morningAfter(new Date('2026-11-30T09:57:00Z'), 12).begins).toEqual(new Date('2026-11-30T10:05:00Z'));
});

describe('a pod of the window', () => {
  const morning = morningAfter(new Date('2026-11-30T09:57:00Z'), 12);
  const pod = (made: string, ready: string) => ({ made: new Date(`2026-11-30T${made}Z`), ready: new Date(`2026-11-30T${ready}Z`) });
  const floor = pod('10:01:00', '10:01:05');

  test('is made at the hour, and ready before the window', () => {
    expect(judgeMorning([floor, pod('10:05:20', '10:05:25')], morning)).toBe('made 20 s after its hour, ready 11 min before the window');
  });
  test.each([
    ['before its hour', [floor, pod('10:04:00', '10:04:05')], '2 pods, 0 of them'],
    ['long after it', [floor, pod('10:07:00', '10:07:05')], 'made 120 s after'],
    ['not ready in time', [floor, pod('10:05:20', '10:18:00')], 'was ready at'],
    ['not there', [floor], '1 pods, 0 of them'],
  ])('is told where it is %s', (_when, pods, fault) => expect(() => judgeMorning(pods, morning)).toThrow(fault));
});
