/** AF-PLAN-002: the offers have GPUs for all roles together. */
import type { Rule } from '../../core/rule';
import type { UnplannedFleet } from '../unplanned-fleet';

export const enoughGpus: Rule<UnplannedFleet> = {
  id: 'enough-gpus',
  code: 'AF-PLAN-002',
  title: 'Each role is served by itself, and the nodes of the inventory are too few for all of them.',
  why: 'The last pools would stay pending.',
  fix: 'Add the nodes that the message names, or another offer.',
  severity: 'error',
  raisedBy: 'planFleet() of cdktf-agent-fleet/planner',
  check(fleet) {
    if (fleet.kind !== 'short') return 'not-applicable';
    const { offers, nodes } = fleet;
    const needs = nodes.map(({ offer, nodes: needed, had }) => `${needed} nodes of ${offer} instead of ${had}`).join(', ');
    return [
      {
        prop: 'inventory',
        value: offers,
        allowed: needs === '' ? 'more nodes' : needs,
        message: `the roles together need more GPUs than ${offers.join(', ')} ${offers.length === 1 ? 'has' : 'have'}${needs === '' ? '' : `: at the least price ${needs}`}`,
        repairs:
          nodes.length === 0
            ? ['inventory: a further offer']
            : nodes.map(({ offer, nodes: needed }) => `inventory.${offer}.nodes: ${needed}`),
      },
    ];
  },
};
