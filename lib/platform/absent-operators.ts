import type { UnplacedFinding } from '../core/finding';
import type { CustomObjectName } from '../terraform/custom-objects';
import type { OperatorId } from './operators/operator';

/** API groups of the objects that each operator works on. */
const GROUPS: Readonly<Record<OperatorId, readonly string[]>> = {
  prometheus: ['monitoring.coreos.com'],
  keda: ['keda.sh'],
  'gpu-operator': [],
  'external-secrets': ['external-secrets.io', 'generators.external-secrets.io'],
  'postgres-operator': ['postgresql.cnpg.io'],
};

/** AF-PLT-003: objects of an operator that the platform says the cluster does not have and does not get. */
export function absentOperatorFindings(
  absent: readonly { readonly id: OperatorId; readonly prop: string }[],
  objects: readonly CustomObjectName[],
): UnplacedFinding[] {
  return absent.flatMap(({ id, prop }) => {
    const orphans = objects.filter(({ group }) => GROUPS[id].includes(group));
    if (orphans.length === 0) return [];
    const named = orphans.slice(0, 5).map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`);
    const more = orphans.length > named.length ? ` and ${orphans.length - named.length} more` : '';
    return [
      {
        code: 'AF-PLT-003',
        severity: 'error',
        prop,
        value: false,
        allowed: "leave it out to install the operator, or 'existing' where the cluster has it",
        message: `the cluster has no ${id} and gets none, but fleets on it write ${named.join(', ')}${more}; Helm would fail at a kind that is not there`,
        repairs: [`remove ${prop}: false`, `${prop}: 'existing'`],
      },
    ];
  });
}
