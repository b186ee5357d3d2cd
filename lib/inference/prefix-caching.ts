import { checksOf } from '../catalog/engines/engine-checks';
import type { PoolView } from './pool-view';

/** What says in the arguments of a pool that prompts are not cached, and how that is taken back; null where nothing does. */
export function cachingOff({ replica, engine, spec }: PoolView): { readonly written: string; readonly repair: string } | null {
  if (replica.prefixCaching !== false) return null;
  const written = checksOf(engine).saying('prefixCaching', spec.extraArgs);
  return written === undefined
    ? { written: 'prefix caching', repair: 'remove the argument that switches prefix caching off' }
    : { written, repair: `remove ${written}` };
}
