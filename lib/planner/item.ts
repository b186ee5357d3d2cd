/** What has to be placed: a role, or one of the two parts of a role that may be interrupted in part. */
import { planConversations } from '../capacity/demand/conversations';
import type { RequestRate, RoleDemand } from '../capacity/demand/role-demand';
import type { RoleRequest } from '../capacity/latency/role-latency';
import type { Quantization } from '../capacity/replica-spec';
import { Model } from '../catalog/model';
import { definedOnly } from '../core/defined-only';
import { BURST, type FleetToPlan, type RoleToPlan } from './fleet-to-plan-schema';

/** A part of the demand that is served by one pool, or by an API. */
export interface Item {
  /** Name of the role, or `<role>-burst`. */
  readonly name: string;
  /** Name of the role as it was asked. */
  readonly role: string;
  readonly asked: RoleToPlan;
  readonly demand: RoleDemand;
  readonly request: RoleRequest | undefined;
  /** Requests an hour, on average over all hours; null where it is not known. */
  readonly requestsPerHour: number | null;
  readonly models: readonly AllowedModel[];
  readonly maySpot: boolean;
  /** What the pool of the item keeps beyond what it has to. @default - nothing */
  readonly goal?: PoolGoal;
}

/** Better than the least that passes. */
export interface PoolGoal {
  /** Free share of the KV cache, 0 … 1. */
  readonly leastHeadroom?: number;
  /** First token of the requests that are known, milliseconds. */
  readonly mostFirstTokenMs?: number;
}

/** A model with the formats that are good enough. */
export interface AllowedModel {
  readonly model: Model;
  readonly quantizations: readonly Quantization[];
}

/** Formats that a model alone allows. */
const USUAL: readonly Quantization[] = ['checkpoint', 'fp8'];

export function itemsOf({ name: fleet, roles }: FleetToPlan): readonly Item[] {
  return Object.entries(roles).flatMap(([name, asked]) => {
    const whole = wholeRole(fleet, name, asked);
    const { interruptible } = asked;
    if (typeof interruptible === 'boolean') return [whole];
    const floor = interruptible.floorSessions / whole.demand.sessions;
    return [part(whole, name, floor, false), part(whole, `${name}${BURST}`, 1 - floor, true)];
  });
}

function wholeRole(fleet: string, name: string, asked: RoleToPlan): Item {
  const { demand, requestsPerHour } = demandOf(fleet, name, asked);
  return {
    name,
    role: name,
    asked,
    demand,
    request: requestOf(asked, demand.rate),
    requestsPerHour,
    models: asked.models.map((one) =>
      Model.isModel(one) ? { model: one, quantizations: USUAL } : { model: one.model, quantizations: one.quantizations ?? USUAL },
    ),
    maySpot: asked.interruptible === true,
  };
}

function part(whole: Item, name: string, share: number, maySpot: boolean): Item {
  const { rate, ...demand } = whole.demand;
  const sessions = Math.round(demand.sessions * share);
  return {
    ...whole,
    name,
    demand: {
      ...demand,
      role: name,
      sessions,
      formula: `${sessions} of ${demand.sessions} sessions`,
      ...(rate === undefined ? {} : { rate: { ...rate, requestsPerSecond: rate.requestsPerSecond * share } }),
    },
    requestsPerHour: whole.requestsPerHour === null ? null : whole.requestsPerHour * share,
    maySpot,
  };
}

type Asked = Pick<Item, 'demand' | 'requestsPerHour'>;

const HOURS_PER_DAY = 24;

function demandOf(fleet: string, role: string, asked: RoleToPlan): Asked {
  const { conversations, contextTokens, sharedPrefixTokens } = asked;
  if (conversations === undefined) return ofSessions(fleet, role, asked);
  const { perDay, keptSeconds, ...rest } = conversations;
  const plan = planConversations({
    ...definedOnly({ ...rest, sharedPrefixTokens }),
    fleet,
    role,
    contextTokens,
    conversationsPerDay: perDay,
    ...(keptSeconds === undefined ? {} : { kept: { seconds: keptSeconds } }),
  });
  // A day with so little to do that nobody is there at its peak still needs a place for one.
  return {
    demand: { ...plan.peak, sessions: Math.max(1, plan.peak.sessions) },
    requestsPerHour: (perDay * conversations.turns) / HOURS_PER_DAY,
  };
}

function ofSessions(fleet: string, role: string, asked: RoleToPlan): Asked {
  const { sessions = 0, contextTokens, sharedPrefixTokens, busyShare } = asked;
  const perMinute = asked.request?.perMinute;
  const request = requestOf(asked, undefined);
  const rate =
    request === undefined || perMinute === undefined
      ? undefined
      : {
          requestsPerSecond: (sessions * perMinute) / 60,
          inputTokens: request.inputTokens,
          cachedInputTokens: request.cachedTokens,
          outputTokens: request.outputTokens,
        };
  return {
    demand: { fleet, role, sessions, contextTokens, formula: `${sessions} sessions`, ...definedOnly({ sharedPrefixTokens, rate }) },
    requestsPerHour: perMinute === undefined ? null : sessions * perMinute * 60 * busyShare,
  };
}

/** As fleets read it: what is not said is the context less the answer, and the shared prefix is cached. */
function requestOf({ request, contextTokens, sharedPrefixTokens = 0 }: RoleToPlan, rate: RequestRate | undefined): RoleRequest | undefined {
  if (request === undefined) {
    return rate === undefined
      ? undefined
      : {
          inputTokens: rate.inputTokens,
          cachedTokens: computed(rate.cachedInputTokens ?? 0, rate.inputTokens),
          outputTokens: rate.outputTokens,
        };
  }
  const inputTokens = request.inputTokens ?? Math.max(1, contextTokens - request.outputTokens);
  return {
    inputTokens,
    cachedTokens: computed(request.cachedTokens ?? sharedPrefixTokens, inputTokens),
    outputTokens: request.outputTokens,
  };
}

/** The last token of a prompt is always computed. */
const computed = (cached: number, input: number) => Math.max(0, Math.min(cached, input - 1));
