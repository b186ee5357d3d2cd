/** Prompts that other replicas compute (prefill/decode disaggregation): how long the first one waits for them, and for their way. */
import { replicaLayout, sizeReplica } from '../ask-engine';
import { engineModelOf } from '../engines/registry';
import { sequenceBytes } from '../model/kv-layout';
import type { RemotePrefill, ReplicaSpec } from '../replica-spec';
import { hostSeconds } from './beside-the-step';
import { stepSeconds } from './decode-step';
import { firstTokenSeconds, promptTerms } from './first-token';
import { type Load, stepAt, type Unknown } from './step-terms';

/** Keys and values of a prompt, all GPUs of the replica that receives them together, bytes. */
export const transferBytes = (spec: ReplicaSpec, promptTokens: number): number =>
  sequenceBytes(replicaLayout(spec), promptTokens, sizeReplica(spec).maxNumBatchedTokens) * spec.tensorParallel;

/** Seconds of the way of one prompt at the declared speed of the fabric; null where nobody says it. */
export function transferSeconds(
  spec: ReplicaSpec,
  { gbitPerSecond }: Pick<RemotePrefill, 'gbitPerSecond'>,
  promptTokens: number,
): number | null {
  return gbitPerSecond === null ? null : (8 * transferBytes(spec, promptTokens)) / (gbitPerSecond * 1e9);
}

/**
 * From the request until its prompt lies in the cache of the replica that answers. A prompt waits for those of others as on a replica that does both: of
 * as many requests as one such replica has, some are in their prompt.
 *
 * @param running requests that run on the replica that answers
 */
export function arrivalSeconds(spec: ReplicaSpec, prefill: RemotePrefill, load: Load, running: number): number | Unknown {
  const { replica, perReplica } = prefill;
  const alone = { ...load, concurrency: 1, outputTokens: 1 };
  const [terms, step] = [promptTerms(replica, load), stepSeconds(replica, stepAt(alone))];
  if ('missing' in terms) return terms;
  if (typeof step !== 'number') return step;
  const transfer = transferSeconds(spec, prefill, load.inputTokens);
  if (transfer === null) return { missing: ['speed of the fabric between prefill and decode'] };
  const beside = Math.max(1, running / perReplica);
  return firstTokenSeconds(terms, engineModelOf(replica).latency.firstToken, beside, step) + hostSeconds(replica) + transfer;
}
