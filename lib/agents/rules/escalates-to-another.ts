/** AF-RTE-034: a model that found a case too hard finds it as hard the second time. */
import type { Rule } from '../../core/rule';
import type { FleetRole } from '../fleet-view';
import type { RoleView } from '../role-view';
import { nextOf } from '../workflow-stages';

export const escalatesToAnother: Rule<FleetRole> = {
  id: 'escalates-to-another',
  code: 'AF-RTE-034',
  title: 'Hard cases go on to the model for which they were too hard.',
  why: 'The same model answers the same way, and the sessions of the hard cases are paid twice.',
  fix: 'Lead hard cases to a larger model, or to an adapter that was trained for them.',
  severity: 'warning',
  check({ fleet, role }) {
    const next = nextOf(fleet.spec.topology, role.name);
    const harder = fleet.roles.find(({ name }) => name === next);
    if (harder === undefined) return 'not-applicable';
    if (modelOf(harder) !== modelOf(role)) return 'compliant';
    return [
      {
        prop: `roles.${harder.name}.pool`,
        value: harder.pool.spec.model.facts.id,
        allowed: `another model than that of ${role.name}`,
        message: `what is too hard for ${role.name} goes on to ${harder.name}, which has the same model`,
        repairs: [
          `a larger model for ${harder.name}`,
          `an adapter for ${harder.name}`,
          'Topology.routing, for targets that differ by their prompts',
        ],
      },
    ];
  },
};

const modelOf = ({ pool, props: { adapter } }: RoleView): string => JSON.stringify([pool.spec.model.facts.id, adapter ?? null]);
