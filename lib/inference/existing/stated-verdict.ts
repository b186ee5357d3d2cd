/** The verdict on a pool of somebody else: what is asked against what is stated. */
import { sizeReplica } from '../../capacity/ask-engine';
import type { PoolVerdict } from '../../capacity/fit/pool-verdict';
import type { ReplicaSpec } from '../../capacity/replica-spec';
import type { ReplicaSupply } from '../../capacity/replica-supply';
import type { Verdict } from '../../capacity/verdict';
import { evaluateRules } from '../../core/evaluate-rules';
import type { UnplacedFinding } from '../../core/finding';
import { toGiB } from '../../core/units';
import { EXISTING_POOL_RULES } from './rules';
import { freeOf } from './rules/capacity-holds';
import { askedOf, limitsOf, type StatedPool, statedTokens } from './stated-demand';

/** The pool counts as one replica: what is stated is of all of them. */
export function statedVerdict(pool: StatedPool, replica: ReplicaSpec): PoolVerdict {
  const findings = evaluateRules(EXISTING_POOL_RULES, pool);
  const supply = statedSupply(pool, replica);
  const { tokens } = askedOf(pool);
  const demandGiB = toGiB(tokens * supply.kvBytesPerToken);
  const limits = limitsOf(pool);
  const known = limits.flatMap(({ unit, asked, stated }) => (stated === null ? [] : [{ unit, free: freeOf(asked, stated) }]));
  const nearest = [...known].sort((a, b) => a.free - b.free)[0];
  const unknown = limits.filter(({ stated }) => stated === null);
  return {
    verdict: verdictOf(findings, unknown.length > 0),
    supply,
    replicas: 1,
    demandTokens: tokens,
    demandGiB,
    supplyGiB: supply.kvCacheGiB,
    headroom: nearest?.free ?? 1,
    survivesReplicaLoss: false,
    bottleneck: nearest === undefined ? 'not stated' : nearest.unit,
    margin: null,
    throughput: null,
    reserveGiB: 0,
    kvRangeGiB: null,
    missing: unknown.map(({ prop }) => `capacity.${prop} of ${pool.name}`),
    findings,
  };
}

function verdictOf(findings: readonly UnplacedFinding[], isUnknown: boolean): Verdict {
  if (findings.some(({ severity }) => severity === 'error')) return 'rejected';
  if (isUnknown) return 'uncertain';
  return findings.some(({ severity }) => severity === 'warning') ? 'tight' : 'fits';
}

/** Bytes of a token follow from the model; how many there are is stated. */
function statedSupply(pool: StatedPool, replica: ReplicaSpec): ReplicaSupply {
  const { kvBytesPerToken, kvFormula, maxNumBatchedTokens } = sizeReplica(replica);
  const stated = statedTokens(pool);
  const kvTokens = stated ?? 0;
  return {
    terms: [],
    kvCacheGiB: toGiB(kvTokens * kvBytesPerToken),
    kvBytesPerToken,
    kvFormula,
    kvTokens,
    maxNumSeqs: pool.spec.capacity?.requests ?? Math.max(1, kvTokens),
    maxNumBatchedTokens,
    missing: stated === null ? [`capacity of ${pool.name}`] : [],
  };
}
