import type { Provenance } from './provenance';

/** What an agent framework means for a fleet: whether it keeps checkpoints, and how its conversations grow. */
export type FrameworkId = 'langgraph' | 'crewai' | 'autogen' | 'microsoft-agent-framework' | 'openai-agents' | 'pydantic-ai' | 'custom';

/**
 * Memory that a process takes which has loaded the framework and called nothing, MiB, rounded up to the next 32. LangGraph 1.2.24 with its client of models: 92 MiB; `openai` alone, which
 * the others load as well: 49 MiB (Python 3.11, highest resident size, 2026-11-30). Null for images of which nothing is known.
 */
export const leastMemoryMiB = (framework: FrameworkId): number | null =>
  framework === 'custom' ? null : framework === 'langgraph' ? 96 : 64;

export interface FrameworkFacts {
  readonly id: FrameworkId;
  readonly name: string;
  /** Graphs resume from checkpoints, which need a durable store. */
  readonly needsStateStore: boolean;
  /** Agents talk to each other: plan the context of the whole conversation, not of one turn. */
  readonly growsByConversation: boolean;
  readonly provenance: Provenance;
}

const row = (
  id: FrameworkId,
  name: string,
  needsStateStore: boolean,
  growsByConversation: boolean,
  source: string,
  asOf: string,
  evidence: Provenance['evidence'] = 'known',
): FrameworkFacts => ({ id, name, needsStateStore, growsByConversation, provenance: { source, asOf, evidence } });

export const FRAMEWORKS: Readonly<Record<FrameworkId, FrameworkFacts>> = {
  langgraph: row(
    'langgraph',
    'LangGraph',
    true,
    false,
    'LangGraph documentation, persistence: graphs resume from checkpointers',
    '2026-11',
  ),
  crewai: row('crewai', 'CrewAI', false, false, 'CrewAI documentation, crews', '2026-11'),
  autogen: row('autogen', 'AutoGen', false, true, 'AutoGen documentation, conversation patterns', '2026-11'),
  'microsoft-agent-framework': row(
    'microsoft-agent-framework',
    'Microsoft Agent Framework',
    false,
    true,
    'merger of AutoGen and Semantic Kernel, late 2025',
    '2026-11',
  ),
  'openai-agents': row(
    'openai-agents',
    'OpenAI Agents SDK',
    false,
    false,
    'OpenAI Agents SDK documentation, sessions are optional',
    '2026-11',
  ),
  'pydantic-ai': row(
    'pydantic-ai',
    'Pydantic AI',
    false,
    false,
    'Pydantic AI documentation, message history: a run sees the messages that the caller hands over',
    '2026-11',
  ),
  custom: row('custom', 'own runtime', false, false, 'no claim', '2026-11-21', 'assumed'),
};
