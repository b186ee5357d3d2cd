/** What happens to every healthy queue: no alert may fire for it. */
import { firing, type RuleTest, withWhatItReads } from './promtool';
import { tasksInput } from './scenarios';
import { type Course, timelineOf } from './series';
import { ownerOf, storyGroups } from './story-tests';

const EVERYDAY: Readonly<Record<string, readonly [minutes: number, trouble: Readonly<Record<string, Partial<Course>>>]>> = {
  'nothing happens': [30, {}],
  'a queue without tasks has no workers': [60, { tasks: { troubled: 0 }, ready: { troubled: 0 } }],
  'a burst fills the queue for two minutes': [2, { tasks: { troubled: 99 } }],
  'the first workers take eight minutes to start': [8, { ready: { troubled: 0 } }],
  'a few tasks more than usual': [30, { tasks: { growth: 0.5 } }],
};

export function tasksSilenceTests(): RuleTest[] {
  return Object.entries(EVERYDAY).map(([name, [minutes, trouble]]) => {
    const time = timelineOf(minutes);
    const { before, trouble: lasts, after } = time;
    return {
      name,
      groups: withWhatItReads(storyGroups(), (rule) => 'alert' in rule && ownerOf(rule) === 'tasks'),
      stepSeconds: time.stepSeconds,
      input: tasksInput(time, trouble),
      checks: [before, before + lasts / 2, before + lasts - 0.5, before + lasts + after - 0.5].map((at) => firing('', at, 0)),
    };
  });
}
