import { z } from 'zod';

const vectorNeedSchema = z.object({
  memoryGiB: z.number().describe('memory in which they are searched'),
  diskGiB: z.number().describe('disk of vectors, index and payload'),
});

/** Schema of a vector store in `fleet.plan.json`. */
export const vectorStorePlanSchema = z.object({
  name: z.string().describe('workload that holds the vectors'),
  path: z.string().describe('path of the construct'),
  kind: z.enum(['qdrant', 'pgvector']).describe('which program holds them'),
  vectors: z.number().describe('vectors at most'),
  dimensions: z.number().describe('numbers in one vector'),
  need: vectorNeedSchema.describe('what the vectors take, GiB'),
  memoryGiB: z.number().describe('memory of a pod, GiB'),
  storageGiB: z.number().describe('disk of a pod, GiB'),
});

/** A vector store as `fleet.plan.json` holds it. */
export type VectorStorePlan = z.output<typeof vectorStorePlanSchema>;
