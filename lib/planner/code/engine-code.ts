/** Engines of a plan, as a program writes them, and the operators that they need. */
import { defaultEngine } from '../../catalog/engines/default-engine';
import type { Engine } from '../../catalog/engines/engine';
import type { Gpu } from '../../catalog/gpu';
import { definedOnly } from '../../core/defined-only';
import type { FleetToPlan } from '../fleet-to-plan-schema';
import type { PlannedFleet, PlannedPool } from '../planned-fleet';
import { codeOf, verbatim, type Written } from './written';

export const engineOfPool = ({ engines }: FleetToPlan, pool: PlannedPool): Engine | undefined =>
  (engines ?? [defaultEngine()]).find(({ name }) => name === pool.engine);

/** What a pool takes that names no engine. */
export const isDefault = ({ name, ownImage, digest }: Engine): boolean =>
  name === defaultEngine().name && ownImage === null && digest === null;

/** An image that starts as root only, which no pod does, makes place for one to put in, as the image of the agents does. */
export function engineCode(engine: Engine, gpu: Gpu | undefined): Written {
  const { factory, version, ownImage, digest } = engine;
  const own = gpu !== undefined && engine.runsAsUser(gpu) === 'no' ? `registry.example.com/${engine.id}` : undefined;
  return verbatim(`${factory}(${codeOf(definedOnly({ version, image: ownImage ?? own, digest: digest ?? undefined }))})`);
}

/** Props of `FleetPlatform` for operators that are not installed by themselves. */
export function operatorsOf(question: FleetToPlan, { pools }: PlannedFleet): { readonly [prop: string]: Written } {
  const operators = pools.flatMap((pool) => engineOfPool(question, pool)?.operator ?? []);
  return Object.fromEntries(operators.map((prop) => [prop, {}]));
}
