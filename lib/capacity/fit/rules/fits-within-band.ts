/** AF-CAP-022: it fits as planned, and would not at the lower end of the band that the estimate has on this release. */
import { formatGiB } from '../../../core/format';
import { type Rule, type Violation, violations } from '../../../core/rule';
import { type Assessment, balancesOf } from '../assessment';
import type { Balance } from '../balance';
import { arithmetic, askedFor, held } from '../explain';

/** An assessment with what the estimate may be off by: known to the verdict, not to searches, because it takes long. */
export interface ReservedAssessment extends Assessment {
  /** GiB of one replica. */
  readonly reserveGiB: number;
}

export const fitsWithinBand: Rule<ReservedAssessment> = {
  id: 'fits-within-band',
  code: 'AF-CAP-022',
  title: 'The plan fits, but not at the lower end of the band that the memory estimate has on this release of the engine.',
  why: 'Releases that few people measured may set aside more than planned.',
  fix: 'Compare with the KV cache size that the engine prints when it starts, or leave more room.',
  severity: 'warning',
  needs: ['memory'],
  check(assessment) {
    const { reserveGiB } = assessment;
    const fitting = balancesOf(assessment).filter(({ demandGiB, supplyGiB }) => demandGiB <= supplyGiB);
    if (reserveGiB === 0 || fitting.length === 0) return 'not-applicable';
    return violations(
      fitting
        .filter(({ demandGiB, supplyGiB, input }) => demandGiB > supplyGiB - reserveGiB * input.replicas)
        .map((balance) => beyond(balance, reserveGiB)),
    );
  },
};

function beyond(balance: Balance, reserveGiB: number): Violation {
  const { demands, replica, replicas } = balance.input;
  const least = balance.supplyGiB - reserveGiB * replicas;
  const message =
    `${askedFor(demands)} need ${formatGiB(balance.demandGiB)} of KV cache and ${held(balance)}, ` +
    `but on ${replica.engine.name} the estimate may be off by ${formatGiB(reserveGiB)} a replica: as little as ${formatGiB(least)} is possible`;
  return {
    value: Number(reserveGiB.toFixed(3)),
    allowed: `≤ ${formatGiB(least)}`,
    message,
    details: arithmetic(balance),
    repairs: ['compare with the KV cache size that the engine prints when it starts'],
  };
}
