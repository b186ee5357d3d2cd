/** AF-CAP-023: caches of idle sessions that host memory does not hold are dropped, and computed again at their next turn. */
import { set } from '../../../core/change';
import { repair } from '../../../core/finding';
import { formatInteger } from '../../../core/format';
import { OPERATIONAL, type Violation, violations } from '../../../core/rule';
import { toGiB } from '../../../core/units';
import { balancesOf, type PoolRule } from '../assessment';
import { type Balance, sessionBytes } from '../balance';

export const kvOffloadHolds: PoolRule = {
  id: 'kv-offload-holds',
  code: 'AF-CAP-023',
  title: 'Idle sessions keep more KV cache in host memory than the replicas have there; the rest is computed again.',
  why: 'What does not fit into host memory is dropped, and the engine computes it again when the session continues.',
  fix: 'Raise offload.kvCacheGiB to what the idle sessions need.',
  severity: OPERATIONAL,
  check(assessment) {
    const balances = balancesOf(assessment).filter((balance) => quietSessions(balance) > 0);
    return balances.length === 0 ? 'not-applicable' : violations(balances.flatMap(overflow));
  },
};

const quietSessions = ({ input }: Balance) => input.demands.reduce((sum, { offloadedSessions }) => sum + (offloadedSessions ?? 0), 0);

function overflow(balance: Balance): Violation[] {
  const { input, supply } = balance;
  const asked = input.demands.reduce(
    (sum, { offloadedSessions, contextTokens }) => sum + (offloadedSessions ?? 0) * sessionBytes(input.replica, supply, contextTokens),
    0,
  );
  const { kvOffloadGiB = 0, kvOffload: { cpuGiB = 0, nvmeGiB = 0, sharedGiB = 0 } = {} } = input.replica;
  const [besideGiB, where] = [cpuGiB + nvmeGiB, whereOf(nvmeGiB, sharedGiB)];
  // A block is in the shared store once, and what is in host memory is there as well.
  const thereGiB = Math.max((kvOffloadGiB + besideGiB) * input.replicas, sharedGiB);
  if (toGiB(asked) <= thereGiB) return [];
  const needed = Math.ceil(toGiB(asked) / input.replicas - besideGiB);
  const message = `${formatInteger(quietSessions(balance))} idle sessions keep ${toGiB(asked).toFixed(1)} GiB in ${where}; ${input.replicas} replicas have ${thereGiB.toFixed(1)} GiB there: the rest is computed again at its next turn`;
  return [
    {
      prop: 'kvOffloadGiB',
      value: kvOffloadGiB,
      allowed: `≥ ${needed}`,
      message,
      repairs: [repair(set('kvOffloadGiB', needed))],
    },
  ];
}

const whereOf = (nvmeGiB: number, sharedGiB: number): string =>
  sharedGiB > 0 ? 'host memory and in the store that they share' : nvmeGiB > 0 ? 'host memory and on disk' : 'host memory';
