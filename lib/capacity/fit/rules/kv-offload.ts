/** AF-CAP-023: caches of quiet sessions that host memory does not hold are dropped, and computed again at their next turn. */
import type { UnplacedFinding } from '../../../core/finding';
import { formatInteger } from '../../../core/format';
import { toGiB } from '../../../core/units';
import { type Balance, sessionBytes } from '../balance';
import type { Rule } from './rule';

export const kvOffload: Rule = ({ floor, peak }) => [floor, ...(peak === null ? [] : [peak])].flatMap(overflow);

function overflow(balance: Balance): UnplacedFinding[] {
  const { input, supply } = balance;
  const asked = input.demands.reduce(
    (sum, { offloadedSessions, contextTokens }) => sum + (offloadedSessions ?? 0) * sessionBytes(input.replica, supply, contextTokens),
    0,
  );
  const thereGiB = (input.replica.kvOffloadGiB ?? 0) * input.replicas;
  if (toGiB(asked) <= thereGiB) return [];
  const needed = Math.ceil(toGiB(asked) / input.replicas);
  const sessions = input.demands.reduce((sum, { offloadedSessions }) => sum + (offloadedSessions ?? 0), 0);
  const message = `${formatInteger(sessions)} quiet sessions keep ${toGiB(asked).toFixed(1)} GiB in host memory; ${input.replicas} replicas have ${thereGiB.toFixed(1)} GiB there: the rest is computed again at its next turn`;
  return [
    {
      code: 'AF-CAP-023',
      severity: 'warning',
      prop: 'kvOffloadGiB',
      value: input.replica.kvOffloadGiB ?? 0,
      allowed: `≥ ${needed}`,
      message,
      repairs: [`kvOffloadGiB: ${needed}`],
    },
  ];
}
