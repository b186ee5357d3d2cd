import { evaluateRules } from '../core/evaluate-rules';
import type { UnplacedFinding } from '../core/finding';
import type { CustomObjectName } from '../terraform/custom-objects';
import type { Cluster } from './cluster';
import type { OperatorId } from './operators/operator';
import { ABSENT_OPERATOR_RULES, EXISTING_PROMETHEUS_RULES } from './rules';

/** API groups of the objects that each operator works on. */
const GROUPS: Readonly<Record<OperatorId, readonly string[]>> = {
  prometheus: ['monitoring.coreos.com'],
  keda: ['keda.sh'],
  'gpu-operator': [],
  'external-secrets': ['external-secrets.io', 'generators.external-secrets.io'],
  'postgres-operator': ['postgresql.cnpg.io'],
  'leader-worker-set': ['leaderworkerset.x-k8s.io'],
  'ray-operator': ['ray.io'],
  'rabbitmq-operator': ['rabbitmq.com'],
};

/** What to type so that an operator is there which is not installed by default. */
const INSTALLED_BY: Partial<Readonly<Record<OperatorId, string>>> = {
  'leader-worker-set': 'leaderWorkerSet: {}',
  'ray-operator': 'rayOperator: {}',
  'rabbitmq-operator': "rabbitmqOperator: { manifest: './cluster-operator.yml' }",
};

/** AF-PLT-003: objects of an operator that the platform says the cluster does not have and does not get. */
export function absentOperatorFindings(
  absent: readonly { readonly id: OperatorId; readonly prop: string }[],
  objects: readonly CustomObjectName[],
): UnplacedFinding[] {
  return absent.flatMap(({ id, prop }) =>
    evaluateRules(ABSENT_OPERATOR_RULES, {
      id,
      prop,
      install: INSTALLED_BY[id] ?? `remove ${prop}: false`,
      orphans: objects.filter(({ group }) => GROUPS[id].includes(group)),
    }),
  );
}

/** AF-PLT-011: monitors and rules that a Prometheus of somebody else may ignore. */
export function prometheusFindings(
  { name, monitorLabels }: Pick<Cluster, 'name' | 'monitorLabels'>,
  objects: readonly CustomObjectName[],
): UnplacedFinding[] {
  const monitored = objects.filter(({ group }) => GROUPS.prometheus.includes(group)).map(({ kind, name: object }) => `${kind} ${object}`);
  return evaluateRules(EXISTING_PROMETHEUS_RULES, { cluster: name, monitorLabels, objects: monitored });
}
