/** Checks of a question to `planFleet`: shapes, ranges, and names that refer to each other. */
import { z } from 'zod';
import { MOST } from '../capacity/limits';
import { gpuArgument, modelArgument, QUANTIZATIONS } from '../capacity/replica-argument';
import { engineSchema } from '../catalog/engines/engine-schema';
import { Gpu } from '../catalog/gpu';
import { latencyTargetsSchema, targetsFollowClass } from '../catalog/latency-targets';
import { PriceBook } from '../catalog/prices';
import { seenDate } from '../core/iso-date';
import { dnsLabel } from '../core/kubernetes/dns-label';
import { freeText } from '../core/notion';
import { own } from '../core/own';
import { branded, wholeNumber } from '../core/schema';
import { canBeCut, canBeShared } from './card-part';

/** Longer names would not leave room for `-burst` and for the names of objects. */
const roleName = dnsLabel;
const region = freeText('compared with the regions of roles and offers');
const tokens = wholeNumber(1, MOST);
const formats = z.array(z.enum(QUANTIZATIONS)).min(1, { error: 'expected at least one format' });
/** Its issue comes first: of a union that matches nothing the first branch speaks. */
const MODEL_OR_CHOICE = { error: "expected { model, quantizations: ['fp8'] }, or a model alone, e.g. Model.QWEN3_8B" };
const usd = z.number().positive().max(1_000_000);
const price = z.number().min(0).max(1_000_000);

const request = z
  .strictObject({
    inputTokens: tokens.optional(),
    cachedTokens: wholeNumber(0, MOST).optional(),
    outputTokens: tokens,
    perMinute: z.number().positive().max(MOST).optional(),
  })
  .refine(({ inputTokens, cachedTokens }) => inputTokens === undefined || (cachedTokens ?? 0) < inputTokens, {
    error: 'expected less than inputTokens: the last token of a prompt is always computed',
    path: ['cachedTokens'],
  });

const day = z
  .strictObject({
    perDay: z.number().positive().max(MOST),
    turns: wholeNumber(1, 100_000),
    tokensPerTurn: wholeNumber(2, MOST),
    outputTokensPerTurn: tokens,
    answerSeconds: z.number().positive().max(86_400),
    thinkSeconds: z.number().nonnegative().max(86_400).optional(),
    keptSeconds: z.number().nonnegative().max(86_400).optional(),
    burst: z.number().min(1).max(100_000).optional(),
    curve: z.enum(['even', 'business-hours', 'regional-assistant']).optional(),
  })
  .refine(({ tokensPerTurn, outputTokensPerTurn }) => outputTokensPerTurn < tokensPerTurn, {
    error: 'expected less than tokensPerTurn',
    path: ['outputTokensPerTurn'],
  });

/** How models, GPUs, engines and prices are written: as values of the catalog in a program, by their names in a file. */
interface Notions<M extends z.ZodType, G extends z.ZodType, E extends z.ZodType, P extends z.ZodType> {
  readonly model: M;
  readonly gpu: G;
  readonly engine: E;
  readonly prices: P;
}

const roleSchema = <M extends z.ZodType, G extends z.ZodType>(model: M, gpu: G) =>
  z
    .strictObject({
      sessions: wholeNumber(1, 10_000_000).optional(),
      conversations: day.optional(),
      contextTokens: tokens,
      sharedPrefixTokens: wholeNumber(0, MOST).optional(),
      request: request.optional(),
      latency: z.enum(['voice', 'chat', 'background']).default('background'),
      latencyTargets: latencyTargetsSchema.optional(),
      models: z
        .array(z.union([z.strictObject({ model, quantizations: formats.optional() }, MODEL_OR_CHOICE), model]))
        .min(1, { error: 'expected at least one model that is good enough' }),
      gpus: z.array(gpu).min(1, { error: 'expected at least one GPU' }).optional(),
      regions: z.array(region).min(1, { error: 'expected at least one region' }).optional(),
      apis: z.array(freeText('compared with the names of apis')).default([]),
      interruptible: z.union([z.boolean(), z.strictObject({ floorSessions: wholeNumber(1, MOST) })]).default(false),
      minReplicas: wholeNumber(1, 10_000).default(1),
      survivesReplicaLoss: z.boolean().default(false),
      sessionsPerGpu: z.number().positive().max(MOST).optional(),
      dedicated: z.boolean().default(false),
      busyShare: z.number().gt(0).max(1).default(1),
    })
    .refine(({ sessions, conversations }) => (sessions === undefined) !== (conversations === undefined), {
      error: 'expected either sessions or conversations',
      path: ['sessions'],
    })
    .superRefine((role, context) => targetsFollowClass(role, context))
    .refine(({ sharedPrefixTokens = 0, contextTokens }) => sharedPrefixTokens <= contextTokens, {
      error: 'expected contextTokens at most',
      path: ['sharedPrefixTokens'],
    })
    // A prompt has at least one token, and its last one is always computed.
    .refine(({ request: asked, contextTokens }) => asked === undefined || (asked.inputTokens ?? 1) + asked.outputTokens <= contextTokens, {
      error: 'expected inputTokens (one at least) and outputTokens to be contextTokens at most, together',
      path: ['request'],
    })
    .refine(
      ({ request: asked, contextTokens }) =>
        asked === undefined || asked.inputTokens !== undefined || (asked.cachedTokens ?? 0) < contextTokens - asked.outputTokens,
      {
        error: 'expected less than contextTokens without outputTokens: the last token of a prompt is always computed',
        path: ['request', 'cachedTokens'],
      },
    )
    .refine(({ conversations, request: asked }) => conversations === undefined || asked?.perMinute === undefined, {
      error: 'expected no perMinute beside conversations: they say how often is asked',
      path: ['request', 'perMinute'],
    })
    .refine(
      ({ sessions, interruptible }) =>
        typeof interruptible === 'boolean' || sessions === undefined || interruptible.floorSessions < sessions,
      { error: 'expected less than sessions: the others may be interrupted', path: ['interruptible', 'floorSessions'] },
    )
    .refine(({ conversations, interruptible }) => typeof interruptible === 'boolean' || conversations === undefined, {
      error: 'expected true or false beside conversations',
      path: ['interruptible'],
    });

