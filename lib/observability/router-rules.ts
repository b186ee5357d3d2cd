/** Series and alerts of a router: whether a failed step is the router's fault or the engine's shows beside the pools. */
import { deploymentPods, podMatchers } from '../core/kubernetes/pod-names';
import type { ClientTokensMetric, ObservedRouter, RouteStateMetric } from '../routing/contract';
import { FAILED_STEPS, failureCauses, lookAtText, saysWhyFailed } from './failure-causes';
import { keyRules } from './key-rules';
import type { ObservedPool } from './observed-pool';
import { type AlertRule, type AlertSeverity, EVALUATION_INTERVAL, type RecordingRule, type RuleGroup } from './rule';
import type { Thresholds } from './thresholds';

/** Failed requests of the router over all its requests, 0 … 1. */
export const ROUTER_FAILURES = 'agent_fleet:router_failures:ratio_rate5m';

/** Share of failed requests that is worth a look. */
const FAILURE_SHARE = 0.05;

/** Whether the router writes what `ROUTER_FAILURES` is made of. */
export function recordsFailures({ metrics }: ObservedRouter): boolean {
  return metrics.requests !== null && metrics.failures !== null;
}

/** Tokens per second of each client of a router, prompt and answer; label `client`. */
export const CLIENT_TOKENS = 'agent_fleet:client_tokens:rate5m';

export function routerRules(
  router: ObservedRouter,
  pools: readonly ObservedPool[],
  { spendTimesBaseline }: Pick<Thresholds, 'spendTimesBaseline'>,
): RuleGroup {
  const { name, namespace } = router.scraped.workload;
  const selector = podMatchers(namespace.name, deploymentPods(name));
  const labels = { namespace: namespace.name, router: name };
  const make = (severity: AlertSeverity, rule: Omit<AlertRule, 'labels'>): AlertRule => ({ ...rule, labels: { ...labels, severity } });
  const { routeState, tokens } = router.metrics;
  return {
    name: `${name}-router`,
    interval: EVALUATION_INTERVAL,
    rules: [
      ...failureSeries(router, selector, labels),
      ...failureCauses(router, { selector, labels }, pools),
      ...(tokens === undefined || tokens === null ? [] : [clientTokens(tokens, selector, labels)]),
      make('critical', routerDown(name, selector)),
      ...(routeState === null ? [] : [make('critical', routeDown(name, selector, routeState))]),
      ...(recordsFailures(router)
        ? [make('warning', saysWhyFailed(router) ? routerFailingBy(name, namespace.name) : routerFailing(name, namespace.name))]
        : []),
      ...(tokens === undefined || tokens === null ? [] : [make('warning', spendUnusual(name, namespace.name, spendTimesBaseline))]),
      ...keyRules(router.expiringKeys?.() ?? [], name, labels),
    ],
  };
}

function failureSeries({ metrics }: ObservedRouter, selector: string, labels: Readonly<Record<string, string>>): RecordingRule[] {
  const { requests, failures } = metrics;
  if (requests === null || failures === null) return [];
  const rate = (metric: string) => `sum(rate(${metric}{${selector}}[5m]))`;
  return [{ record: ROUTER_FAILURES, expr: `(${rate(failures)} or vector(0)) / (${rate(requests)} > 0)`, labels }];
}

function routerDown(name: string, selector: string): Omit<AlertRule, 'labels'> {
  return {
    alert: 'AgentFleetRouterDown',
    expr: `(sum(max by (pod) (up{${selector}})) or vector(0)) == 0`,
    for: '2m',
    annotations: {
      summary: `${name}: no router answers`,
      description: 'No pod of the router answers its scrape; agents reach no model.',
    },
  };
}

function routeDown(
  name: string,
  selector: string,
  { series, down, modelLabel, addressLabel }: RouteStateMetric,
): Omit<AlertRule, 'labels'> {
  return {
    alert: 'AgentFleetRouteDown',
    expr: `max by (${modelLabel}, ${addressLabel}) (${series}{${selector}}) == ${down}`,
    for: '1m',
    annotations: {
      summary: `${name}: a route fails`,
      description: `Requests for {{ $labels.${modelLabel} }} at {{ $labels.${addressLabel} }} fail. If the pool is up, look at the network policy and the served name.`,
    },
  };
}

function routerFailing(name: string, namespace: string): Omit<AlertRule, 'labels'> {
  return {
    alert: 'AgentFleetRouterFailing',
    expr: `${ROUTER_FAILURES}{namespace="${namespace}",router="${name}"} > ${FAILURE_SHARE}`,
    for: '5m',
    annotations: {
      summary: `${name}: requests fail`,
      description:
        '{{ $value | humanizePercentage }} of the requests fail. Compare with the pools: slow engines time out, a broken orchestration sends bad requests.',
    },
  };
}

function clientTokens(
  { series, clientLabel, clientPattern = '(.*)' }: ClientTokensMetric,
  selector: string,
  labels: Readonly<Record<string, string>>,
): RecordingRule {
  const rate = `sum by (${clientLabel}) (rate(${series}{${selector}}[5m]))`;
  const client = `"client", "$1", "${clientLabel}", "${clientPattern}"`;
  return { record: CLIENT_TOKENS, expr: `sum by (client) (label_replace(${rate}, ${client}))`, labels };
}

/** Against the mean of the day that ended an hour ago, so that a loop does not become its own measure. A client that is younger than a day has none. */
function spendUnusual(name: string, namespace: string, times: number): Omit<AlertRule, 'labels'> {
  const tokens = `${CLIENT_TOKENS}{namespace="${namespace}",router="${name}"}`;
  return {
    alert: 'AgentFleetSpendUnusual',
    expr: `${tokens} > ${times} * avg_over_time(${tokens}[1d] offset 1h) and ${tokens} offset 1d >= 0`,
    for: '15m',
    annotations: {
      summary: `${name}: a client uses ${times} times its usual tokens`,
      description:
        'Client {{ $labels.client }} uses {{ $value | humanize }} tokens a second, prompt and answer. Look for agents that call each other without end, and for a limit that is missing on its key.',
    },
  };
}

/** Labelled with the cause of most of the failures. */
function routerFailingBy(name: string, namespace: string): Omit<AlertRule, 'labels'> {
  const place = `{namespace="${namespace}",router="${name}"}`;
  const most = `topk(1, avg_over_time(${FAILED_STEPS}${place}[10m]) > 0)`;
  return {
    alert: 'AgentFleetRouterFailing',
    expr: `(${most} * 0 + 1) * on (namespace, router) group_left () (${ROUTER_FAILURES}${place} > ${FAILURE_SHARE})`,
    for: '5m',
    annotations: {
      summary: `${name}: requests fail, most of them by {{ $labels.cause }}{{ with $labels.pool }} at {{ . }}{{ end }}`,
      description: `{{ $value | humanizePercentage }} of the requests fail. ${lookAtText()}`,
    },
  };
}
