/** AF-PLAN-001: something of the inventory serves every role. */
import { formatInteger } from '../../core/format';
import type { Rule } from '../../core/rule';
import type { UnplannedFleet } from '../unplanned-fleet';

/** More would be a catalogue, not advice. */
const AT_MOST = 5;

export const roleServed: Rule<UnplannedFleet> = {
  id: 'role-served',
  code: 'AF-PLAN-001',
  title: 'Nothing of the inventory serves a role with the models, GPUs and latency class that it allows.',
  why: 'No fleet of these GPUs fits, whatever it costs.',
  fix: 'Ease one of the conditions that the message names, or offer larger GPUs.',
  severity: 'error',
  raisedBy: 'planFleet() of cdktf-agent-fleet/planner',
  check(fleet) {
    if (fleet.kind !== 'unserved') return 'not-applicable';
    const { role, contextTokens, longest, changes } = fleet;
    const shorter = longest === null ? [] : [`roles.${role}.contextTokens: ${longest}`];
    const repairs = [...shorter, ...changes].slice(0, AT_MOST);
    return [
      {
        prop: `roles.${role}`,
        value: role,
        allowed: longest === null ? 'a role that one of the offers serves' : `≤ ${formatInteger(longest)} tokens of context`,
        message: `role ${role} (${formatInteger(contextTokens)} tokens of context) is served by no GPU of the inventory as it is asked`,
        repairs: repairs.length > 0 ? repairs : [`inventory: an offer with more memory, or more GPUs in a node, for role ${role}`],
      },
    ];
  },
};
