/** An engine that is made for what a pool does, and that serves the pool as it stands: advice holds only where it can be followed. */
import { ENGINE_DEFINITIONS } from '../catalog/engines/definitions';
import { Engine } from '../catalog/engines/engine';
import type { EngineDefinition, EngineStrength } from '../catalog/engines/engine-definition';
import { type PoolView, poolView } from './pool-view';
import { servingBase } from './serving';

/** The first such engine; undefined where the pool has one already, or where none serves it with its props. */
export function betterEngine(pool: PoolView, strength: EngineStrength): Engine | undefined {
  if (pool.engine.isMadeFor(strength)) return undefined;
  const made = ENGINE_DEFINITIONS.filter((definition: EngineDefinition) => definition.strengths?.includes(strength) === true);
  return made.map((definition) => Engine.of(definition)).find((engine) => serves(engine, pool));
}

/** Flags and shares are those of the other engine: a pool with some of its own would have to change more than one line. */
function serves(engine: Engine, { spec, setting }: PoolView): boolean {
  const own = spec.extraArgs.length > 0 || spec.gpuMemoryUtilization !== undefined || Object.keys(spec.env).length > 0;
  if (own || engine.imageFor(spec.gpu) === null) return false;
  const view = poolView({ ...spec, engine }, { ...setting, isTrial: true });
  return !view.adapter.limits(servingBase(view)).some(({ severity = 'error', uncertain }) => severity === 'error' || uncertain === true);
}
