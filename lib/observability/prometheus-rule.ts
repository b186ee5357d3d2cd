/** The object that hands rules to Prometheus. */
import { MANAGED_BY } from '../security/labels';
import type { CustomObject } from '../terraform/custom-objects';
import type { RuleGroup } from './rule';

/** Where the rules go. */
export interface RuleObject {
  readonly name: string;
  readonly namespace: string;
  /** Labels by which the Prometheus of the cluster selects rules. */
  readonly labels: Readonly<Record<string, string>> | undefined;
}

export function prometheusRule({ name, namespace, labels }: RuleObject, groups: readonly RuleGroup[]): CustomObject {
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name, namespace, labels: { ...labels, 'app.kubernetes.io/name': name, 'app.kubernetes.io/managed-by': MANAGED_BY } },
    spec: { groups },
  };
}
