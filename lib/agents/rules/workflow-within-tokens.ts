/** AF-CPU-044: a workflow that does what was planned is stopped in it. */
import { set } from '../../core/change';
import { repair } from '../../core/finding';
import { formatInteger } from '../../core/format';
import type { Rule, Violation } from '../../core/rule';
import type { FleetView } from '../fleet-view';
import { workflowTokens } from '../workflow-tokens';

const PROP = 'maxTokensPerWorkflow';

export const workflowWithinTokens: Rule<FleetView> = {
  id: 'workflow-within-tokens',
  code: 'AF-CPU-044',
  title: 'A workflow is planned to spend more tokens than it may, or nobody says how many.',
  why: 'Agents that keep the bound stop in the middle of work that nothing is wrong with.',
  fix: 'Raise the bound, or plan shorter contexts, fewer turns or fewer agents.',
  severity: ['error', 'warning'],
  check(fleet) {
    const { maxTokensPerWorkflow: most } = fleet.spec;
    if (most === undefined) return 'not-applicable';
    const { planned, byRole, unknownRoles } = workflowTokens(fleet);
    if (planned <= most) return unknownRoles.length === 0 ? 'compliant' : [unknown(most, unknownRoles)];
    const needed = Math.ceil(planned);
    const parts = Object.entries(byRole).filter(([, tokens]) => tokens > 0);
    return [
      {
        severity: 'error',
        prop: PROP,
        value: most,
        allowed: `${formatInteger(needed)} or more`,
        message: `one workflow spends ${formatInteger(needed)} tokens by the plan: ${parts.map(([role, tokens]) => `${role} ${formatInteger(Math.ceil(tokens))}`).join(', ')}`,
        repairs: [repair(set(PROP, needed))],
      },
    ];
  },
};

const unknown = (most: number, roles: readonly string[]): Violation => ({
  severity: 'warning',
  uncertain: true,
  prop: PROP,
  value: most,
  allowed: 'unknown: declare the requests of each role',
  message: `a workflow may spend ${formatInteger(most)} tokens, and what ${roles.join(', ')} ask is not declared`,
  repairs: roles.map((role) => `request: { inputTokens: …, outputTokens: … } of role "${role}"`),
});
