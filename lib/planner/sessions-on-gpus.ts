import { z } from 'zod';
import { judge } from '../capacity/fit/judge';
import { MOST } from '../capacity/limits';
import { gpuArgument, modelArgument, QUANTIZATIONS } from '../capacity/replica-argument';
import type { Quantization } from '../capacity/replica-spec';
import { defaultEngine } from '../catalog/engines/default-engine';
import { Engine } from '../catalog/engines/engine';
import type { Gpu } from '../catalog/gpu';
import type { LatencyClass } from '../catalog/latency-class';
import { type LatencyTargets, latencyTargetsSchema, targetsFollowClass } from '../catalog/latency-targets';
import { Model } from '../catalog/model';
import { branded, parseProps, wholeNumber } from '../core/schema';
import { fleetToPlanSchema } from './fleet-to-plan-schema';
import { itemsOf } from './item';
import { pricedOffers } from './offers';
import { fewestReplicas, poolOf } from './pool-trial';
import { allows, type Variant, variantsOf } from './variant';

/** A question to `sessionsOnGpus`: GPUs that are there, and what a session is. */
export interface SessionsOnGpusProps {
  readonly gpu: Gpu;
  /** GPUs of one node. */
  readonly gpus: number;
  /** @default - every language model of the catalog */
  readonly models?: readonly Model[];
  /** @default ['checkpoint', 'fp8'] */
  readonly quantizations?: readonly Quantization[];
  /** Context of a session, tokens. */
  readonly contextTokens: number;
  /** @default 'background' */
  readonly latency?: LatencyClass;
  /** Targets of your own, e.g. `{ ttftMs: 2_000 }`; with a class other than `background`. @default - what the class asks */
  readonly latencyTargets?: LatencyTargets;
  /** Answer of a request, tokens: what a latency class other than `background` is judged by. @default - unknown */
  readonly outputTokens?: number;
  /** @default - the engine that pools take */
  readonly engine?: Engine;
}

/** One way to serve a model on the GPUs, and the sessions that it holds. */
export interface SessionsOnGpus {
  /** Catalog id of the model. */
  readonly model: string;
  readonly quantization: Quantization;
  readonly gpusPerReplica: number;
  readonly replicas: number;
  /** Most sessions that are held, with 10 % of the cache free. */
  readonly sessions: number;
  /** What keeps more of them out. */
  readonly bottleneck: string;
}

/** More than any node holds. */
const MOST_SESSIONS = 1_000_000;

const schema = z
  .strictObject({
    gpu: gpuArgument,
    gpus: wholeNumber(1, 72),
    models: z.array(modelArgument).min(1, { error: 'expected at least one model' }).optional(),
    quantizations: z.array(z.enum(QUANTIZATIONS)).min(1, { error: 'expected at least one format' }).optional(),
    contextTokens: wholeNumber(2, MOST),
    latency: z.enum(['voice', 'chat', 'background']).optional(),
    latencyTargets: latencyTargetsSchema.optional(),
    outputTokens: wholeNumber(1, MOST).optional(),
    engine: branded<Engine>(Engine.isEngine, 'an Engine of cdktf-agent-fleet').optional(),
  })
  .superRefine((asked, context) => targetsFollowClass(asked, context));

/**
 * What can be run on the GPUs of a node, and how many sessions each model then holds: the best way for each model, most sessions first. Models that hold
 * no session are left out.
 *
 * @throws FleetSpecError AF-SPEC-001 when a prop is malformed.
 */
export function sessionsOnGpus(props: SessionsOnGpusProps): readonly SessionsOnGpus[] {
  const asked = parseProps(schema, props, { path: 'sessionsOnGpus', className: 'sessionsOnGpus' }) as SessionsOnGpusProps;
  const models = asked.models ?? Model.all().filter(({ facts }) => facts.kind === 'llm');
  return models.flatMap((model) => bestOf(asked, model) ?? []).sort((a, b) => b.sessions - a.sessions);
}

function bestOf(asked: SessionsOnGpusProps, model: Model): SessionsOnGpus | null {
  const ways = variantsFor(asked, model).flatMap((variant) => held(asked, variant) ?? []);
  return ways.reduce<SessionsOnGpus | null>((best, next) => (best === null || next.sessions > best.sessions ? next : best), null);
}

/** The question with so many sessions of one role, in the form in which all questions are judged. */
function questionWith(
  { gpu, gpus, quantizations, contextTokens, latency, latencyTargets, outputTokens }: SessionsOnGpusProps,
  model: Model,
  sessions: number,
) {
  const answer = outputTokens === undefined ? undefined : { outputTokens: Math.min(outputTokens, contextTokens - 1) };
  return fleetToPlanSchema.parse({
    roles: {
      sessions: {
        sessions,
        contextTokens,
        models: [{ model, quantizations: quantizations ?? ['checkpoint', 'fp8'] }],
        ...(latency === undefined ? {} : { latency }),
        ...(latencyTargets === undefined ? {} : { latencyTargets }),
        ...(answer === undefined ? {} : { request: answer }),
      },
    },
    inventory: { gpus: { gpu, gpusPerNode: gpus, nodes: 1, usdPerGpuHour: 1, priceAsOf: '2026-01-01' } },
  });
}

function variantsFor(asked: SessionsOnGpusProps, model: Model): readonly Variant[] {
  const question = questionWith(asked, model, 1);
  const items = itemsOf(question);
  return variantsOf(items, pricedOffers(question), [asked.engine ?? defaultEngine()]).filter((variant) =>
    items.every((item) => allows(item, variant)),
  );
}

function held(asked: SessionsOnGpusProps, variant: Variant): SessionsOnGpus | null {
  const replicas = Math.floor(asked.gpus / variant.gpus);
  const itemsWith = (sessions: number) => itemsOf(questionWith(asked, variant.model, sessions));
  const holds = (sessions: number) => sessions === 0 || fewestReplicas(variant, itemsWith(sessions), replicas) === replicas;
  if (!holds(1)) return null;
  const { margin } = judge(poolOf(variant, itemsWith(1), replicas));
  const most = largestNear(Math.min(MOST_SESSIONS, 1 + (margin?.sessions ?? 0)), holds);
  const { bottleneck } = judge(poolOf(variant, itemsWith(most), replicas));
  return {
    model: variant.model.id,
    quantization: variant.quantization,
    gpusPerReplica: variant.gpus,
    replicas,
    sessions: most,
    bottleneck,
  };
}

/** Largest count that holds; what holds with some holds with fewer. The guess is near it, so that few counts are asked. */
function largestNear(guess: number, holds: (count: number) => boolean): number {
  let step = Math.max(1, Math.ceil(guess / 50));
  let [low, high] = holds(guess) ? [guess, guess + step] : [Math.max(0, guess - step), guess];
  while (high > guess && holds(high) && high < MOST_SESSIONS) {
    step *= 2;
    [low, high] = [high, high + step];
  }
  while (low < guess && low > 0 && !holds(low)) {
    step *= 2;
    [low, high] = [Math.max(0, low - step), low];
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}
