/** What the framework of a fleet does to its demand: whether sessions hold whole conversations, and whether models have to be resident together (`checkAlwaysThere`). */
import { FRAMEWORKS, type FrameworkId } from '../../catalog/frameworks';
import type { UnplacedFinding } from '../../core/finding';
import { formatInteger } from '../../core/format';
import { type ContextGrowth, type ContextStrategy, contextAfter, plannedContext } from './context-growth';

export interface FrameworkProfile {
  /** Agents talk to each other: what one says stays in the context of all. */
  readonly holdsConversation: boolean;
  /** Runs resume from checkpoints, so that a background node may be interrupted. */
  readonly resumable: boolean;
  /** One request touches several agents: their models are sized together, not one after the other. */
  readonly modelsResidentTogether: boolean;
  /** Where the traits come from. */
  readonly source: string;
}

/** Traits beside those of the catalog, as published in comparisons of agent frameworks (April 2026). */
const RESIDENT_TOGETHER: readonly FrameworkId[] = ['crewai'];

export function frameworkProfile(id: FrameworkId): FrameworkProfile {
  const { growsByConversation, needsStateStore, provenance } = FRAMEWORKS[id];
  return {
    holdsConversation: growsByConversation,
    resumable: needsStateStore,
    modelsResidentTogether: RESIDENT_TOGETHER.includes(id),
    source: `${provenance.source}; agent framework comparisons of 2026-04`,
  };
}

/** AF-CAP-015: the framework keeps the whole conversation, and the role plans less than that. A strategy that bounds it counts. */
export function checkConversation(
  framework: FrameworkId,
  role: string,
  contextTokens: number,
  conversation: ContextGrowth,
  strategy?: ContextStrategy,
): UnplacedFinding[] {
  const held = plannedContext(conversation, strategy);
  if (!frameworkProfile(framework).holdsConversation || contextTokens >= held) return [];
  const message = `${FRAMEWORKS[framework].name} keeps the whole conversation: ${formatInteger(contextAfter(conversation))} tokens after ${conversation.turns} turns; '${role}' plans ${formatInteger(contextTokens)}`;
  return [
    {
      code: 'AF-CAP-015',
      severity: 'warning',
      prop: `roles.${role}.contextTokens`,
      value: contextTokens,
      allowed: `≥ ${formatInteger(held)}`,
      message,
      repairs: [`contextTokens: ${formatInteger(held).replace(/,/g, '_')}`, 'a context strategy that bounds the conversation'],
    },
  ];
}
