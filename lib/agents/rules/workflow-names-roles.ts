/** AF-SPEC-017: the stages of a workflow are roles of the fleet. */
import { rolesIn } from '../../capacity/demand/flow';
import { closest } from '../../core/closest';
import { type Rule, violations } from '../../core/rule';
import type { FleetView } from '../fleet-view';

export const workflowNamesRoles: Rule<FleetView> = {
  id: 'workflow-names-roles',
  code: 'AF-SPEC-017',
  title: 'The flow of workflowLatency names a role that the fleet does not have.',
  why: 'The time of the workflow would be computed without one of its stages.',
  fix: 'Name a role of the fleet, or add the role.',
  severity: 'error',
  check({ spec: { workflowLatency, roles } }) {
    if (workflowLatency?.flow === undefined) return 'not-applicable';
    const declared = Object.keys(roles);
    const unknown = [...new Set(rolesIn(workflowLatency.flow))].filter((role) => !declared.includes(role));
    return violations(
      unknown.map((role) => ({
        prop: 'workflowLatency.flow',
        value: role,
        allowed: declared.join(', '),
        message: `the flow names role '${role}', which roles does not define`,
        repairs: [...meant(role, declared), `add roles.${role} with its pool and contextTokens`],
      })),
    );
  },
};

/** A flow is not a prop that a change could reach into. */
function meant(role: string, declared: readonly string[]): string[] {
  const name = closest(role, declared);
  return name === undefined ? [] : [`workflowLatency.flow: '${name}' instead of '${role}'`];
}
