/** AF-PLT-003: objects of an operator that the platform says the cluster does not have and does not get. */
import type { Rule } from '../../core/rule';
import type { AbsentOperator } from '../platform-view';

export const operatorThere: Rule<AbsentOperator> = {
  id: 'operator-there',
  code: 'AF-PLT-003',
  title: 'Fleets write objects of an operator that the cluster does not have and does not get.',
  why: 'Helm fails at a kind that the cluster does not have.',
  fix: "Install the operator, or declare that the cluster has it ('existing').",
  severity: 'error',
  check({ id, prop, install, orphans }) {
    if (orphans.length === 0) return 'compliant';
    const named = orphans.slice(0, 5).map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`);
    const more = orphans.length > named.length ? ` and ${orphans.length - named.length} more` : '';
    return [
      {
        prop,
        value: false,
        allowed: "the operator installed, or 'existing' where the cluster has it",
        message: `the cluster has no ${id} and gets none, but fleets on it write ${named.join(', ')}${more}; Helm would fail at a kind that the cluster does not have`,
        repairs: [install, `${prop}: 'existing'`],
      },
    ];
  },
};
