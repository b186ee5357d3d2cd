/** What a pool downloads, by repository: what two plans are compared by. */
import { baseGiB, drafterGiB } from '../capacity/checkpoint-size';
import { adapterGiB } from '../capacity/model/adapters';
import { definedOnly } from '../core/defined-only';
import { fromGiB } from '../core/units';
import type { PoolPlan } from '../plan/sections/pool';
import { pinned } from './engines/hub-download';
import { adapterSlots } from './lora-adapter';
import type { PoolView } from './pool-view';
import { weightsOf } from './serving';
import { HUB_BYTES_PER_SECOND, weightsRate } from './weights-rate';

export function weightsPlan(pool: PoolView): NonNullable<PoolPlan['weights']> {
  const { kind, claimName, repositories, base, broughtBy } = weightsOf(pool);
  const { bytesPerSecond } = kind === 'ephemeral' ? weightsRate(pool.spec.weights) : { bytesPerSecond: HUB_BYTES_PER_SECOND };
  const downloads = (broughtBy === undefined ? repositories : []).map((repository) => {
    const size = base.includes(repository) ? baseGiB(pool.replica) : additionGiB(pool, repository);
    const [named = repository] = pinned([repository], pool.spec);
    return {
      repository: named,
      gib: size === null ? null : Number(size.toFixed(2)),
      seconds: size === null ? null : Math.ceil(fromGiB(size) / bytesPerSecond),
    };
  });
  return { from: kind, ...definedOnly({ claim: claimName, broughtBy }), downloads };
}

/** A drafter or an adapter; of a repository that an argument names nobody says how large it is. */
function additionGiB({ spec, replica }: PoolView, repository: string): number | null {
  const { speculative, adapters = [] } = spec;
  if (speculative?.checkpoint === repository) return drafterGiB(replica);
  const own = adapters.filter(({ source }) => source === repository).slice(0, 1);
  return own.length === 0 ? null : adapterGiB(replica.model.facts, adapterSlots(own), 1);
}
