/** Demand against the band of the estimate: outside it the answer is sure, inside it nobody can say. */

import { replicaLayout } from '../../capacity/ask-engine';
import { HEADROOM } from '../../capacity/fit/assessment';
import { contextRanksDivide } from '../../capacity/fit/rules/context-ranks-divide';
import { stagesHaveLayers } from '../../capacity/fit/rules/stages-have-layers';
import { divides } from '../../capacity/fit/rules/tensor-parallel-divides';
import { sequenceBytes } from '../../capacity/model/kv-layout';
import type { ReplicaEstimate } from '../../capacity/replica-estimate';
import type { ReplicaSpec } from '../../capacity/replica-spec';
import type { Verdict } from '../../capacity/verdict';
import { evaluateRules } from '../../core/evaluate-rules';
import { toGiB } from '../../core/units';
import type { SizeRequest } from './size-request';

export interface Judged {
  readonly verdict: Verdict;
  readonly reason?: string;
}

export function judge(spec: ReplicaSpec, request: SizeRequest, estimate: ReplicaEstimate, [low, high]: readonly [number, number]): Judged {
  if (!divides(spec.model.facts, spec.gpusPerReplica))
    return { verdict: 'rejected', reason: `tensor parallel ${spec.gpusPerReplica} does not divide the heads of ${spec.model.id}` };
  const refused = refusedBySetting(spec, request);
  if (refused !== null) return { verdict: 'rejected', reason: refused };
  if (high <= 0)
    return { verdict: 'rejected', reason: `the weights alone do not fit: ${estimate.perGpuGiB.kvCache.toFixed(2)} GiB per GPU are left` };
  const needed = needPerGpuGiB(spec, request, estimate);
  if (needed.gib > high)
    return {
      verdict: 'rejected',
      reason: `${needed.what} needs ${needed.gib.toFixed(2)} GiB per GPU, ${estimate.perGpuGiB.kvCache.toFixed(2)} are there`,
    };
  if (needed.gib > low)
    return {
      verdict: 'uncertain',
      reason: `${needed.what} needs ${needed.gib.toFixed(2)} GiB per GPU, between ${low.toFixed(2)} and ${high.toFixed(2)} are there`,
    };
  return request.sessions == null ? { verdict: 'fits' } : byHeadroom(needed.gib, estimate.perGpuGiB.kvCache);
}

/** What the engine would not admit, however much memory there is. */
function refusedBySetting(spec: ReplicaSpec, request: SizeRequest): string | null {
  const parts = evaluateRules([stagesHaveLayers, contextRanksDivide], { input: { replica: spec } });
  if (parts[0] !== undefined) return parts[0].message;
  const { sessions, contextTokens, maxModelLen, maxNumSeqs, dataParallel } = request;
  if (sessions == null) return null;
  if (contextTokens != null && maxModelLen != null && contextTokens > maxModelLen)
    return `sessions of ${contextTokens} tokens, and maxModelLen admits ${maxModelLen}`;
  return maxNumSeqs != null && sessions > maxNumSeqs * dataParallel
    ? `${sessions} sessions, and maxNumSeqs admits ${maxNumSeqs * dataParallel}: the rest would wait`
    : null;
}

function byHeadroom(needGiB: number, kvGiB: number): Judged {
  const free = (kvGiB - needGiB) / kvGiB;
  const percent = `${(free * 100).toFixed(1)} % of the pool stays free`;
  if (free < HEADROOM.rejectedBelow) return { verdict: 'rejected', reason: `${percent}, less than 10 %` };
  return free < HEADROOM.tightBelow ? { verdict: 'tight', reason: `${percent}, less than 15 %` } : { verdict: 'fits' };
}

/** Sessions at their planned context, or one request of the full length. */
function needPerGpuGiB(
  spec: ReplicaSpec,
  request: SizeRequest,
  estimate: ReplicaEstimate,
): { readonly gib: number; readonly what: string } {
  const layout = replicaLayout(spec);
  const perStage = layout.bytesPerToken === 0 ? 0 : estimate.kvBytesPerTokenPerGpu / layout.bytesPerToken;
  const of = (tokens: number) => toGiB(sequenceBytes(layout, tokens, estimate.maxNumBatchedTokens) * perStage);
  const context = request.contextTokens ?? spec.maxContextTokens;
  if (request.sessions == null) return { gib: of(spec.maxContextTokens), what: `one request of ${spec.maxContextTokens} tokens` };
  const perCopy = Math.ceil(request.sessions / request.dataParallel);
  const copies = request.dataParallel === 1 ? '' : `, ${perCopy} on each of ${request.dataParallel} copies,`;
  return { gib: perCopy * of(context), what: `${request.sessions} sessions of ${context} tokens${copies}` };
}
