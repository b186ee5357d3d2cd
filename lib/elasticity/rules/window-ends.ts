/** AF-ELA-019: KEDA refuses a window whose end is its start. */
import { type Rule, violations } from '../../core/rule';
import type { ScalingView } from '../scaling-view';
import { windowSpans } from '../schedule';
import { WEEK_MINUTES } from '../week';

export const windowEnds: Rule<ScalingView> = {
  id: 'window-ends',
  code: 'AF-ELA-019',
  title: 'A window of a schedule never ends.',
  why: 'With the early start each day runs into the next, so the replicas are always there; KEDA refuses a window without an end.',
  fix: 'Raise min, end the window earlier, or leave out a day.',
  severity: 'error',
  check({ spec, target }) {
    const { schedule } = spec;
    if (schedule === undefined) return 'not-applicable';
    const endless = Object.entries(schedule.windows).filter(([, window]) =>
      windowSpans(target, spec, window).some(({ minutes }) => minutes >= WEEK_MINUTES),
    );
    return violations(
      endless.map(([name, { from, to, replicas }]) => ({
        prop: `scaling.schedule.windows.${name}.to`,
        value: to,
        allowed: 'a time before the next day of the window begins to start',
        message: `window ${name} (${from} to ${to}, with the time that replicas need to start) lasts all week`,
        repairs: [`min: ${replicas} and no window ${name}`, 'an earlier end', 'fewer days'],
      })),
    );
  },
};
