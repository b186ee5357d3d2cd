/** The verdict on one pool: demand against supply by every rule, with checked repairs for what does not fit. */
import { evaluateRules } from '../../core/evaluate-rules';
import type { UnplacedFinding } from '../../core/finding';
import { recorded } from '../../core/recorded';
import { checkPoolArgument } from '../argument-checks';
import { splitDoubts } from '../split-faults-of';
import { type Verdict, worst } from '../verdict';
import { findingsOf, type RuledFinding } from './assess';
import { type Assessment, assess, balancesOf } from './assessment';
import { BAND_RULES } from './band-rules';
import { HEADROOM } from './headroom';
import { ceilings, marginOf, nearestThroughput } from './margin';
import type { PoolInput } from './pool-input';
import { type PoolRange, rangeOfPool } from './pool-range';
import type { PoolVerdict } from './pool-verdict';
import { isRepaired, repairedCodes, repairsFor } from './repairs';
import { survivesReplicaLoss } from './replica-loss';
import { reserveOf } from './reserve';
import { fitsWithinBand } from './rules/fits-within-band';
import { startsWith, TO_START } from './starts';
import { throughputOf } from './throughput';
import { throughputVerdict } from './throughput-verdict';

/** The verdict on a pool without a search for repairs. */
export interface AnsweredPool extends Pick<PoolVerdict, 'verdict' | 'missing' | 'findings'> {
  /** Null where facts are missing. */
  readonly range: PoolRange | null;
  /** What is not known and makes every yes uncertain. */
  readonly unknown: readonly string[];
}

/**
 * Judges one pool. The planned demand must fit on `replicas`, the peak demand on `maxReplicas`: in memory, and where it gives a rate in tokens a second.
 * `Verdict` says what the four verdicts mean.
 */
export function judgePool(input: PoolInput): PoolVerdict {
  checkPoolArgument('judgePool', input);
  // What is kept of a pool is kept by its object, which the caller may change and hand in again.
  return judge({ ...input });
}

/** The same for a pool whose props were checked. */
export function judge(input: PoolInput): PoolVerdict {
  const { assessment, found, doubted, reserveGiB, answer } = judged(input);
  const { floor } = assessment;
  return {
    verdict: answer.verdict,
    kvRangeGiB: answer.range?.kvGiB ?? null,
    missing: answer.missing,
    supply: floor.supply,
    replicas: input.replicas,
    demandTokens: floor.demandTokens,
    demandGiB: floor.demandGiB,
    supplyGiB: floor.supplyGiB,
    headroom: floor.headroom,
    survivesReplicaLoss: survivesReplicaLoss(floor),
    bottleneck: bottleneckOf(assessment, found),
    margin: floor.supply.missing.length > 0 ? null : marginOf(assessment),
    throughput: nearestThroughput(assessment),
    reserveGiB: reserveGiB * input.replicas,
    findings: [...withRepairs(assessment, found), ...doubted],
  };
}

/** The same verdict for who asks often and needs no repairs. */
export const answerPool = (input: PoolInput): AnsweredPool => judged(input).answer;

interface Judged {
  readonly assessment: Assessment;
  readonly found: readonly RuledFinding[];
  readonly doubted: readonly UnplacedFinding[];
  readonly reserveGiB: number;
  readonly answer: AnsweredPool;
}

function judged(input: PoolInput): Judged {
  const assessment = assess(input);
  const { supply } = assessment.floor;
  const range = supply.missing.length > 0 ? null : rangeOfPool(input, supply);
  const reserveGiB = range === null ? 0 : reserveOf(supply, range);
  const found = findingsOf(assessment);
  const doubts = [...(input.doubts ?? []), ...(range?.unbounded ?? [])];
  const { environment = 'production' } = input;
  const beyond = evaluateRules(BAND_RULES, { ...assessment, reserveGiB, kvRangeGiB: range?.kvGiB ?? null, doubts }, { environment });
  const unknown = [...supply.missing, ...doubts, ...splitDoubts(input.replica)];
  const isDoubted = beyond.some(({ code }) => code === fitsWithinBand.code);
  const doubted = range?.isAsked === true ? beyond.map(undecided) : beyond;
  const verdict = withinRange({ assessment, found, range, unknown, isDoubted });
  const answer = {
    verdict,
    range,
    unknown,
    missing: [...unknown, ...(range?.open ?? []), ...(verdict === 'uncertain' ? (range?.narrows ?? []) : [])],
    findings: [...found.map(({ finding }) => finding), ...doubted],
  };
  return { assessment, found, doubted, reserveGiB, answer };
}

