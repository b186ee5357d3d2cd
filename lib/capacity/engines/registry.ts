/** Finds the model of an engine, by its id or by a name that people use. */
import { FleetSpecError } from '../../core/fleet-error';
import type { ReplicaEngine } from '../replica-engine';
import type { ReplicaSpec } from '../replica-spec';
import { ENGINE_MODELS } from '.';
import type { EngineModel } from './engine-model';
import { undescribedEngine } from './undescribed';

const MODELS = new Map<string, EngineModel>(ENGINE_MODELS.map((model) => [model.id, model]));

/**
 * Adds the model of an engine that the library does not bring; replicas name it by its id. A model of the same id is replaced.
 *
 * @returns takes the model out again, and puts back the one that it replaced
 */
export function registerEngineModel(model: EngineModel): () => void {
  const before = MODELS.get(model.id);
  MODELS.set(model.id, model);
  return () => {
    if (before === undefined) MODELS.delete(model.id);
    else MODELS.set(model.id, before);
  };
}

/** Ids of all engines that can be sized. */
export const engineModelIds = (): readonly string[] => [...MODELS.keys()];

/** The model of the replica's engine; of an engine without a description one that is always uncertain. */
export function engineModelOf({ engine }: Pick<ReplicaSpec, 'engine'>): EngineModel {
  const known = MODELS.get(engine.id);
  if (known !== undefined) return known;
  const model = UNDESCRIBED.get(engine) ?? undescribedEngine(engine);
  UNDESCRIBED.set(engine, model);
  return model;
}

const UNDESCRIBED = new WeakMap<ReplicaEngine, EngineModel>();

/** The model that people mean by a name such as `sg-lang` or `TRT-LLM`; null for an unknown one. */
export const engineModelNamed = (name: string): EngineModel | null =>
  MODELS.get(name) ?? [...MODELS.values()].find(({ spelled }) => spelled.test(name)) ?? null;

/**
 * An engine for a `ReplicaSpec`, by any of its usual names.
 *
 * @param version release; by default the one that the figures of the engine are for
 * @throws FleetSpecError AF-SPEC-001 when the engine is not known, or when the text is not a release of it.
 */
export function engineToSize(name: string, version: string | null = null): ReplicaEngine {
  const model = engineModelNamed(name);
  const engine = model?.engine(version) ?? null;
  if (engine !== null) return engine;
  const known = model !== null;
  throw new FleetSpecError([
    {
      code: 'AF-SPEC-001',
      severity: 'error',
      path: 'Engine',
      prop: known ? 'version' : 'engine',
      value: known ? version : name,
      allowed: known ? 'a release, such as 0.30.0' : engineModelIds().join(', '),
      message: known ? `'${version}' is not a release of ${name}` : `there is no description of how ${name} divides the memory of a GPU`,
      repairs: [known ? "version: '0.30.0'" : `engine: '${engineModelIds()[0]}'`],
    },
  ]);
}
