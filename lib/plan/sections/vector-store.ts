import { z } from 'zod';
import { amount } from './amount';

const vectorNeedSchema = z.object({
  memoryGiB: amount.describe('memory in which they are searched'),
  diskGiB: amount.describe('disk of vectors, index and payload'),
});

/** Schema of a vector store in `fleet.plan.json`. */
export const vectorStorePlanSchema = z.object({
  name: z.string().describe('workload that holds the vectors'),
  path: z.string().describe('path of the construct'),
  kind: z.enum(['qdrant', 'pgvector']).describe('which program holds them'),
  vectors: amount.describe('vectors at most'),
  dimensions: amount.describe('numbers in one vector'),
  need: vectorNeedSchema.describe('what the vectors take, GiB'),
  memoryGiB: amount.describe('memory of a pod, GiB'),
  storageGiB: amount.describe('disk of a pod, GiB'),
});

/** A vector store as `fleet.plan.json` holds it. */
export interface VectorStorePlan extends z.output<typeof vectorStorePlanSchema> {}