/** Where inputs that are not given make the band wide, it is they that decide. */
const undecided = (finding: UnplacedFinding): UnplacedFinding =>
  finding.code === fitsWithinBand.code ? { ...finding, uncertain: true } : finding;

/** Whether a pool fits or is tight, without looking for repairs: what searches ask many times. */
export const holds = (input: PoolInput): boolean => holdsAs(assess(input));

/** The same of a pool that was assessed already. */
export function holdsAs(assessment: Assessment): boolean {
  const verdict = verdictOf(assessment, findingsOf(assessment), false);
  return verdict === 'fits' || verdict === 'tight';
}

/** Checked repairs go to every finding that they clear. Where facts are missing nothing could be checked. */
function withRepairs({ input, floor }: Assessment, found: readonly RuledFinding[]): UnplacedFinding[] {
  const codes = input.searchesRepairs === false || floor.supply.missing.length > 0 ? new Set<string>() : repairedCodes(found);
  // What a trial keeps says nothing of the pool as it is.
  const repairs = codes.size > 0 ? recorded(() => repairsFor(input, codes)).value : [];
  return found.map(({ rule, finding }) =>
    codes.has(rule.code) && isRepaired(rule, finding) ? { ...finding, repairs: [...finding.repairs, ...repairs] } : finding,
  );
}

interface Ranged {
  readonly assessment: Assessment;
  readonly found: readonly RuledFinding[];
  readonly range: PoolRange | null;
  readonly unknown: readonly string[];
  /** The sessions would not fit at the lower end of the range. */
  readonly isDoubted: boolean;
}

/**
 * The worst of answers that do not know of each other, each of which only gets worse with less memory or more demand: so does the verdict. Whether the
 * engine starts is asked of the range, all else of the plan.
 */
function withinRange({ assessment, found, range, unknown, isDoubted }: Ranged): Verdict {
  if (range === null) return verdictOf(assessment, found, isDoubted);
  return worst([
    verdictOf(assessment, found.filter(isBeyondStart), isDoubted),
    startVerdict(range, assessment),
    isDoubted && range.isAsked ? 'uncertain' : 'fits',
    unknown.length > 0 ? 'uncertain' : 'fits',
  ]);
}

/** Broken by more than a start that the band decides. */
const isBeyondStart = ({ rule }: RuledFinding) => !TO_START.some(({ id }) => id === rule.id);

function startVerdict({ kvGiB: [low, high] }: PoolRange, assessment: Assessment): Verdict {
  if (!startsWith(high, assessment)) return 'rejected';
  return startsWith(low, assessment) ? 'fits' : 'uncertain';
}

/** As planned. Sessions that no cache is planned for are refused as those that it does not hold. */
function verdictOf(assessment: Assessment, found: readonly RuledFinding[], isDoubted: boolean): Verdict {
  const { floor } = assessment;
  if (floor.supply.missing.length > 0) return 'uncertain';
  const balances = balancesOf(assessment);
  const free = Math.min(...balances.map(({ headroom }) => headroom));
  return worst([
    found.some(({ finding }) => finding.severity === 'error') || free < HEADROOM.rejectedBelow ? 'rejected' : 'fits',
    free < HEADROOM.tightBelow || isDoubted ? 'tight' : 'fits',
    ...balances.map((balance) => throughputVerdict(throughputOf(balance))),
  ]);
}

/** What decides: a rule that no number can fix, else the ceiling that is nearest: of two that are broken, the smaller one. */
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
