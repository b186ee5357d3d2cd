/** The verdict on one pool: demand against supply by every rule, with checked repairs for what does not fit. */
import type { UnplacedFinding } from '../../core/finding';
import type { PoolInput, PoolVerdict, Verdict } from '../types';
import { assess, findingsOf } from './assess';
import { plannedReplica } from './balance';
import { REPAIRABLE, repairsFor } from './repairs';
import { survivesReplicaLoss } from './rules/admission';
import { type Assessment, HEADROOM } from './rules/rule';

/**
 * Judges one pool. The planned demand must fit on `replicas`, the peak demand on `maxReplicas`.
 * fits: ≥ 15 % of the pool stays free · tight: 10–15 % · rejected: less, or any other error · uncertain: a fact that decides is missing.
 */
export function judgePool(input: PoolInput): PoolVerdict {
  const assessment = assess(input);
  const { floor } = assessment;
  const findings = floor.supply.missing.length > 0 ? uncertainFindings(assessment) : withRepairs(input, findingsOf(assessment));
  return {
    verdict: verdictOf(assessment, findings),
    supply: floor.supply,
    replicas: input.replicas,
    demandTokens: floor.demandTokens,
    demandGiB: floor.demandGiB,
    supplyGiB: floor.supplyGiB,
    headroom: floor.headroom,
    survivesReplicaLoss: survivesReplicaLoss(assessment),
    binding: bindingOf(assessment, findings),
    findings,
  };
}

function withRepairs(input: PoolInput, findings: readonly UnplacedFinding[]): UnplacedFinding[] {
  const broken = findings.some(isRepairable);
  const repairs = broken ? repairsFor(input) : [];
  return findings.map((finding) => (isRepairable(finding) ? { ...finding, repairs: [...finding.repairs, ...repairs] } : finding));
}

const isRepairable = (finding: UnplacedFinding) => finding.severity === 'error' && REPAIRABLE.has(finding.code);

function verdictOf({ floor, peak }: Assessment, findings: readonly UnplacedFinding[]): Verdict {
  if (floor.supply.missing.length > 0) return 'uncertain';
  if (findings.some((finding) => finding.severity === 'error')) return 'rejected';
  return Math.min(floor.headroom, peak?.headroom ?? 1) < HEADROOM.tightBelow ? 'tight' : 'fits';
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

/** What decides: the first error, else the ceiling that is nearest. */
function bindingOf({ input, floor }: Assessment, findings: readonly UnplacedFinding[]): string {
  const error = findings.find((finding) => finding.severity === 'error');
  if (error !== undefined) return BINDING[error.code] ?? error.code;
  if (floor.supply.missing.length > 0) return `missing: ${floor.supply.missing.join(', ')}`;
  if (floor.supply.kvBytesPerToken === 0) return 'weights';
  const admission = floor.sessions / Math.max(1, plannedReplica(input).maxNumSeqs ?? floor.supply.maxNumSeqs) / Math.max(1, input.replicas);
  return admission > 1 - floor.headroom && input.replica.maxNumSeqs !== undefined ? 'max-num-seqs' : 'KV cache memory';
}

const BINDING: Readonly<Record<string, string>> = {
  'AF-CAP-001': 'KV cache memory',
  'AF-CAP-002': 'headroom of the KV cache',
  'AF-CAP-003': 'share of the card',
  'AF-CAP-007': 'tensor parallel size',
  'AF-CAP-016': 'weights',
  'AF-CAP-017': 'one full-length request',
  'AF-CAP-018': "the model's context",
  'AF-CAP-019': "the pool's context cap",
  'AF-ENG-004': 'max-num-seqs',
};
