/** AF-RTE-007: whatever sees every workflow, only to say where it goes, is paid for every one of them. */
import type { Rule } from '../../core/rule';
import type { FleetRole } from '../fleet-view';
import { firstOf } from '../workflow-stages';

/** Parameters in billions up to which a model suits routing: 7 to 8 as published, at most 13. Models of that name have a few hundred million more or less. */
const LARGEST_B = 13;

export const smallModelRoutes: Rule<FleetRole> = {
  id: 'small-model-routes',
  code: 'AF-RTE-007',
  title: 'A large model sees every workflow only to say where it goes.',
  why: 'A router or classifier is asked by every workflow, and a small model absorbs most of them at a part of the price and the time.',
  fix: 'Serve the role by a model of 7 to 8 billion parameters, at most 13.',
  severity: 'info',
  check({ fleet, role }) {
    const { id, paramsTotalB: billions } = role.pool.spec.model.facts;
    if (firstOf(fleet.spec.topology) !== role.name || billions === null) return 'not-applicable';
    if (Math.round(billions) <= LARGEST_B) return 'compliant';
    return [
      {
        prop: `roles.${role.name}.pool`,
        value: id,
        allowed: `a model of at most ${LARGEST_B} B parameters`,
        message: `${role.name} sees every workflow, and its model has ${billions} B parameters`,
        repairs: [`a pool with a model of 7 to 8 B for ${role.name}`, 'acknowledge AF-RTE-007, where a smaller one routes worse'],
      },
    ];
  },
};
