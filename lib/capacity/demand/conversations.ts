import { checkArguments } from '../../core/checked';
import { wholeNumber } from '../../core/schema';
import { type DayCurve, type DayCurveName, dayCurve } from './day-curve';
import type { RequestRate, RoleDemand } from './role-demand';
import { type ConversationTraffic, trafficOf } from './traffic';

/** Conversations of a day and how they run. */
export interface Conversations extends ConversationTraffic {
  readonly fleet: string;
  readonly role: string;
  /** Planned context at the end of a conversation, tokens. */
  readonly contextTokens: number;
  /** Part of `tokensPerTurn` that the model writes. */
  readonly outputTokensPerTurn: number;
  /** Until an answer is complete, seconds. */
  readonly answerSeconds: number;
  /**
   * From an answer to the next turn, seconds on average; gaps spread exponentially about it.
   * @default 0
   */
  readonly thinkSeconds?: number;
  /**
   * What becomes of the cache between turns: kept for a number of seconds, or a share of the returning conversations still finds theirs.
   * @default - nothing is kept: every turn computes its whole context again
   */
  readonly kept?: { readonly seconds: number } | { readonly share: number };
  /**
   * Where the cache of an idle conversation is kept: in the pool, or in host memory (`kvOffloadGiB` of the replica), from where it comes back.
   * @default 'pool'
   */
  readonly keptIn?: 'pool' | 'host';
  /** First tokens that all conversations share. @default 0 */
  readonly sharedPrefixTokens?: number;
  /** @default 'even' */
  readonly curve?: DayCurve | DayCurveName;
}

/** Sessions and requests of one hour. */
export interface HourOfDay {
  readonly hour: number;
  /** Mean of the hour × the burst within it. */
  readonly requestsPerSecond: number;
  /** Sessions that are answered. */
  readonly activeSessions: number;
  /** Sessions that wait for their next turn with their cache in the pool. */
  readonly idleSessions: number;
}

/** Sessions and requests of a role over the hours of a day. */
export interface DayPlan {
  readonly hours: readonly HourOfDay[];
  readonly peakHour: number;
  readonly quietHour: number;
  /** Demand of the quietest hour: what has to be there all day. */
  readonly floor: RoleDemand;
  /** Demand of the busiest hour with its burst. */
  readonly peak: RoleDemand;
  /**
   * Demand of any hour.
   * @param hour 0 … 23
   * @throws FleetSpecError AF-SPEC-001 for any other number.
   */
  demandAt(hour: number): RoleDemand;
}

const SECONDS_PER_HOUR = 3_600;
const HOURS = 24;

/**
 * Demand of a service that is known by its conversations a day: what its sessions hold and send in every hour. A conversation holds cache while it is
 * answered, and between its turns as long as it is kept there.
 */
export function planConversations(service: Conversations): DayPlan {
  const hours = sharesOf(service).map((share, hour) => hourOf(service, share, hour));
  const load = ({ requestsPerSecond }: HourOfDay) => requestsPerSecond;
  const peakHour = hours.reduce((best, next) => (load(next) > load(best) ? next : best)).hour;
  const quietHour = hours.reduce((best, next) => (load(next) < load(best) ? next : best)).hour;
  const demandAt = (hour: number) => {
    // Plans, and each repair that is tried, ask for every hour.
    if (!isHour(hour)) checkArguments('DayPlan.demandAt', { hour: wholeNumber(0, HOURS - 1) }, { hour });
    return demandOf(service, hours[hour] as HourOfDay);
  };
  return { hours, peakHour, quietHour, floor: demandAt(quietHour), peak: demandAt(peakHour), demandAt };
}

const isHour = (hour: number): boolean => Number.isInteger(hour) && hour >= 0 && hour < HOURS;

const sharesOf = ({ curve }: Conversations) => (typeof curve === 'object' ? curve : dayCurve(curve ?? 'even')).shares;

/** The burst is relative to the mean of the day; what the curve explains of it is not counted twice. */
function hourOf(service: Conversations, share: number, hour: number): HourOfDay {
  const { meanTokensPerSecond, peakTokensPerSecond } = trafficOf(service);
  // A day without a conversation, or without a token, has no peak.
  const burst = meanTokensPerSecond === 0 ? 1 : peakTokensPerSecond / meanTokensPerSecond;
  const within = Math.max(1, burst / (HOURS * Math.max(...sharesOf(service))));
  const arrivals = (service.conversationsPerDay * share * within) / SECONDS_PER_HOUR;
  return {
    hour,
    requestsPerSecond: arrivals * service.turns,
    activeSessions: arrivals * service.turns * service.answerSeconds,
    idleSessions: arrivals * idleSeconds(service),
  };
}

/** Chance that a returning conversation still finds its cache. */
function foundAgain({ kept, thinkSeconds }: Conversations): number {
  if (kept === undefined) return 0;
  if ('share' in kept) return Math.min(1, Math.max(0, kept.share));
  return (thinkSeconds ?? 0) === 0 ? 1 : 1 - Math.exp(-kept.seconds / (thinkSeconds ?? 0));
}

/** Cache held between requests: the gaps up to the time it is kept, and that time once more after the last turn. */
function idleSeconds(service: Conversations): number {
  const gaps = (service.turns - 1) * (service.thinkSeconds ?? 0) * foundAgain(service);
  return gaps + (service.kept !== undefined && 'seconds' in service.kept ? service.kept.seconds : 0);
}

function demandOf(service: Conversations, hour: HourOfDay): RoleDemand {
  const [active, idle] = [hour.activeSessions, hour.idleSessions];
  const inPool = service.keptIn !== 'host';
  return {
    fleet: service.fleet,
    role: service.role,
    sessions: Math.ceil(active + (inPool ? idle : 0) - 1e-9),
    ...(inPool ? {} : { offloadedSessions: Math.ceil(idle - 1e-9) }),
    contextTokens: service.contextTokens,
    formula: `${service.conversationsPerDay} conversations a day, hour ${hour.hour}: ${active.toFixed(1)} answered + ${idle.toFixed(1)} kept between turns${inPool ? '' : ' in host memory'}`,
    conversationsPerDay: service.conversationsPerDay,
    ...(service.sharedPrefixTokens === undefined ? {} : { sharedPrefixTokens: service.sharedPrefixTokens }),
    rate: rateOf(service, hour.requestsPerSecond),
  };
}

/** Mean over the turns: the history grows by a turn each time; what was kept of it, and the shared prefix, are not computed again. */
function rateOf(service: Conversations, requestsPerSecond: number): RequestRate {
  const { turns, tokensPerTurn, outputTokensPerTurn, contextTokens } = service;
  const base = Math.max(0, contextTokens - turns * tokensPerTurn);
  const history = base + ((turns - 1) / 2) * tokensPerTurn;
  const shared = Math.min(base, service.sharedPrefixTokens ?? 0);
  const cached = shared + (history - shared) * ((turns - 1) / turns) * foundAgain(service);
  return {
    requestsPerSecond,
    inputTokens: Math.round(history + tokensPerTurn - outputTokensPerTurn),
    cachedInputTokens: Math.round(cached),
    outputTokens: outputTokensPerTurn,
  };
}
