/** The object that hands rules to Prometheus. */
import { MANAGED_BY } from '../security/labels';
import type { CustomObject } from '../terraform/custom-objects';
import type { RuleGroup } from './rule';

export function prometheusRule(name: string, namespace: string, groups: readonly RuleGroup[]): CustomObject {
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name, namespace, labels: { 'app.kubernetes.io/name': name, 'app.kubernetes.io/managed-by': MANAGED_BY } },
    spec: { groups },
  };
}
