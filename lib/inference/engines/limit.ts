import type { UnplacedFinding } from '../../core/finding';

/** What an engine cannot do, by the prop that asks for it. */
export interface Limit {
  readonly prop: string;
  readonly value: unknown;
  readonly allowed?: string;
  readonly message: string;
  readonly repairs: readonly string[];
}

/** AF-ENG-027: the pool is refused. */
export const limit = (found: Limit): UnplacedFinding => ({ code: 'AF-ENG-027', severity: 'error', ...found });

/** AF-ENG-027 as a warning: nobody knows it, so that a `strict` cluster refuses the pool. */
export const doubt = (found: Limit): UnplacedFinding => ({ code: 'AF-ENG-027', severity: 'warning', uncertain: true, ...found });
