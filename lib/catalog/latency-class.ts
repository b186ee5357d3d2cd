/** Who waits for an answer, and how soon its first token must come. Published targets, not measurements of anything here. */
import type { Provenance } from './provenance';

/** A user on the phone (`voice`), a user at a screen (`chat`), or no waiting user (`background`). */
export type LatencyClass = 'voice' | 'chat' | 'background';

export interface LatencyTarget extends Provenance {
  /** Time to the first token that 95 of 100 requests must keep, seconds; null where nobody waits. */
  readonly ttftSeconds: number | null;
}

const PLAYBOOK = 'compute playbook for AI agents: latency budgets by pattern';

export const LATENCY_TARGETS: Readonly<Record<LatencyClass, LatencyTarget>> = {
  voice: { ttftSeconds: 0.2, source: `${PLAYBOOK} (model share of a 300-500 ms round trip)`, asOf: '2026-03-08', evidence: 'found' },
  chat: { ttftSeconds: 0.5, source: `${PLAYBOOK} (user-facing agents)`, asOf: '2026-03-08', evidence: 'found' },
  background: { ttftSeconds: null, source: `${PLAYBOOK} (no one waits)`, asOf: '2026-03-08', evidence: 'found' },
};
