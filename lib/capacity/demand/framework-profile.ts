import { z } from 'zod';
import { FRAMEWORKS, type FrameworkId } from '../../catalog/frameworks';
import { checkArguments } from '../../core/checked';

/** How an agent framework lets contexts grow. */
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

/** What the framework of a fleet does to its demand: whether sessions hold whole conversations, and whether models have to be resident together (`checkAlwaysThere`). */
export function frameworkProfile(id: FrameworkId): FrameworkProfile {
  checkArguments('frameworkProfile', { id: z.enum(Object.keys(FRAMEWORKS) as [FrameworkId, ...FrameworkId[]]) }, { id });
  const { growsByConversation, needsStateStore, provenance } = FRAMEWORKS[id];
  return {
    holdsConversation: growsByConversation,
    resumable: needsStateStore,
    modelsResidentTogether: RESIDENT_TOGETHER.includes(id),
    source: `${provenance.source}; agent framework comparisons of 2026-04`,
  };
}
