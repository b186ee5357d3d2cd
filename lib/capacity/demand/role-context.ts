/** What the rules of a role's context see: how long its sessions become, and what bounds them. */
import type { FrameworkId } from '../../catalog/frameworks';
import type { Rule } from '../../core/rule';
import type { ContextBound, ContextGrowth } from './context-growth';
import type { ContextPercentiles } from './context-percentiles';

export interface RoleContext {
  readonly role: string;
  /** Longest request that the pool admits, tokens. */
  readonly capTokens: number;
  /** Context that the user planned; undefined where it follows from growth. */
  readonly contextTokens?: number | undefined;
  readonly growth?: ContextGrowth | undefined;
  readonly strategy?: ContextBound | undefined;
  /** Contexts as they were measured. */
  readonly percentiles?: ContextPercentiles | undefined;
  readonly framework?: FrameworkId | undefined;
  /** Context caps of the pools that long sessions may go to, by name; without it any named pool counts as there. */
  readonly longPools?: Readonly<Record<string, number>> | undefined;
  /** Lets a finding say when the pool is full: its tokens, the sessions of the role and how fast they talk. */
  readonly pace?: { readonly poolTokens: number; readonly sessions: number; readonly turnsPerMinute: number } | undefined;
}

export type ContextRule = Rule<RoleContext>;
