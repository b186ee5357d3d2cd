/** Ways to serve a model: format of its weights, engine, GPU and the number of GPUs that hold one copy. */
import { POOL_UTILIZATION, poolKvCacheDtype } from '../capacity/pool-defaults';
import type { Quantization, ReplicaSpec } from '../capacity/replica-spec';
import { checkpointIn } from '../catalog/checkpoints';
import type { Engine } from '../catalog/engines/engine';
import type { Model } from '../catalog/model';
import type { AllowedModel, Item } from './item';
import type { GpuOffer } from './offers';

/** One way to serve a model, as a pool would. */
export interface Variant {
  readonly key: string;
  readonly model: Model;
  readonly quantization: Quantization;
  readonly engine: Engine;
  readonly offer: GpuOffer;
  /** GPUs of a replica; all of them share each layer. */
  readonly gpus: number;
}

/** Numbers of GPUs that fill a node of 8, or of 72, without a rest. */
const WIDTHS = [1, 2, 4, 8, 16] as const;

/** Every way to serve what one of the items allows, in a fixed order. Whether it fits is asked later. */
export function variantsOf(items: readonly Item[], offers: readonly GpuOffer[], engines: readonly Engine[]): Variant[] {
  return allowedModels(items).flatMap(({ model, quantizations }) =>
    engines.flatMap((engine) =>
      quantizations
        .filter((format) => isServed(model, format, engine))
        .flatMap((quantization) =>
          offers.filter(({ gpu }) => engine.imageFor(gpu) !== null).flatMap((offer) => ofOffer(model, quantization, engine, offer)),
        ),
    ),
  );
}

const ofOffer = (model: Model, quantization: Quantization, engine: Engine, offer: GpuOffer): Variant[] =>
  WIDTHS.filter((gpus) => offer.gpusPerNode % gpus === 0).map((gpus) => ({
    key: [model.id, quantization, engine.name, offer.name, gpus].join('|'),
    model,
    quantization,
    engine,
    offer,
    gpus,
  }));

/** Models of all items, each once, with every format that one of them allows. */
function allowedModels(items: readonly Item[]): AllowedModel[] {
  const byId = new Map<string, AllowedModel>();
  for (const { model, quantizations } of items.flatMap(({ models }) => models)) {
    const known = byId.get(model.id);
    byId.set(model.id, { model, quantizations: [...new Set([...(known?.quantizations ?? []), ...quantizations])] });
  }
  return [...byId.values()];
}

/** The engine reads the format, and there are weights in it: published, or made at load from those of 16 bit. */
function isServed(model: Model, format: Quantization, engine: Engine): boolean {
  if (format === 'checkpoint') return true;
  if (model.facts.nativeQuantization !== null) return false;
  return engine.quantizesAtLoad(format) || (engine.loads(format) && checkpointIn(model.id, format) !== undefined);
}

/** Whether an item may be served so. */
export function allows({ asked, models, maySpot }: Item, { model, quantization, offer }: Variant): boolean {
  const isModel = models.some((one) => one.model.id === model.id && one.quantizations.includes(quantization));
  const isCard = asked.gpus === undefined || asked.gpus.some(({ id }) => id === offer.gpu.id);
  const isRegion = asked.regions === undefined || (offer.region !== null && asked.regions.includes(offer.region));
  return isModel && isCard && isRegion && (maySpot || offer.purchase !== 'spot');
}

/** The replica that a pool with these props has. */
export function replicaOf({ model, quantization, engine, offer, gpus }: Variant, maxContextTokens: number): ReplicaSpec {
  return {
    model,
    gpu: offer.gpu,
    engine,
    tensorParallel: gpus,
    quantization,
    kvCacheDtype: engine.takesKvCacheFormat ? poolKvCacheDtype(quantization, offer.gpu) : 'auto',
    gpuMemoryUtilization: POOL_UTILIZATION,
    maxContextTokens,
    allowExperimentalFp8Kv: false,
    nvlinkBridge: offer.nvlinkBridge,
    gpusPerNode: offer.gpusPerNode,
  };
}
