/** The memory of one replica of a pool, term by term. */
import { z } from 'zod';
import { amount, signedAmount } from './amount';

/** Schema of a memory term in `fleet.plan.json`. */
export const memoryTermSchema = z.object({
  id: z.string().describe('physical, budget, weights, activation, nonTorch, graphs or kvCache'),
  perGpuGiB: signedAmount.describe('GiB on each GPU'),
  evidence: z.enum(['exact', 'measured', 'fitted', 'assumed']).describe('how sure the figure is'),
  source: z.string().describe('formula and public source'),
});

/** The budget of one GPU and the KV cache that follows from it. */
export const memorySchema = z.object({
  terms: z.array(memoryTermSchema).describe('the budget of one GPU, line by line'),
  kvBytesPerToken: amount.describe('bytes of KV cache per token over all GPUs of a replica'),
  kvFormula: z.string().describe('how these bytes are computed'),
  kvTokensPerReplica: signedAmount.describe('tokens that one replica holds'),
  kvGiBPerReplica: signedAmount.describe('GiB of KV cache of one replica'),
  kvRangeGiB: z
    .object({ low: signedAmount.describe('the least that one replica may hold'), high: signedAmount.describe('the most') })
    .nullable()
    .describe('band of the estimate for one replica, GiB; null when facts are missing, and for encoders, which keep no cache'),
});
