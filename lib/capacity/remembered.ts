/**
 * Remembers what follows from a replica alone: rules, searches for repairs and plans ask for the same replica hundreds of times, each time in a new object.
 * Models, GPUs and engines are told apart as objects, everything else by its value; what is remembered is frozen, since many hold it.
 */
import { deepFreeze } from '../catalog/deep-freeze';
import { ENGINE_MODELS } from './engines';
import type { EngineModel } from './engines/engine-model';
import { engineModelOf } from './engines/registry';
import { oncePerFixedReplica } from './fixed-replica';
import type { ReplicaSpec } from './replica-spec';

/** Answers kept for one question; beyond that all are forgotten, so that a long search cannot fill the memory. */
const MOST_KEPT = 4_096;

/** The same function, which computes an answer once for replicas that are alike. Engines of somebody else are asked every time. */
export function remembered<T>(answer: (model: EngineModel, spec: ReplicaSpec) => T): (spec: ReplicaSpec) => T {
  const known = new Map<string, T>();
  return (spec) => {
    const model = engineModelOf(spec);
    const key = BUILT_IN.has(model) ? keyOf(spec) : null;
    if (key === null) return answer(model, spec);
    const before = known.get(key);
    if (before !== undefined) return before;
    const found = deepFreeze(answer(model, spec));
    if (known.size >= MOST_KEPT) known.clear();
    known.set(key, found);
    return found;
  };
}

const BUILT_IN: ReadonlySet<EngineModel> = new Set(ENGINE_MODELS);

const IDS = new WeakMap<object, number>();
let ids = 0;

const keyOf = oncePerFixedReplica(writtenKey);

/** Null for a replica with further objects in it (a drafter, adapters), which somebody may change. */
function writtenKey(spec: ReplicaSpec): string | null {
  let key = '';
  for (const name of Object.keys(spec) as (keyof ReplicaSpec)[]) {
    const value = spec[name];
    // Who computes the prompts moves no memory, of which alone the remembered answers are.
    if (value === undefined || name === 'prefill') continue;
    const isObject = typeof value === 'object' && value !== null;
    if (isObject && name !== 'model' && name !== 'gpu' && name !== 'engine') return null;
    key += `${name}=${isObject ? `#${idOf(value)}` : String(value)};`;
  }
  return key;
}

function idOf(value: object): number {
  const known = IDS.get(value);
  if (known !== undefined) return known;
  ids += 1;
  IDS.set(value, ids);
  return ids;
}
