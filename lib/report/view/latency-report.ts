/** How soon roles are answered, beside what their latency class asks. */
import { CHAT_FIRST_TOKEN_MS, VOICE_ANSWER_MS } from '../../capacity/latency/classes';
import type { FleetReport } from './reported';

export interface Milliseconds {
  readonly likely: number;
  readonly low: number;
  readonly high: number;
}

export interface LatencyReport {
  /** JSON pointer of the estimate, from the list of plans on. */
  readonly at: string;
  readonly fleet: string;
  readonly role: string;
  /** Null where none was asked. */
  readonly latencyClass: string | null;
  readonly firstToken: Milliseconds;
  readonly perToken: Milliseconds;
  readonly concurrency: number;
  /** What the class is measured by: the first token, or the whole answer. */
  readonly measured: 'first token' | 'whole answer';
  readonly asked: Milliseconds;
  /** Longest that the class leaves, milliseconds; null where it has none. */
  readonly limitMs: number | null;
}

export const latencyReports = (fleets: readonly FleetReport[]): LatencyReport[] =>
  fleets.flatMap(({ plan, at }) =>
    plan.roles.flatMap((role, index) => {
      const { estimate, request, latency, name } = role;
      if (estimate === null) return [];
      const { firstToken, perToken, concurrency } = estimate;
      const isVoice = latency === 'voice';
      const tokens = (request?.outputTokens ?? 1) - 1;
      const whole = (end: keyof Milliseconds) => firstToken[end] + tokens * perToken[end];
      return [
        {
          ...{
            at: `${at}/roles/${index}/estimate`,
            fleet: plan.name,
            role: name,
            latencyClass: latency,
            firstToken,
            perToken,
            concurrency,
          },
          measured: isVoice ? 'whole answer' : 'first token',
          asked: isVoice ? { likely: whole('likely'), low: whole('low'), high: whole('high') } : firstToken,
          limitMs: isVoice ? VOICE_ANSWER_MS : latency === 'chat' ? CHAT_FIRST_TOKEN_MS : null,
        } satisfies LatencyReport,
      ];
    }),
  );
