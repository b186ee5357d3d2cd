/** Horizontal pod autoscalers, disruption budgets, quotas and limits. */
import {
  block,
  blocks,
  flag,
  intOrString,
  notSent,
  quantity,
  quantityMap,
  sentText,
  type Table,
  text,
  textSet,
  whole,
  wholeText,
} from '../field';
import { labelSelector } from './metadata';

const target = block({ average_utilization: whole(), average_value: quantity(), type: text(), value: quantity() });
const metricIdentifier = block({ name: text(), selector: labelSelector });
const objectReference = block({ api_version: text(), kind: text(), name: text() });

const METRIC: Table = {
  container_resource: block({ container: text(), name: text(), target }),
  external: block({ metric: metricIdentifier, target }),
  object: block({ described_object: objectReference, metric: metricIdentifier, target }),
  pods: block({ metric: metricIdentifier, target }),
  resource: block({ name: text(), target }),
  type: text(),
};

const scalingRules = block({
  policy: blocks('policies', { period_seconds: whole(), type: text(), value: whole() }),
  select_policy: sentText(),
  stabilization_window_seconds: wholeText,
});

export const autoscalerSpec = block({
  behavior: block({ scale_down: scalingRules, scale_up: scalingRules }),
  max_replicas: whole(),
  metric: blocks('metrics', METRIC),
  min_replicas: whole(1),
  scale_target_ref: objectReference,
  target_cpu_utilization_percentage: notSent,
});

export const disruptionBudgetSpec = block({
  max_unavailable: intOrString(),
  min_available: intOrString(),
  selector: labelSelector,
});

export const resourceQuotaSpec = block({
  hard: quantityMap,
  scopes: textSet,
  scope_selector: block({ match_expression: blocks('matchExpressions', { operator: text(), scope_name: text(), values: textSet }) }),
});

export const limitRangeSpec = block({
  limit: blocks('limits', {
    default: quantityMap,
    default_request: quantityMap,
    max: quantityMap,
    max_limit_request_ratio: quantityMap,
    min: quantityMap,
    type: text(),
  }),
});

export const priorityClass: Table = {
  description: text(),
  global_default: flag(),
  preemption_policy: text('PreemptLowerPriority'),
  value: whole(),
};
