/** The verdict on a question: that of a pool with the same replica and the same sessions. */

import type { Told } from '../capacity/engines/engine-model';
import { type AnsweredPool, answerPool } from '../capacity/fit/judge';
import type { PoolInput } from '../capacity/fit/pool-input';
import { admissionLimit } from '../capacity/fit/rules/admission-limit';
import { contextWithinPool } from '../capacity/fit/rules/context-within-pool';
import { fitsWithinBand } from '../capacity/fit/rules/fits-within-band';
import { headroom } from '../capacity/fit/rules/headroom';
import type { ReplicaSpec } from '../capacity/replica-spec';
import type { Verdict } from '../capacity/verdict';
import type { Gpu } from '../catalog/gpu';
import type { UnplacedFinding } from '../core/finding';
import { usdPerGpuHour } from './size-price';
import type { SizeRequest } from './size-request';

export interface Judged {
  readonly verdict: Verdict;
  readonly missing: readonly string[];
  /** Why it is not `fits`. */
  readonly reason?: string;
}

/**
 * The pool that a question describes: each data-parallel copy is a replica, and its sessions are the demand.
 *
 * @param doubts inputs that are not known and that may decide
 * @param board the card as it is sold, for its price
 */
export function poolOf(request: SizeRequest, spec: ReplicaSpec, told: Told, doubts: readonly string[], board: Gpu = spec.gpu): PoolInput {
  const { sessions, contextTokens, dataParallel } = request;
  const demand = { fleet: 'size', role: 'sessions', contextTokens: contextTokens ?? spec.maxContextTokens, formula: 'as asked' };
  return {
    name: 'size',
    replica: spec,
    replicas: dataParallel,
    maxReplicas: dataParallel,
    demands: sessions == null ? [] : [{ ...demand, sessions }],
    pricePerGpuHour: usdPerGpuHour(board),
    prices: usdPerGpuHour,
    // As a pool is judged by default.
    told: { ...told, compileCache: told.compileCache ?? 'warm' },
    doubts,
  };
}

export function judge(pool: PoolInput, request: SizeRequest): Judged {
  const answer = answerPool(pool);
  const { verdict, missing } = answer;
  return { verdict, missing, ...(verdict === 'fits' ? {} : { reason: reasonOf(answer, request) }) };
}

function reasonOf({ verdict, findings, range, unknown }: AnsweredPool, request: SizeRequest): string {
  const refusing = findings.find(({ severity }) => severity === 'error');
  const holding = findings.find(({ code }) => code === headroom.code || code === fitsWithinBand.code);
  if (verdict === 'rejected' && refusing !== undefined) return inWordsOf(request, refusing);
  if (verdict === 'tight' && holding !== undefined) return holding.message;
  if (unknown.length > 0) return `not known: ${unknown.join('; ')}`;
  const [low, high] = range?.kvGiB ?? [0, 0];
  return `the band decides: a replica holds between ${low.toFixed(2)} and ${high.toFixed(2)} GiB of KV cache`;
}

/** A question has no roles and no pool: what it asks is said in its own words. */
function inWordsOf(
  { sessions, contextTokens, maxModelLen, maxNumSeqs, dataParallel }: SizeRequest,
  { code, message }: UnplacedFinding,
): string {
  if (code === contextWithinPool.code) return `sessions of ${contextTokens} tokens, and maxModelLen admits ${maxModelLen ?? 'fewer'}`;
  if (code === admissionLimit.code && maxNumSeqs != null)
    return `${sessions} sessions, and maxNumSeqs admits ${maxNumSeqs * dataParallel}: the rest would wait`;
  return message;
}
