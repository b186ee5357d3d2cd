/** The verdict on one pool: demand against supply by every rule, with checked repairs for what does not fit. */
import { evaluateRules } from '../../core/evaluate-rules';
import type { UnplacedFinding } from '../../core/finding';
import type { Verdict } from '../verdict';
import { findingsOf, type RuledFinding } from './assess';
import { type Assessment, assess, balancesOf, HEADROOM } from './assessment';
import { ceilings, marginOf, nearestThroughput } from './margin';
import type { PoolInput } from './pool-input';
import type { PoolVerdict } from './pool-verdict';
import { isRepaired, repairedCodes, repairsFor } from './repairs';
import { survivesReplicaLoss } from './replica-loss';
import { reserveOfReplica } from './reserve';
import { fitsWithinBand } from './rules/fits-within-band';
import { throughputOf } from './throughput';
import { throughputVerdict } from './throughput-verdict';

/**
 * Judges one pool. The planned demand must fit on `replicas`, the peak demand on `maxReplicas`: in memory, and where it gives a rate in tokens a second.
 * fits: ≥ 15 % of the pool stays free · tight: 10–15 %, or only without the reserve of the release · rejected: less, or any other error ·
 * uncertain: a fact that decides is missing, or the band of an estimate decides.
 */
export function judgePool(input: PoolInput): PoolVerdict {
  const assessment = assess(input);
  const { floor } = assessment;
  const isUnknown = floor.supply.missing.length > 0;
  const reserveGiB = isUnknown ? 0 : reserveOfReplica(input, floor.supply);
  const found = findingsOf(assessment);
  const doubted = evaluateRules([fitsWithinBand], { ...assessment, reserveGiB });
  return {
    verdict: verdictOf(assessment, found, doubted.length > 0),
    supply: floor.supply,
    replicas: input.replicas,
    demandTokens: floor.demandTokens,
    demandGiB: floor.demandGiB,
    supplyGiB: floor.supplyGiB,
    headroom: floor.headroom,
    survivesReplicaLoss: survivesReplicaLoss(floor),
    bottleneck: bottleneckOf(assessment, found),
    margin: isUnknown ? null : marginOf(assessment),
    throughput: nearestThroughput(assessment),
    reserveGiB: reserveGiB * input.replicas,
    findings: [...withRepairs(assessment, found), ...doubted],
  };
}

/** Whether a pool fits or is tight, without looking for repairs: what searches ask many times. */
export function holds(input: PoolInput): boolean {
  const assessment = assess(input);
  const verdict = verdictOf(assessment, findingsOf(assessment), false);
  return verdict === 'fits' || verdict === 'tight';
}

/** Checked repairs go to every finding that they clear. Where facts are missing nothing could be checked. */
function withRepairs({ input, floor }: Assessment, found: readonly RuledFinding[]): UnplacedFinding[] {
  const codes = input.searchesRepairs === false || floor.supply.missing.length > 0 ? new Set<string>() : repairedCodes(found);
  const repairs = codes.size > 0 ? repairsFor(input, codes) : [];
  return found.map(({ rule, finding }) =>
    codes.has(rule.code) && isRepaired(rule, finding) ? { ...finding, repairs: [...finding.repairs, ...repairs] } : finding,
  );
}

function verdictOf(assessment: Assessment, found: readonly RuledFinding[], isDoubted: boolean): Verdict {
  const { floor, peak } = assessment;
  const throughputs = balancesOf(assessment).map((balance) => throughputVerdict(throughputOf(balance)));
  if (floor.supply.missing.length > 0) return 'uncertain';
  if (found.some(({ finding }) => finding.severity === 'error')) return 'rejected';
  if (throughputs.includes('uncertain')) return 'uncertain';
  const isNarrow = Math.min(floor.headroom, peak?.headroom ?? 1) < HEADROOM.tightBelow;
  return isNarrow || isDoubted || throughputs.includes('tight') ? 'tight' : 'fits';
}

/** What decides: a rule that no number can mend, else the ceiling that is nearest: of two that are broken, the smaller one. */
function bottleneckOf(assessment: Assessment, found: readonly RuledFinding[]): string {
  const { supply } = assessment.floor;
  if (supply.missing.length > 0) return `missing: ${supply.missing.join(', ')}`;
  const broken = found.find(({ rule, finding }) => finding.severity === 'error' && rule.bottleneck !== undefined);
  if (broken?.rule.bottleneck !== undefined) return broken.rule.bottleneck;
  const [nearest] = ceilings(assessment);
  if (nearest === undefined || (nearest.used === 0 && supply.kvBytesPerToken === 0)) return 'weights';
  const holdsAll = balancesOf(assessment).every(({ demandGiB, supplyGiB }) => demandGiB <= supplyGiB);
  return nearest.name === 'KV cache memory' && nearest.used > 1 && holdsAll ? 'headroom of the KV cache' : nearest.name;
}
