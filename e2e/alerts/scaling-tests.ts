/** The queries by which pools scale, as they are emitted, on series that engines write: what KEDA would read. */

import type { ScalingSignal } from '../../lib/elasticity/any-signal-props';
import { scaledObject } from '../../lib/elasticity/scaled-object';
import { Scaling } from '../../lib/elasticity/scaling';
import { deploymentPod, neighboursOf } from '../cluster/pod-names';
import { observedSetting } from './observed-setting';
import type { Check, RuleTest } from './promtool';
import type { InputSeries } from './series';

interface Emitted {
  readonly spec: { readonly triggers: readonly { readonly name: string; readonly metadata: { readonly query: string } }[] };
}

const SIGNALS: readonly ScalingSignal[] = ['queue', 'latency', 'tokens'];
const TARGET_SECONDS = 0.5;
const PROMPT_TOKENS = 1_500;

/** The query of a trigger of the pool `workers`. */
function queryOf(trigger: string): string {
  const { workers } = observedSetting();
  const policy = Scaling.any({ min: 2, max: 8, signals: SIGNALS, ttftSeconds: TARGET_SECONDS, promptTokens: PROMPT_TOKENS });
  const { triggers } = (scaledObject(workers, policy.spec, SIGNALS) as Emitted).spec;
  const found = triggers.find(({ name }) => name === trigger);
  if (found === undefined) throw new Error(`no trigger ${trigger}`);
  return found.metadata.query;
}

const STEP_SECONDS = 15;
const PODS = [0, 1].map((index) => deploymentPod('workers', index));
/** Of others, whose names begin with that of this one. */
const SIBLINGS = neighboursOf('workers');
const HOUR = 240;

const gauge = (name: string, pod: string, value: number, labels = ''): InputSeries => ({
  series: `${name}{namespace="research",pod="${pod}"${labels}}`,
  values: `${value}x${HOUR}`,
});

/** Requests a second whose first token comes within each bound; none for the first half of an hour. */
function firstTokens(pod: string, byBound: Readonly<Record<string, number>>): InputSeries[] {
  return Object.entries(byBound).map(([le, rate]) => ({
    series: `vllm:time_to_first_token_seconds_bucket{namespace="research",pod="${pod}",le="${le}"}`,
    values: `0x${HOUR / 2} ${rate * STEP_SECONDS}+${rate * STEP_SECONDS}x${HOUR / 2}`,
  }));
}

/** 9 of 10 within 0.5 s and all within 1 s: the 95th of 100 lies half of the way between. */
const LATE = { '0.25': 0, '0.5': 9, '1': 10, '+Inf': 10 };
/** All within a quarter of a second. */
const SOON = { '0.25': 10, '0.5': 10, '1': 10, '+Inf': 10 };
/** All beyond the last finite bound. */
const NEVER = { '0.25': 0, '0.5': 0, '1': 0, '+Inf': 10 };

const asked = (trigger: string, value: number, atMinutes = 55): Check => ({ expr: `round(${queryOf(trigger)}, 0.0001)`, atMinutes, value });

function test(name: string, input: readonly InputSeries[], checks: readonly Check[]): RuleTest {
  return { name, groups: [], stepSeconds: STEP_SECONDS, input, checks };
}

export function scalingTests(): RuleTest[] {
  const waiting = [
    ...PODS.map((pod, index) => gauge('vllm:num_requests_waiting', pod, 3 + index)),
    ...SIBLINGS.map((pod) => gauge('vllm:num_requests_waiting', pod, 90)),
  ];
  const held = PODS.flatMap((pod, index) =>
    ['0', '1'].map((rank) => gauge('vllm:kv_cache_usage_perc', pod, 0.4 + 0.2 * index, `,engine="${rank}"`)),
  );
  const empty: Check = { expr: `count(${queryOf('first-token-p95')}) or vector(0)`, atMinutes: 20, value: 1 };
  return [
    test('waiting requests are the sum over the pods of the pool, and not of its siblings', waiting, [asked('waiting-requests', 7)]),
    test('waiting tokens are the requests times their prompt', waiting, [asked('waiting-prompt-tokens', 7 * PROMPT_TOKENS)]),
    test(
      'the cache is full by the fullest rank of each pod',
      [...held, ...SIBLINGS.map((pod) => gauge('vllm:kv_cache_usage_perc', pod, 1))],
      [asked('kv-cache-share', 1)],
    ),
    test(
      'the 95th of 100 first tokens counts over all pods, and not those of siblings',
      [...PODS.flatMap((pod) => firstTokens(pod, LATE)), ...SIBLINGS.flatMap((pod) => firstTokens(pod, NEVER))],
      [asked('first-token-p95', 0.75)],
    ),
    test(
      'first tokens in time ask for less than the target',
      PODS.flatMap((pod) => firstTokens(pod, SOON)),
      [asked('first-token-p95', 0.2375)],
    ),
    test('first tokens beyond every bound ask for twice the replicas and no more', firstTokens(PODS[0] ?? '', NEVER), [
      asked('first-token-p95', 2 * TARGET_SECONDS),
    ]),
    // One element that is no number: KEDA takes it for 0 where `ignoreNullValues` is true.
    test(
      'without requests there is one answer, and it is no number',
      PODS.flatMap((pod) => firstTokens(pod, LATE)),
      [empty, { expr: `count(${queryOf('first-token-p95')} == ${queryOf('first-token-p95')}) or vector(0)`, atMinutes: 20, value: 0 }],
    ),
  ];
}
