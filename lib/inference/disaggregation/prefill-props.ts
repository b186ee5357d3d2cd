/** Props of the replicas that compute the prompts of a pool. */
import { z } from 'zod';
import { MOST_BATCHED_TOKENS } from '../../capacity/limits';
import { wholeNumber } from '../../core/schema';
import { type ScalingPolicy, scalingPolicySchema } from '../scaling-policy';

/** What of the prefill replicas differs from those that write the answers. Everything else is as the pool has it. */
export interface PrefillProps {
  /**
   * Fixed number of prefill replicas; not together with `scaling`.
   * @default 1
   */
  readonly replicas?: number;
  /**
   * Autoscaling of the prefill replicas. They never sleep.
   * @default - none: their number is fixed
   */
  readonly scaling?: ScalingPolicy;
  /**
   * GPUs of one prefill replica, all of which share each layer. One number divides the other.
   * @default - `gpusPerReplica` of the pool
   */
  readonly gpusPerReplica?: number;
  /**
   * Prompt tokens of one scheduler step of a prefill replica (`max-num-batched-tokens`).
   * @default - what the engine takes on this GPU
   */
  readonly maxNumBatchedTokens?: number;
}

const sleepless = scalingPolicySchema.refine(({ sleep }) => sleep === undefined, {
  error: 'expected a policy with a replica at all times: nothing holds a prompt while these replicas sleep',
});

export const prefillSchema = z
  .strictObject({
    replicas: wholeNumber(1, 10_000).optional(),
    scaling: sleepless.optional(),
    gpusPerReplica: wholeNumber(1, 128).optional(),
    maxNumBatchedTokens: wholeNumber(64, MOST_BATCHED_TOKENS).optional(),
  })
  .refine(({ replicas, scaling }) => replicas === undefined || scaling === undefined, {
    error: 'expected either replicas or scaling: both would set the same number',
    path: ['replicas'],
  });
