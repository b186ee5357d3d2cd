/** Who waits for an answer, and how soon it must come. Published targets, not measurements of anything here. */
import type { Provenance } from './provenance';

/** A user on the phone (`voice`), a user at a screen (`chat`), or no waiting user (`background`). */
export type LatencyClass = 'voice' | 'chat' | 'background';

/** What a class asks where a role says nothing itself. */
export interface ClassTargets extends Provenance {
  /** Time to the first token that 95 of 100 requests must keep, milliseconds; null where only the whole answer counts, or nobody waits. */
  readonly ttftMs: number | null;
  /** Whole answer of the model, milliseconds; null where the class asks nothing of it. */
  readonly e2eMs: number | null;
}

const PLAYBOOK = 'compute playbook for AI agents: latency budgets by pattern';

export const CLASS_TARGETS: Readonly<Record<LatencyClass, ClassTargets>> = {
  voice: {
    ttftMs: null,
    e2eMs: 200,
    source: `${PLAYBOOK} (model share of a 300-500 ms round trip)`,
    asOf: '2026-03-08',
    evidence: 'found',
  },
  chat: { ttftMs: 500, e2eMs: null, source: `${PLAYBOOK} (user-facing agents)`, asOf: '2026-03-08', evidence: 'found' },
  background: { ttftMs: null, e2eMs: null, source: `${PLAYBOOK} (no one waits)`, asOf: '2026-03-08', evidence: 'found' },
};