const offerSchema = <G extends z.ZodType>(gpu: G) =>
  z
    .strictObject({
      gpu,
      purchase: z.enum(['on-demand', 'spot', 'reserved']).default('on-demand'),
      usdPerGpuHour: usd.optional(),
      priceAsOf: seenDate.optional(),
      gpusPerNode: wholeNumber(1, 72).optional(),
      nodes: wholeNumber(1, 1_000_000).optional(),
      region: region.optional(),
      nvlinkBridge: z.boolean().default(false),
      mig: z.boolean().default(false),
      sharing: z.boolean().default(false),
      wholeNodes: z.boolean().default(false),
    })
    .refine(({ usdPerGpuHour, priceAsOf }) => usdPerGpuHour === undefined || priceAsOf !== undefined, {
      error: 'expected the date of usdPerGpuHour, e.g. 2026-11-01: a price needs its date',
      path: ['priceAsOf'],
    })
    .superRefine((offer, context) => {
      const { gpu: card } = offer as { readonly gpu?: unknown };
      if (!Gpu.isGpu(card)) return;
      const refused = (prop: 'mig' | 'sharing', why: string) =>
        context.addIssue({ code: 'custom', message: `expected false: ${card.name} ${why}`, path: [prop], input: true });
      if (offer.mig && !canBeCut(card)) refused('mig', 'cannot be cut into slices');
      if (offer.sharing && !canBeShared(card)) refused('sharing', 'is not served by the NVIDIA device plugin');
    });

const api = z
  .strictObject({
    usdPerMTokens: price.optional(),
    inputUsdPerMTokens: price.optional(),
    outputUsdPerMTokens: price.optional(),
    cachedInputUsdPerMTokens: price.optional(),
    priceAsOf: seenDate.optional(),
    region: region.optional(),
  })
  .refine(
    ({ usdPerMTokens, inputUsdPerMTokens, outputUsdPerMTokens }) =>
      usdPerMTokens !== undefined || (inputUsdPerMTokens !== undefined && outputUsdPerMTokens !== undefined),
    { error: 'expected usdPerMTokens, or inputUsdPerMTokens and outputUsdPerMTokens', path: ['usdPerMTokens'] },
  );

const atLeastOne = (what: string) => ({
  check: (record: object) => Object.keys(record).length > 0,
  error: { error: `expected at least one ${what}` },
});
const [someRole, someOffer] = [atLeastOne('role'), atLeastOne('offer')];

/** The schema of a question. */
export const questionSchema = <M extends z.ZodType, G extends z.ZodType, E extends z.ZodType, P extends z.ZodType>({
  model,
  gpu,
  engine,
  prices,
}: Notions<M, G, E, P>) =>
  z
    .strictObject({
      name: dnsLabel.default('fleet'),
      roles: z.record(roleName, roleSchema(model, gpu)).refine(someRole.check, someRole.error),
      inventory: z.record(dnsLabel, offerSchema(gpu)).refine(someOffer.check, someOffer.error),
      apis: z.record(dnsLabel, api).default({}),
      engines: z.array(engine).min(1, { error: 'expected at least one engine' }).optional(),
      prices: prices.optional(),
      timeLimitMs: wholeNumber(1, 3_600_000).default(10_000),
    })
    .superRefine((props, context) => {
      for (const [name, { apis }] of Object.entries(props.roles)) {
        apis.forEach((id, index) => {
          if (Object.hasOwn(props.apis, id)) return;
          const known = Object.keys(props.apis);
          const message =
            known.length === 0 ? 'expected none: apis has no entry' : `expected one of ${known.join(', ')}, the names in apis`;
          context.addIssue({ code: 'custom', message, path: ['roles', name, 'apis', index], input: id });
        });
      }
      for (const name of Object.keys(props.roles)) {
        if (!name.endsWith(BURST) || typeof own(props.roles, name.slice(0, -BURST.length))?.interruptible !== 'object') continue;
        const message = `expected another name: role ${name.slice(0, -BURST.length)} is split, and its second part is called so`;
        context.addIssue({ code: 'custom', message, path: ['roles', name], input: name });
      }
    });

const wholeCard = gpuArgument.refine((gpu) => !Gpu.isGpu(gpu) || gpu.facts.sliceOf === null, {
  error: 'expected a whole card: how a card is cut is no part of a plan',
});

export const fleetToPlanSchema = questionSchema({
  model: modelArgument,
  gpu: wholeCard,
  engine: engineSchema,
  prices: branded<PriceBook>(PriceBook.isPriceBook, 'a PriceBook, e.g. PriceBook.PUBLISHED'),
});

/** Ending of the part of a role that may be interrupted. */
export const BURST = '-burst';

/** `FleetToPlanProps` after its checks, with defaults filled in. */
export interface FleetToPlan extends z.output<typeof fleetToPlanSchema> {}
export type RoleToPlan = FleetToPlan['roles'][string];
