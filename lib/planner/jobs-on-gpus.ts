/** A job of many requests that nobody waits for: how long it runs on each GPU, and where it costs least. */
import { z } from 'zod';
import { estimateLatency, type LatencyEstimate } from '../capacity/latency/estimate-latency';
import { MOST } from '../capacity/limits';
import { defaultEngine } from '../catalog/engines/default-engine';
import { definedOnly } from '../core/defined-only';
import { parseProps, wholeNumber } from '../core/schema';
import type { FleetToPlanProps, RoleToPlanProps } from './fleet-to-plan';
import { fleetToPlanSchema } from './fleet-to-plan-schema';
import { type Item, itemsOf } from './item';
import { pricedOffers } from './offers';
import { fewestReplicas } from './pool-trial';
import { allows, replicaOf, type Variant, variantsOf } from './variant';

/** A question to `jobsOnGpus`: the requests of a job, and the GPUs that can be bought. */
export interface JobsOnGpusProps extends Pick<FleetToPlanProps, 'inventory' | 'engines' | 'prices'> {
  /** Requests of the whole job. */
  readonly requests: number;
  /** Prompt of a request, tokens. */
  readonly inputTokens: number;
  /**
   * Part of the prompt that all requests begin with and that stays in the prefix cache.
   * @default 0
   */
  readonly cachedTokens?: number;
  /** Answer of a request, tokens. */
  readonly outputTokens: number;
  /** Models that are good enough, each with the formats of its weights that are. */
  readonly models: RoleToPlanProps['models'];
  /**
   * Seconds in which the job has to be done: as many replicas are taken.
   * @default - one replica, however long it takes
   */
  readonly withinSeconds?: number;
}

/** One way to run the job. */
export interface JobOnGpus {
  /** Name of the offer in the inventory. */
  readonly nodePool: string;
  readonly gpu: string;
  readonly model: string;
  readonly quantization: string;
  readonly gpusPerReplica: number;
  readonly replicas: number;
  /** From the first request to the last answer, seconds; loading the weights is not counted. */
  readonly seconds: number;
  /** The same at both ends of the range in which nine of ten published runs lie. */
  readonly secondsRange: readonly [low: number, high: number];
  /** Tokens that one replica writes in a second. */
  readonly tokensPerSecond: number;
  readonly usd: number;
}

const schema = z.strictObject({
  requests: wholeNumber(1, MOST),
  inputTokens: wholeNumber(1, MOST),
  cachedTokens: wholeNumber(0, MOST).default(0),
  outputTokens: wholeNumber(1, MOST),
  withinSeconds: z.number().positive().max(MOST).optional(),
  models: fleetToPlanSchema.shape.roles.valueType.shape.models,
  inventory: fleetToPlanSchema.shape.inventory,
  engines: fleetToPlanSchema.shape.engines,
  prices: fleetToPlanSchema.shape.prices,
});

type Job = z.output<typeof schema>;

const WHERE = { path: 'jobsOnGpus', className: 'jobsOnGpus' };

/**
 * Every way to run a job, the cheapest first: for each model, format, GPU and width the time that its requests take, with as many replicas as the deadline
 * asks for. What does not fit, is too late on all GPUs that there are, or rests on facts that nobody knows is left out.
 *
 * @throws FleetSpecError AF-SPEC-001 when a prop is malformed or an offer has no price.
 */
export function jobsOnGpus(props: JobsOnGpusProps): readonly JobOnGpus[] {
  const job = parseProps(schema, props, WHERE);
  const { inventory, engines = [defaultEngine()], prices } = job;
  const role = { sessions: 1, contextTokens: job.inputTokens + job.outputTokens, models: job.models, interruptible: true };
  const question = parseProps(fleetToPlanSchema, { roles: { job: role }, inventory, ...definedOnly({ prices }) }, WHERE);
  const items = itemsOf(question);
  const ways = variantsOf(items, pricedOffers(question), engines);
  return ways.flatMap((variant) => ran(variant, items, job) ?? []).sort((a, b) => a.usd - b.usd || a.seconds - b.seconds);
}

function ran(variant: Variant, items: readonly Item[], job: Job): JobOnGpus | null {
  if (variant.part !== null || !items.every((item) => allows(item, variant)) || fewestReplicas(variant, items, 1) !== 1) return null;
  const { requests, inputTokens, outputTokens, withinSeconds = Number.POSITIVE_INFINITY } = job;
  const cachedTokens = Math.min(job.cachedTokens, inputTokens - 1);
  const estimate = estimateLatency(replicaOf(variant, inputTokens + outputTokens), {
    concurrency: requests,
    inputTokens,
    cachedTokens,
    outputTokens,
  });
  if ('missing' in estimate) return null;
  const alone = (requests * outputTokens) / estimate.tokensPerSecond;
  const replicas = Math.max(1, Math.ceil(alone / withinSeconds));
  const most = variant.offer.quota === null ? requests : Math.min(requests, Math.floor(variant.offer.quota / variant.gpus));
  return replicas > most ? null : answered(variant, estimate, { alone, replicas });
}

function answered(
  variant: Variant,
  { tokensPerSecond, range }: LatencyEstimate,
  { alone, replicas }: { readonly alone: number; readonly replicas: number },
): JobOnGpus {
  const { offer, model, quantization, gpus } = variant;
  const [slow, fast] = range.tokensPerSecond;
  const seconds = alone / replicas;
  return {
    nodePool: offer.name,
    gpu: offer.gpu.id,
    model: model.id,
    quantization,
    gpusPerReplica: gpus,
    replicas,
    seconds: tenth(seconds),
    secondsRange: [tenth((seconds * tokensPerSecond) / fast), tenth((seconds * tokensPerSecond) / slow)],
    tokensPerSecond: tenth(tokensPerSecond),
    usd: Math.round((seconds / 3_600) * replicas * gpus * offer.usdPerGpuHour * 1e4) / 1e4,
  };
}

const tenth = (value: number): number => Math.round(value * 10) / 10;
