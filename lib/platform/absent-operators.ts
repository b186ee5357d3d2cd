import { evaluateRules } from '../core/evaluate-rules';
import type { UnplacedFinding } from '../core/finding';
import type { CustomObjectName } from '../terraform/custom-objects';
import type { OperatorId } from './operators/operator';
import { ABSENT_OPERATOR_RULES } from './rules';

/** API groups of the objects that each operator works on. */
const GROUPS: Readonly<Record<OperatorId, readonly string[]>> = {
  prometheus: ['monitoring.coreos.com'],
  keda: ['keda.sh'],
  'gpu-operator': [],
  'external-secrets': ['external-secrets.io', 'generators.external-secrets.io'],
  'postgres-operator': ['postgresql.cnpg.io'],
  'leader-worker-set': ['leaderworkerset.x-k8s.io'],
  'rabbitmq-operator': ['rabbitmq.com'],
};

/** What to type so that an operator is there which is not installed by default. */
const INSTALLED_BY: Partial<Readonly<Record<OperatorId, string>>> = {
  'leader-worker-set': 'leaderWorkerSet: {}',
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
