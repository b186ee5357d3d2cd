/** Another admission limit: a lower one leaves more of the card to the cache, a higher one lets more requests run at once. */
import { set } from '../../../core/change';
import { plannedReplica, sessionsPerReplica } from '../balance';
import type { PoolInput } from '../pool-input';
import { largest, type Passes, type RepairCandidate, withReplica } from './repair-candidate';

export function admissionLimits(input: PoolInput, passes: Passes): RepairCandidate[] {
  const planned = Math.max(1, sessionsPerReplica(input));
  const { replica } = input;
  const engine = replica.engine.admissionDefaults(replica.gpu).maxNumSeqs;
  const now = plannedReplica(input).maxNumSeqs ?? engine;
  const limit = (maxNumSeqs: number) => withReplica(input, [set('maxNumSeqs', maxNumSeqs)], { maxNumSeqs });
  const lower = largest(planned, now - 1, (value) => passes(limit(value).input));
  if (lower !== null) return [limit(lower)];
  const higher = [2 * planned, Math.ceil(1.5 * planned), planned, engine, 2 * now].find(
    (value) => value > now && passes(limit(value).input),
  );
  return higher === undefined ? [] : [limit(higher)];
}
