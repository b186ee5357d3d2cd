/** Series and alerts of the proxy before the two stages of a pool: it is the only way there, and it alone sees at which stage a request fails. */
import type { ObservedPool, ObservedStageProxy } from './observed-pool';
import { seriesOf } from './pool-series';
import { type AlertRule, EVALUATION_INTERVAL, type RecordingRule, type RuleGroup } from './rule';

/** Failed requests over all requests of a proxy of stages, 0 … 1; label `stage` is where: `choice` of a replica, `prefill` or `decode`. */
export const STAGE_FAILURES = 'agent_fleet:stage_failures:ratio_rate5m';

/** Share of failed requests that is worth a look, as at routers. */
const FAILURE_SHARE = 0.05;

/** None where a pool computes its own prompts. */
export function stageRules({ name, namespace, stageProxy }: ObservedPool): RuleGroup[] {
  if (stageProxy === null) return [];
  const labels = { namespace, pool: name };
  const place = { namespace, name };
  return [
    {
      name: `${name}-stages`,
      interval: EVALUATION_INTERVAL,
      rules: [
        ...failures(stageProxy).map((rule) => ({ ...rule, labels: { ...labels, ...rule.labels } })),
        { ...down(stageProxy, `${namespace}/${name}`), labels: { severity: 'critical', ...labels } },
        { ...failing(place), labels: { severity: 'warning', ...labels } },
      ],
    },
  ];
}

function failures({ selector, metrics }: ObservedStageProxy): RecordingRule[] {
  // A counter is not written before it first counts.
  const rate = (series: string) => `(sum(rate(${series}{${selector}}[5m])) or vector(0))`;
  // A request without a replica is not among those that were sent to one.
  const all = `(${rate(metrics.requests)} + ${rate(metrics.unplaced)} > 0)`;
  const of = (stage: string, series: string) => ({ record: STAGE_FAILURES, expr: `${rate(series)} / ${all}`, labels: { stage } });
  return [of('choice', metrics.unplaced), of('prefill', metrics.prefillFailures), of('decode', metrics.decodeFailures)];
}

const down = ({ name, selector }: ObservedStageProxy, pool: string): Omit<AlertRule, 'labels'> => ({
  alert: 'AgentFleetStageProxyDown',
  expr: `(sum(max by (pod) (up{${selector}})) or vector(0)) == 0`,
  for: '2m',
  annotations: {
    summary: `${pool}: no proxy of its stages answers`,
    description: `No pod of ${name} answers its scrape: nobody reaches the pool, however well its replicas are.`,
  },
});

const failing = ({ namespace, name }: { readonly namespace: string; readonly name: string }): Omit<AlertRule, 'labels'> => ({
  alert: 'AgentFleetStagesFailing',
  expr: `${seriesOf(STAGE_FAILURES, { namespace, name })} > ${FAILURE_SHARE}`,
  for: '5m',
  annotations: {
    summary: `${namespace}/${name}: requests fail at the stage {{ $labels.stage }}`,
    description:
      '{{ $value | humanizePercentage }} of the requests fail. At choice the proxy knows no replica of a stage; at prefill or decode a replica refuses, ends, or cannot fetch what the other computed.',
  },
});
