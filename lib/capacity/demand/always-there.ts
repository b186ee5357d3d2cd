/** Models that somebody waits for are there before they are asked. */
import type { FrameworkId } from '../../catalog/frameworks';
import { evaluateRules } from '../../core/evaluate-rules';
import type { UnplacedFinding } from '../../core/finding';
import type { LatencyTarget } from '../latency/classes';
import { modelAlwaysThere } from './rules/model-always-there';

/** One role and the pool that serves it. */
export interface ServedRole {
  readonly role: string;
  readonly pool: string;
  readonly latency: LatencyTarget;
  /** Replicas of the pool that are always there. */
  readonly floor: number;
  /**
   * The pool gives its GPU to other models in turns (warm swap).
   * @default false
   */
  readonly takesTurns?: boolean;
}

/** The roles of one fleet, and the framework that they run in. */
export interface ServedRoles {
  readonly framework: FrameworkId;
  readonly roles: readonly ServedRole[];
}

/**
 * AF-ENG-008: roles that somebody waits for need a floor and a GPU of their own. Where one request of the framework touches several agents, the strictest
 * of them counts for all, and turns are refused whoever waits: every step would wait for a load.
 */
export function checkAlwaysThere(framework: FrameworkId, roles: readonly ServedRole[]): UnplacedFinding[] {
  return evaluateRules([modelAlwaysThere], { framework, roles });
}
