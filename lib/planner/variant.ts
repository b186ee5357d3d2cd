/** Ways to serve a model: format of its weights, engine, GPU and the number of GPUs that hold one copy. */
import { engineModelOf } from '../capacity/engines/registry';
import { POOL_UTILIZATION, partUtilization, poolKvCacheDtype } from '../capacity/pool-defaults';
import type { Quantization, ReplicaSpec } from '../capacity/replica-spec';
import { checkpointIn } from '../catalog/checkpoints';
import type { Engine } from '../catalog/engines/engine';
import type { Model } from '../catalog/model';
import { type CardPart, divisionsOf, partKey, partsOnCard } from './card-part';
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
  /** Part of a card that a replica has; null for whole cards. */
  readonly part: CardPart | null;
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

function ofOffer(model: Model, quantization: Quantization, engine: Engine, offer: GpuOffer): Variant[] {
  const of = (gpus: number, part: CardPart | null): Variant => ({
    key: [model.id, quantization, engine.name, offer.name, gpus, partKey(part)].join('|'),
    model,
    quantization,
    engine,
    offer,
    gpus,
    part,
  });
  const whole = WIDTHS.filter((gpus) => offer.gpusPerNode % gpus === 0).map((gpus) => of(gpus, null));
  return [...whole, ...offer.parts.filter((part) => keepsToPart(engine, part)).map((part) => of(1, part))];
}

/** A shared card is divided by the share of its memory that each engine is told; others take what they find. */
const keepsToPart = (engine: Engine, { kind }: CardPart) =>
  kind === 'slice' || engineModelOf({ engine }).memoryShare.input === 'gpuMemoryUtilization';

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
  if (!engine.serves(model.facts.kind)) return false;
  if (format === 'checkpoint') return true;
  if (model.facts.nativeQuantization !== null) return false;
  return engine.quantizesAtLoad(format) || (engine.loads(format) && checkpointIn(model.id, format) !== undefined);
}

/** Whether an item may be served so. Limits of sessions on one GPU were found on whole cards; a shared card may hold two replicas of one pool. */
export function allows({ asked, models, maySpot }: Item, { model, quantization, offer, part }: Variant): boolean {
  if (part !== null && asked.sessionsPerGpu !== undefined) return false;
  if (part?.kind === 'shared' && (asked.minReplicas > 1 || asked.survivesReplicaLoss)) return false;
  const isModel = models.some((one) => one.model.id === model.id && one.quantizations.includes(quantization));
  const isCard = asked.gpus === undefined || asked.gpus.some(({ id }) => id === offer.gpu.id);
  const isRegion = asked.regions === undefined || (offer.region !== null && asked.regions.includes(offer.region));
  return isModel && isCard && isRegion && (maySpot || offer.purchase !== 'spot');
}

/** The replica that a pool with these props has. */
export function replicaOf({ model, quantization, engine, offer, gpus, part }: Variant, maxContextTokens: number): ReplicaSpec {
  const enginesPerCard = part?.kind === 'shared' ? part.engines : 1;
  return {
    model,
    gpu: part?.kind === 'slice' ? part.gpu : offer.gpu,
    engine,
    tensorParallel: gpus,
    quantization,
    kvCacheDtype: poolKvCacheDtype(quantization, offer.gpu, engine),
    gpuMemoryUtilization: enginesPerCard > 1 ? partUtilization(enginesPerCard) : POOL_UTILIZATION,
    maxContextTokens,
    allowExperimentalFp8Kv: false,
    nvlinkBridge: part === null && offer.nvlinkBridge,
    gpusPerNode: part === null ? offer.gpusPerNode : 1,
    ...(enginesPerCard > 1 ? { enginesPerCard } : {}),
  };
}

/** Replicas that the nodes of its offer hold at most; of a shared card one, as two of a pool could meet on one card. */
export function mostReplicas({ offer: { quota }, gpus, part }: Variant): number {
  if (part?.kind === 'shared') return 1;
  if (quota === null) return Number.POSITIVE_INFINITY;
  const onCard = part === null ? 1 : Math.max(...divisionsOf(part).map((division) => partsOnCard(part, division)));
  return Math.floor((quota * onCard) / gpus);
}
