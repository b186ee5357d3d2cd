import { formatInteger } from '../../core/format';
import type { Violation } from '../../core/rule';
import type { ReplicaSpec } from '../replica-spec';
import { type LatencyTarget, latencyViolations, refusesLatency, VOICE_ANSWER_MS } from './classes';
import type { LatencyContext, MeasuredLatency } from './estimate-latency';

/** One request as a role sends it. */
export interface RoleRequest {
  /** Whole prompt, tokens: system prompt, tools, history, and what is new. */
  readonly inputTokens: number;
  /** Part of the prompt that earlier requests left in the prefix cache. Declared, never assumed. */
  readonly cachedTokens: number;
  readonly outputTokens: number;
}

/** The latency class of one role on its pool: judged by the requests it declares, or, where it declares none, by both ends of what they could be. */
export interface RoleLatency {
  readonly role: string;
  readonly target: LatencyTarget;
  readonly replica: ReplicaSpec;
  /** Requests in flight on a replica, those of other roles included. */
  readonly concurrency: number;
  /** Planned context of a session. */
  readonly contextTokens: number;
  /** Undefined where it is not declared. */
  readonly request?: RoleRequest | undefined;
  readonly measured?: MeasuredLatency | undefined;
}

/** What the class of a role says of its requests, at the prop of the role. */
export function lateAnswers(role: RoleLatency): readonly Violation[] {
  const found = role.request === undefined ? undeclared(role) : judged(role, role.request);
  return found.map((violation) => ({
    ...violation,
    prop: `roles.${role.role}.latency`,
    message: `${role.role}: ${violation.message}`,
  }));
}

/** Whether the class of a role is refused, without the reasons: what `lateAnswers` says with severity `error`. */
export const isRefused = (role: RoleLatency, context?: LatencyContext): boolean => {
  const { replica, target, concurrency, measured, request = lightest(role) } = role;
  return refusesLatency(replica, target, { concurrency, ...request }, measured, context);
};

const judged = ({ replica, target, concurrency, measured }: RoleLatency, request: RoleRequest): Violation[] =>
  latencyViolations(replica, target, { concurrency, ...request }, measured);

/** Answer of a typical agent call, where it is not given: 600 tokens in, 350 out (published cost tables of agent fleets, 2026-04). */
const TYPICAL_ANSWER = 350;

/** Nothing to compute but one token: the least that any request can ask. A voice answer counts to its last token, so it has one. */
const lightest = ({ contextTokens, target }: RoleLatency): RoleRequest => ({
  inputTokens: Math.max(1, contextTokens - 1),
  cachedTokens: Math.max(0, contextTokens - 2),
  outputTokens: target === 'voice' ? 1 : TYPICAL_ANSWER,
});
/** The whole context is computed, whatever was there before. */
const heaviest = ({ contextTokens }: RoleLatency): RoleRequest => ({
  inputTokens: Math.max(1, contextTokens - TYPICAL_ANSWER),
  cachedTokens: 0,
  outputTokens: TYPICAL_ANSWER,
});

/** Refused when no request could keep the class; a warning when it depends on what is not given. */
function undeclared(role: RoleLatency): Violation[] {
  const atBest = judged(role, lightest(role));
  if (atBest.some(({ severity }) => severity === 'error')) return atBest;
  const declare = `roles.${role.role}.request: { outputTokens, cachedTokens }`;
  if (role.target === 'voice') return [unknownLength(declare)];
  const [atWorst] = judged(role, heaviest(role));
  if (atWorst === undefined) return [];
  const message = `${atWorst.message}; that is with the whole context of ${formatInteger(role.contextTokens)} tokens computed for answers of ${TYPICAL_ANSWER}: say how much of it stays cached`;
  return [{ ...atWorst, severity: 'warning', uncertain: true, message, repairs: [declare, ...atWorst.repairs] }];
}

/** A voice answer counts to its last token. */
const unknownLength = (declare: string): Violation => ({
  severity: 'warning',
  uncertain: true,
  prop: 'latency',
  value: 'voice',
  message: `the length of an answer is not given; a voice agent leaves ${VOICE_ANSWER_MS} ms to all of them`,
  repairs: [declare],
});
