import type { LatencyMetric, OwnTargets } from '../../catalog/latency-targets';
import { formatInteger } from '../../core/format';
import type { Violation } from '../../core/rule';
import type { ReplicaSpec } from '../replica-spec';
import { type LatencyTarget, refusesLatency, timeViolations } from './classes';
import type { LatencyContext, MeasuredLatency } from './estimate-latency';
import { type JudgedTime, judgedTimes } from './judged-time';
import { type LeastTime, leastPossible } from './least-possible';
import type { Load } from './step-terms';

/** One request as a role sends it. */
export interface RoleRequest {
  /** Whole prompt, tokens: system prompt, tools, history, and what is new. */
  readonly inputTokens: number;
  /** Part of the prompt that earlier requests left in the prefix cache. Declared, never assumed. */
  readonly cachedTokens: number;
  readonly outputTokens: number;
}

/** How soon one role is answered on its pool: judged by the requests it declares, or, where it declares none, by both ends of what they could be. */
export interface RoleLatency {
  readonly role: string;
  readonly target: LatencyTarget;
  /**
   * Targets of the role's own.
   * @default - those of its class
   */
  readonly latencyTargets?: OwnTargets | undefined;
  readonly replica: ReplicaSpec;
  /** Requests in flight on a replica, those of other roles included. */
  readonly concurrency: number;
  /** Planned context of a session. */
  readonly contextTokens: number;
  /** Undefined where it is not declared. */
  readonly request?: RoleRequest | undefined;
  readonly measured?: MeasuredLatency | undefined;
}

const timesOf = ({ target, latencyTargets }: RoleLatency) => judgedTimes(target, latencyTargets);

/** What is said of one time of a role's requests, at the prop of the role; null where nothing is asked of it, or where no replica could keep it (AF-LAT-007). */
export function lateAnswers(role: RoleLatency, metric: LatencyMetric): readonly Violation[] | null {
  const judged = timesOf(role).find((one) => one.metric === metric);
  if (judged === undefined || impossibleTime(role, judged) !== null) return null;
  const found = role.request === undefined ? undeclared(role, judged) : judgedAt(role, judged, role.request);
  return found.map((violation) => ({ ...violation, message: `${role.role}: ${violation.message}` }));
}

/** Whether a limit of a role is refused, without the reasons: what `lateAnswers` says with severity `error`. */
export const isRefused = (role: RoleLatency, context?: LatencyContext): boolean => {
  const { replica, concurrency, measured, request } = role;
  const loadOf = (metric: LatencyMetric): Load => ({ concurrency, ...(request ?? lightest(role, metric)) });
  const isPossible = role.latencyTargets === undefined || impossibleTimes(role).length === 0;
  return !isPossible || refusesLatency(replica, timesOf(role), loadOf, measured, context);
};

const judgedAt = ({ role, replica, concurrency, measured = {} }: RoleLatency, judged: JudgedTime, request: RoleRequest): Violation[] =>
  timeViolations(judged, { spec: replica, load: { concurrency, ...request }, measured, path: `roles.${role}.` });

/** A target of the role's own that no replica keeps, with the least that is possible. */
export interface ImpossibleTime {
  readonly judged: JudgedTime;
  readonly least: LeastTime;
  readonly load: Load;
}

/** Targets of the role's own that its model on its card cannot keep. A measurement says more than the data sheet. */
export function impossibleTimes(role: RoleLatency): readonly ImpossibleTime[] {
  return timesOf(role).flatMap((judged) => impossibleTime(role, judged) ?? []);
}

function impossibleTime(role: RoleLatency, judged: JudgedTime): ImpossibleTime | null {
  const { replica, request, measured = {} } = role;
  if (judged.prop === 'latency' || Object.keys(measured).length > 0) return null;
  const load = { concurrency: 1, ...(request ?? lightest(role, judged.metric)) };
  const least = leastPossible(judged.metric, replica, load);
  return least === null || least.ms <= judged.limit.ms ? null : { judged, least, load };
}

/** Answer of a typical agent call, where it is not given: 600 tokens in, 350 out (published cost tables of agent fleets, 2026-04). */
const TYPICAL_ANSWER = 350;

/** Nothing to compute but one token: the least that any request can ask. A whole answer counts to its last token, so it has one. */
const lightest = ({ contextTokens }: RoleLatency, metric: LatencyMetric): RoleRequest => ({
  inputTokens: Math.max(1, contextTokens - 1),
  cachedTokens: Math.max(0, contextTokens - 2),
  outputTokens: metric === 'e2eMs' ? 1 : TYPICAL_ANSWER,
});
/** The whole context is computed, whatever was there before. */
const heaviest = ({ contextTokens }: RoleLatency): RoleRequest => ({
  inputTokens: Math.max(1, contextTokens - TYPICAL_ANSWER),
  cachedTokens: 0,
  outputTokens: TYPICAL_ANSWER,
});

/** Refused when no request could keep the limit; a warning when it depends on what is not given. */
function undeclared(role: RoleLatency, judged: JudgedTime): Violation[] {
  const atBest = judgedAt(role, judged, lightest(role, judged.metric));
  if (atBest.some(({ severity }) => severity === 'error')) return atBest;
  const declare = `roles.${role.role}.request: { outputTokens, cachedTokens }`;
  if (judged.metric === 'e2eMs') return [unknownLength(role, judged, declare)];
  const [atWorst] = judgedAt(role, judged, heaviest(role));
  if (atWorst === undefined) return [];
  const message = `${atWorst.message}; that is with the whole context of ${formatInteger(role.contextTokens)} tokens computed for answers of ${TYPICAL_ANSWER}: say how much of it stays cached`;
  return [{ ...atWorst, severity: 'warning', uncertain: true, message, repairs: [declare, ...atWorst.repairs] }];
}

/** A whole answer counts to its last token. */
const unknownLength = ({ role, target }: RoleLatency, { owner, prop, limit }: JudgedTime, declare: string): Violation => ({
  severity: 'warning',
  uncertain: true,
  prop: `roles.${role}.${prop}`,
  value: prop === 'latency' ? target : limit.ms,
  message: `the length of an answer is not given; ${owner}`,
  repairs: [declare],
});
