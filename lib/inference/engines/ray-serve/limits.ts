/** What Ray Serve LLM cannot do, beside what the engine in it cannot do: refused by the name of the prop. */
import { Engine } from '../../../catalog/engines/engine';
import { parseArgs } from '../../../catalog/engines/parse-args';
import { RAY_VLLM_RELEASES, rayRelease } from '../../../catalog/engines/ray-serve/definition';
import type { PoolReplica } from '../../pool-replica';
import type { ServingBase } from '../adapter';
import { absent, type EngineLimit, notALanguageModel } from '../limit';
import { vllmLimits } from '../vllm/limits';

export function rayServeLimits(spec: ServingBase): EngineLimit[] {
  const { replica, extraArgs } = spec;
  const { dataParallel = 1 } = replica;
  return [
    ...notALanguageModel(replica),
    ...releaseLimits(replica),
    ...ofTheEngine(spec),
    ...(dataParallel > 1
      ? [absent(replica, 'parallelism.data', dataParallel, 'its copies share experts by an application of another kind')]
      : []),
    ...fileLimits(replica),
    ...parseArgs(extraArgs).flags.flatMap(({ subKey, written }) => (subKey ? [wholeJson(written, replica)] : [])),
  ];
}

const FILES = ['offload.kvCacheDiskGiB', 'offload.kvCacheShared'];

function fileLimits(replica: PoolReplica): EngineLimit[] {
  const { nvmeGiB, sharedGiB } = replica.kvOffload ?? {};
  return [nvmeGiB, sharedGiB].flatMap((gib, index) =>
    gib === undefined ? [] : [absent(replica, FILES[index] ?? '', gib, 'nothing in its pods removes files that the engine leaves')],
  );
}

/** The same engine without Ray, in the same release. */
export const withoutRay = (replica: PoolReplica): PoolReplica => ({ ...replica, engine: Engine.vllm({ version: replica.engine.version }) });

/** Requests in flight are Ray's to end, so what the engine says of its own shutdown is left out. */
function ofTheEngine(spec: ServingBase): EngineLimit[] {
  return vllmLimits({ ...spec, replica: withoutRay(spec.replica) }).filter(({ prop }) => prop !== 'engine' && !FILES.includes(prop));
}

/** An image of the user's own may hold any release. */
function releaseLimits({ engine }: PoolReplica): EngineLimit[] {
  if (rayRelease(engine.version) !== undefined || engine.ownImage !== null) return [];
  return [
    {
      prop: 'engine',
      value: engine.version,
      allowed: RAY_VLLM_RELEASES.map((release) => `${release} (Ray ${rayRelease(release)})`).join(', '),
      message: `no release of Ray that was read brings vLLM ${engine.version}`,
      repairs: RAY_VLLM_RELEASES.map((release) => `engine: Engine.rayServe({ version: '${release}' })`).reverse(),
    },
  ];
}

const wholeJson = (written: string, { engine }: PoolReplica): EngineLimit => ({
  prop: 'extraArgs',
  value: written,
  allowed: 'the JSON as a whole',
  message: `${engine.name} is given keywords, and ${written} is a part of one`,
  repairs: [`${written.slice(0, written.indexOf('.'))} with the whole JSON`],
});
