/** Every query of every dashboard finds something, and a number, on a fleet that is well. */
import { Gpu, Scaling } from '../../lib';
import { InferencePool } from '../../lib/inference/inference-pool';
import { DASHBOARD_KINDS } from '../../lib/observability/dashboard-config-map';
import { ObservabilityStack } from '../../lib/observability/observability-stack';
import { deploymentPod } from '../cluster/pod-names';
import { observedSetting } from './observed-setting';
import type { Check, RuleTest } from './promtool';
import { inputOf, SCENARIOS, type Scenario, tasksInput } from './scenarios';
import { gaugeValues, type InputSeries, poolInput, timelineOf } from './series';
import { storyStack } from './story-tests';

export interface Panels {
  readonly panels: readonly { readonly title: string; readonly targets: readonly { readonly expr: string }[] }[];
}

/** A minute in which all is well, after the windows of all rates. */
const AT_MINUTES = 14;

export function panelTests(): RuleTest[] {
  const input = [...inputOf(SCENARIOS[0] as Scenario), ...agentsInput()];
  return [...panelsOf(storyStack(), '', input), ...panelsOf(burstStack(), ' of a pool with a burst', burstInput()), burstCost()];
}

function panelsOf(stack: ObservabilityStack, of: string, input: readonly InputSeries[]): RuleTest[] {
  const groups = stack.ruleGroups();
  return DASHBOARD_KINDS.map((kind) => {
    const { panels } = JSON.parse(stack.dashboardJson(kind)) as Panels;
    const checks = panels.flatMap(({ targets }) => targets.map(({ expr }) => found(expr)));
    return { name: `dashboard ${kind}${of}`, groups, stepSeconds: 30, input, checks };
  });
}

/** A floor of two at $1.50, and above it spot nodes at $0.60. */
function burstStack(): ObservabilityStack {
  const priced = { gpu: Gpu.A100_80GB_PCIE, nodes: 8, priceAsOf: '2026-11-01' };
  const nodePools = { stays: { ...priced, usdPerGpuHour: 1.5 }, spot: { ...priced, purchase: 'spot', usdPerGpuHour: 0.6 } } as const;
  const { stack, cluster, planner, fleet } = observedSetting({ nodePools });
  const pool = new InferencePool(stack, 'writers', {
    cluster,
    model: planner.spec.model,
    gpu: Gpu.A100_80GB_PCIE,
    maxContextTokens: 8_192,
    scaling: Scaling.queueDepth({ min: 2, max: 8 }),
    nodePool: 'stays',
    burstNodePools: ['spot'],
  });
  const { agents } = fleet;
  const watched = {
    name: 'research',
    pools: () => [pool],
    latencyOf: () => 'background' as const,
    ...(agents === undefined ? {} : { agents }),
  };
  return new ObservabilityStack(stack, 'observability', { cluster, fleets: [watched] });
}

/** Two pods of the floor, and one above it. */
const burstInput = (): InputSeries[] => [
  ...poolInput('writers', [deploymentPod('writers', 0), deploymentPod('writers', 1), deploymentPod('writers-burst')], timelineOf(10), {}),
  ...tasksInput(timelineOf(10), {}),
  ...agentsInput(),
];

function burstCost(): RuleTest {
  const expr = 'round(sum(agent_fleet:cost_usd_per_hour:sum{pool="writers"}), 0.0001)';
  const checks = [{ expr, atMinutes: AT_MINUTES, value: 2 * 1.5 + 0.6 }];
  return { name: 'what a floor and a burst cost', groups: burstStack().ruleGroups(), stepSeconds: 30, input: burstInput(), checks };
}

/** What is no number is shown as nothing. */
export const found = (expr: string): Check => ({
  expr: `(count((${expr}) == (${expr})) > bool 0) or vector(0)`,
  atMinutes: AT_MINUTES,
  value: 1,
});

function agentsInput(): InputSeries[] {
  const time = timelineOf(10);
  const pod = `namespace="research",pod="${deploymentPod('research-agents')}"`;
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
