import type { LibraryRow } from './library-row';
import { SOURCES } from './sources';

export const AGENTS: readonly LibraryRow[] = [
  ['background-queued', 'roles in the background', SOURCES.queueLevelling],
  ['checkpoints-have-store', 'runtimes that resume from checkpoints', SOURCES.checkpoints],
  ['background-enqueued', 'fleets with roles in the background', SOURCES.pollForAnswers],
  ['server-survives-loss', 'MCP servers and sandboxes', SOURCES.disruptions],
  ['runtime-holds-sessions', 'runtimes with sessionsPerReplica', SOURCES.overload],
  ['sessions-outside', 'runtimes of several pods', SOURCES.disruptions],
  ['runtime-without-model', 'agents, MCP servers and sandboxes', SOURCES.placement],
  ['context-by-reference', 'roles of long contexts that hand work on', SOURCES.contextOfAgents],
  ['cpu-pods-without-gpu', 'agents and MCP servers', SOURCES.placement],
];
