/** AF-CPU-044: a workflow that does what was planned is stopped in it, or nobody keeps the bound. */
import { set } from '../../core/change';
import { repair } from '../../core/finding';
import { formatInteger } from '../../core/format';
import type { Rule } from '../../core/rule';
import type { FleetView } from '../fleet-view';
import { workflowTokens } from '../workflow-tokens';

const PROP = 'maxTokensPerWorkflow';

export const workflowWithinTokens: Rule<FleetView> = {
  id: 'workflow-within-tokens',
  code: 'AF-CPU-044',
  title: 'A workflow is planned to spend more tokens than it may.',
  why: 'Agents that keep the bound stop in the middle of work that nothing is wrong with.',
  fix: 'Raise the bound, or plan shorter contexts, fewer turns or fewer agents.',
  severity: 'error',
  check(fleet) {
    const { maxTokensPerWorkflow: most } = fleet.spec;
    if (most === undefined) return 'not-applicable';
    const { planned, byRole } = workflowTokens(fleet);
    if (planned <= most) return 'compliant';
    const needed = Math.ceil(planned);
    const parts = Object.entries(byRole).filter(([, tokens]) => tokens > 0);
    return [
      {
        prop: PROP,
        value: most,
        allowed: `${formatInteger(needed)} or more`,
        message: `one workflow spends ${formatInteger(needed)} tokens by the plan: ${parts.map(([role, tokens]) => `${role} ${formatInteger(Math.ceil(tokens))}`).join(', ')}`,
        repairs: [repair(set(PROP, needed))],
      },
    ];
  },
};
