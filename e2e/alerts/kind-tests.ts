/** Every alert on a healthy pool of every kind is silent, and loud on its fault: the product of the kinds and their alerts. */
import type { AlertRule, RuleGroup } from '../../lib/observability/rule';
import { deploymentPod } from '../cluster/pod-names';
import { alertsIn, EVERYDAY, FAULTS, type Fault, groupsOf, type Kind, keyOf } from './kinds';
import { firing, type RuleTest, withWhatItReads } from './promtool';
import { scrapedNeighbours } from './scenarios';
import { type Course, type InputSeries, poolInput, type Timeline, timelineOf } from './series';
import { asWrittenBy } from './series-of-engine';
import { stageProxyInput } from './stage-proxy-series';

const POOL = 'pool';

/** No alert at any time of a day like others. */
export function silenceTests(kind: Kind, groups: readonly RuleGroup[] = groupsOf(kind)): RuleTest[] {
  return Object.entries(EVERYDAY).map(([name, everyday]) => {
    const { before, trouble, after, stepSeconds } = timelineOf(everyday.minutes);
    const end = before + trouble + after;
    const minutes = Array.from({ length: Math.floor(end / 2) }, (_, index) => 2 * index + 1);
    return { name, groups, stepSeconds, input: inputOf(kind, everyday), checks: minutes.map((minute) => firing('', minute, 0)) };
  });
}

/** Each alert fires at the end of its fault, and not before it. */
export function faultTests(kind: Kind): RuleTest[] {
  const groups = groupsOf(kind);
  return alertsIn(groups).map((rule) => {
    const fault = faultOf(rule);
    const { before, trouble, stepSeconds } = timelineOf(fault.minutes, fault.before?.(kind));
    const last = stepSeconds / 60;
    const matchers = `,alertname="${rule.alert}",severity="${rule.labels.severity}"`;
    return {
      name: keyOf(rule),
      groups: withWhatItReads(groups, (candidate) => candidate === rule),
      stepSeconds,
      input: inputOf(kind, fault),
      checks: [firing(matchers, before - last, 0), firing(matchers, before + trouble - last, expected(rule, kind))],
    };
  });
}

function faultOf(rule: AlertRule): Fault {
  const fault = FAULTS[keyOf(rule)];
  if (fault === undefined) throw new Error(`no fault for the alert ${keyOf(rule)}`);
  return fault;
}

/** One for the pool; a stalled engine is named by its pod. */
const expected = (rule: AlertRule, { pods }: Kind): number => (rule.alert === 'AgentFleetEngineStalled' ? pods : 1);

/** `name@0` is a series of the first pod alone. */
function inputOf(kind: Kind, { minutes, before, trouble }: Fault): InputSeries[] {
  const pods = Array.from({ length: kind.pods }, (_, index) => (kind.podName ?? deploymentPod)(POOL, index));
  const courses: Record<string, Partial<Course>> = { ...kind.healthy };
  for (const [key, course] of Object.entries(trouble(kind))) {
    const name = key.replace(/@0$/, `@${pods[0]}`);
    courses[name] = { ...courses[name], ...course };
  }
  const time = timelineOf(minutes, before?.(kind));
  const written = asWrittenBy(kind.props.engine, poolInput(POOL, pods, time, courses));
  const beside = scrapedNeighbours(POOL, time);
  return kind.props.prefill === undefined ? [...written, ...beside] : [...written, ...beside, ...prefillInput(pods, time, courses)];
}

/** The replicas that compute its prompts are as well as its own; the proxy before both passes ten requests a second. */
function prefillInput(pods: readonly string[], time: Timeline, courses: Readonly<Record<string, Partial<Course>>>): InputSeries[] {
  const computing = (name: string) => name.replace(POOL, `${POOL}-prefill`);
  const theirs = Object.fromEntries(Object.entries(courses).map(([name, course]) => [name.includes('@') ? computing(name) : name, course]));
  return [
    ...poolInput(`${POOL}-prefill`, pods.map(computing), time, theirs),
    ...stageProxyInput(deploymentPod(`${POOL}-stages`), time, courses),
  ];
}
