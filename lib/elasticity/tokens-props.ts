import { z } from 'zod';
import { type EnvelopeProps, envelopeShape } from './envelope-props';

/** Props of the signals of tokens. */
export interface TokenSignalProps {
  /**
   * Seconds that a replica may need to compute the prompts that wait for it.
   * @default - the first-token time of the strictest latency class of the roles on the pool; 10 where nobody waits
   */
  readonly backlogSeconds?: number;
  /**
   * Share of the KV cache that may be in use, from 0 to 1.
   * @default 0.8
   */
  readonly kvCacheShare?: number;
  /**
   * Tokens of a prompt that are computed, of the average request.
   * @default - the mean over the requests of the roles on the pool, without what they declare as cached
   */
  readonly promptTokens?: number;
  /**
   * Tokens of prompts that one replica computes in a second, as you measured it.
   * @default - as the plan estimates it
   */
  readonly prefillTokensPerSecond?: number;
}

/** Props of scaling on the tokens that wait and the tokens that are held. */
export interface TokenScalingProps extends EnvelopeProps, TokenSignalProps {}

export const tokenShape = {
  backlogSeconds: z.number().positive().max(3600).optional(),
  kvCacheShare: z.number().min(0.05).max(1).default(0.8),
  promptTokens: z.number().positive().max(100_000_000).optional(),
  prefillTokensPerSecond: z.number().positive().max(1e9).optional(),
};

export const tokenScalingSchema = z.strictObject({ ...envelopeShape, ...tokenShape });
