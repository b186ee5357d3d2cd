import { z } from 'zod';
import { MOST } from '../capacity/limits';
import { brand, hasBrand } from '../core/brand';
import { branded, parseProps, wholeNumber } from '../core/schema';
import { type IInferencePool, isInferencePool } from '../inference/contract';

/** The oldest tokens are dropped at a limit. */
export interface SlidingWindowProps {
  /** Tokens that stay. */
  readonly limitTokens: number;
}

/** Older tokens become summaries; recent ones stay. */
export interface SummarizeProps {
  /** Tokens that become one summary. */
  readonly everyTokens: number;
  /** Tokens of a summary; fewer than `everyTokens`. */
  readonly summaryTokens: number;
}

/** Long sessions move to a pool of their own. */
export interface LongPoolProps {
  /** Context at which a session moves, tokens. */
  readonly capTokens: number;
  /** Pool for the sessions beyond the cap. */
  readonly pool: IInferencePool;
  /**
   * Share of all sessions that move, above 0 and below 1.
   * @default 0.05
   */
  readonly share?: number;
}

/** What bounds a context, by its kind. */
export type ContextBoundary =
  | ({ readonly kind: 'sliding-window' } & SlidingWindowProps)
  | ({ readonly kind: 'summarize' } & SummarizeProps)
  | ({ readonly kind: 'long-pool' } & LongPoolProps);

const slidingWindowSchema = z.strictObject({ limitTokens: wholeNumber(1, MOST) });

const summarizeSchema = z
  .strictObject({ everyTokens: wholeNumber(1, MOST), summaryTokens: wholeNumber(1, MOST) })
  .refine(({ everyTokens, summaryTokens }) => summaryTokens < everyTokens, {
    error: 'expected less than everyTokens',
    path: ['summaryTokens'],
  });

const longPoolSchema = z.strictObject({
  capTokens: wholeNumber(1, MOST),
  pool: branded<IInferencePool>(isInferencePool, "an InferencePool, e.g. new InferencePool(stack, 'long', …)"),
  share: z.number().gt(0).lt(1).optional(),
});

/**
 * What keeps the growing context of a role small.
 *
 * @example
 * { pool, growth: { baseTokens: 2_000, turns: 40, tokensPerTurn: 600 }, contextStrategy: ContextStrategy.slidingWindow({ limitTokens: 16_384 }) }
 */
export class ContextStrategy {
  /**
   * The oldest tokens are dropped at the limit.
   * @throws FleetSpecError AF-SPEC-001 when a prop is malformed.
   */
  static slidingWindow(props: SlidingWindowProps): ContextStrategy {
    return new ContextStrategy({ kind: 'sliding-window', ...parseProps(slidingWindowSchema, props, at('slidingWindow')) });
  }

  /**
   * Every `everyTokens` older tokens become a summary of `summaryTokens`; recent ones stay.
   * @throws FleetSpecError AF-SPEC-001 when a prop is malformed.
   */
  static summarize(props: SummarizeProps): ContextStrategy {
    return new ContextStrategy({ kind: 'summarize', ...parseProps(summarizeSchema, props, at('summarize')) });
  }

  /**
   * Sessions beyond the cap move to a pool for long sessions. The router has the alias `<role>-long` for it, and the fleet's own router falls back to that
   * by itself.
   * @throws FleetSpecError AF-SPEC-001 when a prop is malformed.
   */
  static longPool(props: LongPoolProps): ContextStrategy {
    const { share, ...others } = parseProps(longPoolSchema, props, at('longPool'));
    return new ContextStrategy({ kind: 'long-pool', ...others, ...(share === undefined ? {} : { share }) });
  }

  /** Recognises strategies by their brand, so that two copies of the library agree. */
  static isContextStrategy(value: unknown): value is ContextStrategy {
    return hasBrand(value, 'ContextStrategy');
  }

  private constructor(readonly boundary: ContextBoundary) {
    brand(this, 'ContextStrategy');
    Object.freeze(this);
    Object.freeze(boundary);
  }

  /** The pool to which long sessions move; undefined where they stay. */
  get longPool(): IInferencePool | undefined {
    return this.boundary.kind === 'long-pool' ? this.boundary.pool : undefined;
  }
}

const at = (factory: string) => ({ path: `ContextStrategy.${factory}`, className: `ContextStrategy.${factory}` });
