/** Every alert on a healthy tool on GPUs of every kind is silent, loud on each of its faults, and clear afterwards. */
import { DASHBOARD_KINDS } from '../../lib/observability/dashboard-config-map';
import {
  groupsOfService,
  SERVICE_EVERYDAY,
  SERVICE_FAULTS,
  SERVICE_KINDS,
  type ServiceKind,
  serviceInput,
  stackOfService,
} from './gpu-service-kinds';
import { alertsIn, keyOf } from './kinds';
import { found, type Panels } from './panel-tests';
import { firing, type RuleTest, withWhatItReads } from './promtool';
import { timelineOf } from './series';

export function serviceSilenceTests(kind: ServiceKind): RuleTest[] {
  const groups = groupsOfService(kind);
  return Object.values(SERVICE_EVERYDAY).map(({ what, minutes, trouble }) => {
    const time = timelineOf(minutes);
    const end = time.before + time.trouble + time.after;
    const checks = Array.from({ length: Math.floor(end / 2) }, (_, index) => firing('', 2 * index + 1, 0));
    return { name: what, groups, stepSeconds: time.stepSeconds, input: serviceInput(kind, time, trouble), checks };
  });
}

export function serviceFaultTests(kind: ServiceKind): RuleTest[] {
  const groups = groupsOfService(kind);
  return alertsIn(groups)
    .filter(({ labels }) => 'gpu_service' in labels)
    .flatMap((rule) => {
      const faults = SERVICE_FAULTS[keyOf(rule)];
      if (faults === undefined) throw new Error(`no fault for the alert ${keyOf(rule)}`);
      const answered = faults.filter(({ what }) => what !== UNWRITTEN || rule.expr.includes('count(flux_queue'));
      return answered.map(({ what, minutes, trouble }) => {
        const time = timelineOf(minutes);
        const last = time.stepSeconds / 60;
        const of = (at: number, value: number) => firing(`,alertname="${rule.alert}",severity="${rule.labels.severity}"`, at, value);
        return {
          name: `${keyOf(rule)}: ${what}`,
          groups: withWhatItReads(groups, (candidate) => candidate === rule),
          stepSeconds: time.stepSeconds,
          input: serviceInput(kind, time, trouble),
          checks: [
            of(time.before - last, 0),
            of(time.before + time.trouble - last, 1),
            of(time.before + time.trouble + time.after - last, 0),
          ],
        };
      });
    });
}

/** Seen where the card is the service's alone and reports. */
const UNWRITTEN = 'the queue has another name';

/** Every query of every dashboard finds a number on a service that is well, and its cost is in the sum. */
export function servicePanelTests(): RuleTest[] {
  const kind = SERVICE_KINDS['with all metrics'] as ServiceKind;
  const stack = stackOfService(kind);
  const groups = stack.ruleGroups();
  const input = serviceInput(kind, timelineOf(10), {});
  const of = (name: string, checks: RuleTest['checks']): RuleTest => ({ name, groups, stepSeconds: 30, input, checks });
  const panels = DASHBOARD_KINDS.flatMap((dashboard) => {
    const { panels: shown = [] } = JSON.parse(stack.dashboardJson(dashboard)) as Partial<Panels>;
    const checks = shown.flatMap(({ targets }) => targets.map(({ expr }) => found(expr)));
    return checks.length === 0 ? [] : [of(`dashboard ${dashboard} of a tool on GPUs`, checks)];
  });
  const figure = (expr: string, value: number) => ({ expr: `round(sum(${expr}), 0.0001)`, atMinutes: 14, value });
  return [
    ...panels,
    of('what a tool on GPUs costs', [
      figure('agent_fleet:gpus:sum{gpu_service="images"}', 2),
      figure('agent_fleet:cost_usd_per_hour:sum{gpu_service="images"}', 3),
      figure('agent_fleet:total_cost_usd_per_hour:sum', 3),
      figure('agent_fleet:replicas_ready:count', 2),
    ]),
  ];
}
