/** Every query of every dashboard finds something, and a number, on a fleet that is well. */
import { DASHBOARD_KINDS } from '../../lib/observability/dashboard-config-map';
import type { Check, RuleTest } from './promtool';
import { inputOf, SCENARIOS, type Scenario } from './scenarios';
import { gaugeValues, type InputSeries, timelineOf } from './series';
import { storyStack } from './story-tests';

interface Panels {
  readonly panels: readonly { readonly title: string; readonly targets: readonly { readonly expr: string }[] }[];
}

/** A minute in which all is well, after the windows of all rates. */
const AT_MINUTES = 14;

export function panelTests(): RuleTest[] {
  const stack = storyStack();
  const groups = stack.ruleGroups();
  const input = [...inputOf(SCENARIOS[0] as Scenario), ...agentsInput()];
  return DASHBOARD_KINDS.map((kind) => {
    const { panels } = JSON.parse(stack.dashboardJson(kind)) as Panels;
    const checks = panels.flatMap(({ targets }) => targets.map(({ expr }) => found(expr)));
    return { name: `dashboard ${kind}`, groups, stepSeconds: 30, input, checks };
  });
}

/** What is no number is shown as nothing. */
const found = (expr: string): Check => ({ expr: `(count((${expr}) == (${expr})) > bool 0) or vector(0)`, atMinutes: AT_MINUTES, value: 1 });

function agentsInput(): InputSeries[] {
  const time = timelineOf(10);
  const pod = 'namespace="research",pod="research-agents-6d5f9-abcde"';
  const gauge = (series: string, healthy: number): InputSeries => ({ series, values: gaugeValues({ healthy }, time) });
  return [
    gauge(`kube_pod_status_ready{${pod},condition="true"}`, 1),
    gauge(`kube_pod_container_status_restarts_total{${pod},container="agents"}`, 2),
    gauge(`container_cpu_usage_seconds_total{${pod},container="agents"}`, 90),
    gauge(`container_memory_working_set_bytes{${pod},container="agents"}`, 5e8),
    gauge('keda_scaler_metrics_value{namespace="keda",exported_namespace="research",scaledObject="research-agents"}', 3),
    gauge('kube_node_status_allocatable{node="gpu-1",resource="nvidia_com_gpu"}', 8),
  ];
}
