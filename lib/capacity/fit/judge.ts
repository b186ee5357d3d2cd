/** The verdict on one pool: demand against supply by every rule, with checked repairs for what does not fit. */
import type { UnplacedFinding } from '../../core/finding';
import type { Verdict } from '../verdict';
import { assess, findingsOf } from './assess';
import { ceilings, marginOf, nearestThroughput } from './margin';
import type { PoolInput } from './pool-input';
import type { PoolVerdict } from './pool-verdict';
import { repairableCodes, repairsFor } from './repairs';
import { beyondReserve, reserveOfReplica } from './reserve';
import { survivesReplicaLoss } from './rules/admission';
import { type Assessment, HEADROOM } from './rules/rule';
import { throughputVerdict } from './rules/throughput';
import { throughputOf } from './throughput';

/**
 * Judges one pool. The planned demand must fit on `replicas`, the peak demand on `maxReplicas`: in memory, and where it gives a rate in tokens a second.
 * fits: ≥ 15 % of the pool stays free · tight: 10–15 %, or only without the reserve of the release · rejected: less, or any other error ·
 * uncertain: a fact that decides is missing, or the band of an estimate decides.
 */
export function judgePool(input: PoolInput): PoolVerdict {
  const assessment = assess(input);
  const { floor } = assessment;
  const unknown = floor.supply.missing.length > 0;
  const reserve = unknown ? 0 : reserveOfReplica(input, floor.supply);
  const reserved = beyondReserve(assessment, reserve);
  const findings = unknown ? uncertainFindings(assessment) : [...withRepairs(assessment, findingsOf(assessment)), ...reserved];
  return {
    verdict: verdictOf(assessment, findings),
    supply: floor.supply,
    replicas: input.replicas,
    demandTokens: floor.demandTokens,
    demandGiB: floor.demandGiB,
    supplyGiB: floor.supplyGiB,
    headroom: floor.headroom,
    survivesReplicaLoss: survivesReplicaLoss(assessment),
    bottleneck: bottleneckOf(assessment, findings),
    margin: unknown ? null : marginOf(assessment),
    throughput: nearestThroughput(assessment),
    reserveGiB: reserve * input.replicas,
    findings,
  };
}

/** Whether a pool fits or is tight, without looking for repairs: what searches ask many times. */
export function holds(input: PoolInput): boolean {
  const assessment = assess(input);
  const verdict = verdictOf(assessment, findingsOf(assessment));
  return verdict === 'fits' || verdict === 'tight';
}

/** Checked repairs go to every finding that they clear; a warning gets them where a measurement would decide. */
function withRepairs(assessment: Assessment, findings: readonly UnplacedFinding[]): UnplacedFinding[] {
  const codes = repairableCodes(findings, isDoubtful(assessment));
  const repairs = codes.size > 0 ? repairsFor(assessment.input, codes) : [];
  return findings.map((finding) =>
    codes.has(finding.code) && isSerious(finding) ? { ...finding, repairs: [...finding.repairs, ...repairs] } : finding,
  );
}

/** Made at the better end of the band only. */
const isDoubtful = (assessment: Assessment) =>
  balancesOf(assessment)
    .map(throughputOf)
    .some((throughput) => throughput !== null && !('missing' in throughput) && throughputVerdict(throughput) === 'uncertain');

const balancesOf = ({ floor, peak }: Assessment) => [floor, ...(peak === null ? [] : [peak])];

const isSerious = ({ severity, code }: UnplacedFinding) => severity === 'error' || code === 'AF-CAP-013';

function verdictOf(assessment: Assessment, findings: readonly UnplacedFinding[]): Verdict {
  const { floor, peak } = assessment;
  const throughputs = balancesOf(assessment).map((balance) => throughputVerdict(throughputOf(balance)));
  if (floor.supply.missing.length > 0) return 'uncertain';
  if (findings.some((finding) => finding.severity === 'error')) return 'rejected';
  if (throughputs.includes('uncertain')) return 'uncertain';
  const narrow = Math.min(floor.headroom, peak?.headroom ?? 1) < HEADROOM.tightBelow;
  const reserved = findings.some((finding) => finding.code === 'AF-CAP-022');
  return narrow || reserved || throughputs.includes('tight') ? 'tight' : 'fits';
}

/** AF-CAP-021: a fact that could decide is not known. The shape rules still speak: they need no memory. */
function uncertainFindings(assessment: Assessment): UnplacedFinding[] {
  const { supply } = assessment.floor;
  const missing = supply.missing.join(', ');
  const message = `cannot say whether ${assessment.input.replica.model.facts.id} fits on ${assessment.input.replica.gpu.facts.name}: ${missing} not known`;
  const uncertain: UnplacedFinding = {
    code: 'AF-CAP-021',
    severity: 'warning',
    value: supply.missing,
    message,
    repairs: ['give the missing facts with Model.custom() or Gpu.custom()'],
  };
  const memoryFree = findingsOf(assessment).filter((finding) => !MEMORY_CODES.has(finding.code));
  return [uncertain, ...memoryFree];
}

const MEMORY_CODES: ReadonlySet<string> = new Set(['AF-CAP-001', 'AF-CAP-002', 'AF-CAP-003', 'AF-CAP-016', 'AF-CAP-017', 'AF-CAP-020']);

/** What decides: a rule that no number can mend, else the ceiling that is nearest: of two that are broken, the smaller one. */
function bottleneckOf(assessment: Assessment, findings: readonly UnplacedFinding[]): string {
  const { supply } = assessment.floor;
  if (supply.missing.length > 0) return `missing: ${supply.missing.join(', ')}`;
  const shape = findings.find((finding) => finding.severity === 'error' && !CEILINGS.has(finding.code));
  if (shape !== undefined) return BOTTLENECK_OF[shape.code] ?? shape.code;
  const [nearest] = ceilings(assessment);
  if (nearest === undefined || (nearest.used === 0 && supply.kvBytesPerToken === 0)) return 'weights';
  const narrow = !findings.some((finding) => finding.code === 'AF-CAP-001');
  return nearest.name === 'KV cache memory' && nearest.used > 1 && narrow ? 'headroom of the KV cache' : nearest.name;
}

/** Errors that are a ceiling reached, not a shape that is wrong. */
const CEILINGS: ReadonlySet<string> = new Set(['AF-CAP-001', 'AF-CAP-002', 'AF-CAP-013', 'AF-ENG-004']);

const BOTTLENECK_OF: Readonly<Record<string, string>> = {
  'AF-CAP-003': 'share of the card',
  'AF-CAP-007': 'tensor parallel size',
  'AF-CAP-008': 'a MIG slice',
  'AF-CAP-016': 'weights',
  'AF-CAP-017': 'one full-length request',
  'AF-CAP-018': "the model's context",
  'AF-CAP-019': "the pool's context cap",
};
