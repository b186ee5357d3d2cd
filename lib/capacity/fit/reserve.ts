/** The reserve of a release: how far the pool may be smaller than planned when the law is off by its whole band there. */
import type { UnplacedFinding } from '../../core/finding';
import { formatGiB } from '../../core/format';
import { fromGiB, toGiB } from '../../core/units';
import { estimateReplica } from '../engines/vllm/estimate';
import type { ReplicaSupply } from '../replica-supply';
import { type Balance, plannedReplica } from './balance';
import { arithmetic, askedFor, held } from './explain';
import type { PoolInput } from './pool-input';
import type { Assessment } from './rules/rule';

/**
 * GiB of one replica between what is planned and the lower end of the band of this release; 0 where the plan sets aside more than the band is wide.
 * Counted in tokens of the tightest stage, because that is what a request needs from every stage.
 */
export function reserveOfReplica(input: PoolInput, supply: ReplicaSupply): number {
  const { perGpuGiB, kvBytesPerTokenPerGpu, missing } = estimateReplica(plannedReplica(input));
  if (missing.length > 0 || kvBytesPerTokenPerGpu === 0 || supply.kvTokens === 0) return 0;
  const lowTokens = fromGiB(Math.max(0, perGpuGiB.kvCacheRange[0])) / kvBytesPerTokenPerGpu;
  return toGiB(Math.max(0, supply.kvTokens - lowTokens) * supply.kvBytesPerToken);
}

/** AF-CAP-022: it fits as planned, and would not at the lower end of the band. */
export function beyondReserve({ floor, peak }: Assessment, reserveGiB: number): UnplacedFinding[] {
  return [floor, ...(peak === null ? [] : [peak])]
    .filter(({ demandGiB, supplyGiB, input }) => demandGiB <= supplyGiB && demandGiB > supplyGiB - reserveGiB * input.replicas)
    .map((balance) => finding(balance, reserveGiB));
}

function finding(balance: Balance, reserveGiB: number): UnplacedFinding {
  const { demands, replica, replicas } = balance.input;
  const least = balance.supplyGiB - reserveGiB * replicas;
  const message =
    `${askedFor(demands)} need ${formatGiB(balance.demandGiB)} of KV cache and ${held(balance)}, ` +
    `but on ${replica.engine.name} the law may be off by ${formatGiB(reserveGiB)} a replica: as little as ${formatGiB(least)} is possible`;
  return {
    code: 'AF-CAP-022',
    severity: 'warning',
    value: Number(reserveGiB.toFixed(3)),
    allowed: `≤ ${formatGiB(least)}`,
    message,
    details: arithmetic(balance),
    repairs: ['compare with the KV cache size that the engine prints when it starts'],
  };
}
