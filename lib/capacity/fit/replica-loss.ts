/** What losing one replica means for a pool. */
import { formatGiB, formatInteger } from '../../core/format';
import type { Balance } from './balance';
import type { PoolInput } from './pool-input';
import { throughputOf } from './throughput';
import { rateOf } from './throughput-verdict';

/** True when the pool still holds its demand, and still makes its tokens a second, with one replica less. */
export function survivesReplicaLoss(floor: Balance): boolean {
  return floor.input.replicas > 1 && holdsWithoutOne(floor) && makesWithoutOne(floor);
}

const left = ({ replicas }: PoolInput) => (replicas - 1) / Math.max(1, replicas);

const holdsWithoutOne = ({ input, supplyGiB, demandGiB }: Balance) => supplyGiB * left(input) >= demandGiB;

function makesWithoutOne(balance: Balance): boolean {
  const made = throughputOf(balance);
  return made === null || 'missing' in made || made.supplyTokensPerSecond * left(balance.input) >= made.demandTokensPerSecond;
}

/** What is left in words: of the two, what is short. */
export function leftWithoutOne(balance: Balance): string {
  const made = throughputOf(balance);
  if (holdsWithoutOne(balance) && made !== null && !('missing' in made)) {
    const rate = made.supplyTokensPerSecond * left(balance.input);
    const shown = rateOf(balance.input.replica);
    return `about ${shown(rate)} for a demand of ${shown(made.demandTokensPerSecond)}`;
  }
  const tokens = balance.supply.kvTokens * (balance.input.replicas - 1);
  const gib = balance.supplyGiB * left(balance.input);
  return `${formatInteger(tokens)} tokens (${formatGiB(gib)}) for a demand of ${formatInteger(balance.demandTokens)} (${formatGiB(balance.demandGiB)})`;
}
