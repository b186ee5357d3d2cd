/** What frameworks call their tables and keys, and by what they tell one conversation from another: nothing in them says which fleet it belongs to. */
import type { FrameworkId } from './frameworks';

/** Null where a framework keeps none there by itself, or nobody has read it. */
export interface FrameworkNames {
  readonly 'state-store': string | null;
  readonly 'session-store': string | null;
}

/**
 * Read in the packages of December 2026: langgraph-checkpoint-postgres 3.2.0 (`base.py`, `MIGRATIONS` of checkpoints and store; `delete_thread` and `prune` ask for the thread alone),
 * openai-agents 0.24.0 (`sqlalchemy_session.py`, `redis_session.py`). CrewAI 1.15.30 keeps its flows in SQLite; Agent Framework 1.23.0 and Pydantic AI 2.68.0 leave it to the program.
 */
export const FRAMEWORK_NAMES: Readonly<Record<FrameworkId, FrameworkNames>> = {
  langgraph: {
    'state-store':
      'checkpoints, checkpoint_blobs and checkpoint_writes by thread_id, store by its prefix, store_vectors of one size of vectors',
    'session-store': null,
  },
  'openai-agents': {
    'state-store': 'agent_sessions and agent_messages by session_id',
    'session-store': 'agents:session:<session_id>',
  },
  crewai: { 'state-store': null, 'session-store': null },
  autogen: { 'state-store': null, 'session-store': null },
  'microsoft-agent-framework': { 'state-store': null, 'session-store': null },
  'pydantic-ai': { 'state-store': null, 'session-store': null },
  custom: { 'state-store': null, 'session-store': null },
};
