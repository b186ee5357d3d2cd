import { z } from 'zod';
import { amount } from './amount';
import { countsAt, usdPerHour, usdPerMonth } from './economics';
import { nodeRoomSchema } from './pool-nodes';
import { money, priceSchema } from './price';
import { prioritySchema } from './priority';

/** Schema of a tool on GPUs that is no language model in `fleet.plan.json`. */
export const gpuServicePlanSchema = z.object({
  name: z.string().describe('name of the Deployment and the Service'),
  path: z.string().describe('construct path'),
  namespace: z.string().describe('Kubernetes namespace'),
  cluster: z.string().describe('name of the cluster'),
  image: z.string().describe('image as the cluster pulls it'),
  gpu: z.object({ id: z.string().describe('id in the catalog'), name: z.string().describe('name for people') }),
  resource: z.string().describe('resource that a pod asks for, e.g. nvidia.com/gpu'),
  nodeRoom: nodeRoomSchema,
  sharing: z
    .object({ enginesPerCard: amount.describe('programs that one card takes at most; each pays that part of its price') })
    .optional()
    .describe('absent where it has a card to itself'),
  priority: prioritySchema,
  gpusPerReplica: amount.describe('GPUs of one pod'),
  replicas: z.object({
    min: amount.describe('pods that are always there; 0 of a service that may sleep'),
    max: amount.describe('pods that the scaler may reach'),
  }),
  memoryGiBPerGpu: amount.nullable().describe('GiB that the program takes of each GPU, as declared; null where nobody says'),
  usableGiBPerGpu: amount.nullable().describe('GiB that a program gets of the GPU; null where it is not known'),
  startupSeconds: amount.describe('seconds that a start may take, as declared'),
  price: priceSchema.nullable().describe('price of the GPU; null when none is known'),
  costPerHour: z.object({
    floor: money.describe('USD per hour at `replicas.min`; null when the price is unknown'),
    ceiling: money.describe('USD per hour at `replicas.max`; null when the price is unknown'),
  }),
  economics: z.object({
    replicas: countsAt('replicas'),
    usdPerHour,
    usdPerMonth,
    usdPerDay: money.describe('USD of 24 hours of the plan'),
  }),
});

/** A tool on GPUs as `fleet.plan.json` holds it. */
export interface GpuServicePlan extends z.output<typeof gpuServicePlanSchema> {}
