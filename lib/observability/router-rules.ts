/** Series and alerts of the LiteLLM router: whether a failed step is the router's fault or the engine's shows beside the pools. */
import type { Workload } from '../security/workload';
import { type AlertRule, type AlertSeverity, EVALUATION_INTERVAL, type RuleGroup } from './rule';

/** Failed requests of the router over all its requests, 0 … 1. */
export const ROUTER_FAILURES = 'agent_fleet:router_failures:ratio_rate5m';

/** Share of failed requests that is worth a look. */
const FAILURE_SHARE = 0.05;
/** Value of `litellm_deployment_state` for a deployment that fails. */
const DEPLOYMENT_DOWN = 2;

export function routerRules({ name, namespace }: Workload): RuleGroup {
  const selector = `namespace="${namespace.name}",pod=~"${name}-[^-]+(-[^-]+)?"`;
  const labels = { namespace: namespace.name, router: name };
  const rate = (metric: string) => `sum(rate(${metric}{${selector}}[5m]))`;
  const make = (severity: AlertSeverity, rule: Omit<AlertRule, 'labels'>): AlertRule => ({ ...rule, labels: { ...labels, severity } });
  return {
    name: `${name}-router`,
    interval: EVALUATION_INTERVAL,
    rules: [
      {
        record: ROUTER_FAILURES,
        expr: `(${rate('litellm_proxy_failed_requests_metric_total')} or vector(0)) / (${rate('litellm_proxy_total_requests_metric_total')} > 0)`,
        labels,
      },
      make('critical', routerDown(name, selector)),
      make('critical', deploymentDown(name, selector)),
      make('warning', routerFailing(name, namespace.name)),
    ],
  };
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

function deploymentDown(name: string, selector: string): Omit<AlertRule, 'labels'> {
  return {
    alert: 'AgentFleetRouteDown',
    expr: `max by (litellm_model_name, api_base) (litellm_deployment_state{${selector}}) == ${DEPLOYMENT_DOWN}`,
    for: '1m',
    annotations: {
      summary: `${name}: a route fails`,
      description:
        'Requests for {{ $labels.litellm_model_name }} at {{ $labels.api_base }} fail. If the pool is up, look at the network policy and the served name.',
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
