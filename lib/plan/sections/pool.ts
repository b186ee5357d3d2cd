import { z } from 'zod';
import { amount, signedAmount } from './amount';
import { demandSchema } from './demand';
import { poolEconomicsSchema } from './economics';
import { engineOptionsSchema, hostMemorySchema, limitsSchema } from './pool-engine';
import { memorySchema } from './pool-memory';
import {
  autoscaledNodesSchema,
  burstSchema,
  coldStartSchema,
  nodeRoomSchema,
  parallelismSchema,
  sharingSchema,
  sleepSchema,
  slicesSchema,
  stagesSchema,
} from './pool-nodes';
import { marginSchema, throughputSchema, verdictSchema } from './pool-verdict';
import { money, priceSchema } from './price';
import { prioritySchema } from './priority';
import { weightsPlanSchema } from './weights';

/** Schema of a pool in `fleet.plan.json`. */
export const poolPlanSchema = z.object({
  name: z.string().describe('name of the Deployment and the Service'),
  path: z.string().describe('construct path'),
  namespace: z.string().describe('Kubernetes namespace'),
  cluster: z.string().describe('name of the cluster'),
  model: z.object({
    id: z.string().describe('id in the catalog'),
    huggingFaceId: z.string().describe('repository on Hugging Face'),
    servedName: z.string().describe('name under which the engine serves it'),
    aliases: z.array(z.string()).optional().describe('further names that clients may ask for; absent where there are none'),
    revisions: z.record(z.string(), z.string()).optional().describe('commits that are loaded, by repository; absent where none is pinned'),
    checkpoint: z.string().optional().describe('repository or path that is loaded, where it is another than `huggingFaceId`'),
  }),
  engine: z.object({
    id: z.string().describe('e.g. vllm'),
    version: z.string().describe('release of the engine'),
    image: z.string().describe('image as the cluster pulls it'),
  }),
  gpu: z.object({ id: z.string().describe('id in the catalog'), name: z.string().describe('name for people') }),
  slices: slicesSchema,
  sharing: sharingSchema,
  gpusPerReplica: amount.describe('GPUs of one replica: tensor × pipeline × data'),
  nodesPerReplica: amount
    .optional()
    .describe('nodes that one replica is spread over, with an equal part of its GPUs on each; absent for one'),
  parallelism: parallelismSchema,
  autoscaledNodes: autoscaledNodesSchema,
  nodeRoom: nodeRoomSchema,
  weights: weightsPlanSchema,
  coldStart: coldStartSchema,
  sleep: sleepSchema,
  stages: stagesSchema,
  burst: burstSchema,
  priority: prioritySchema,
  replicas: z.object({
    min: amount.describe('replicas that are always there; 0 of a pool that may sleep'),
    max: amount.describe('replicas that the scaler may reach'),
  }),
  precision: z.object({
    weights: z.string().describe('`checkpoint` is the format of the checkpoint'),
    kvCache: z.string().describe('`auto` is the dtype of the model'),
  }),
  limits: limitsSchema,
  hostMemory: hostMemorySchema,
  engineOptions: engineOptionsSchema,
  memory: memorySchema,
  demand: z.array(demandSchema).describe('what the roles of all fleets ask of the pool'),
  peakDemand: z.array(demandSchema).describe('the same at the declared peak; empty when the plan is the peak'),
  demandGiB: amount.describe('GiB of KV cache that the demand needs'),
  supplyGiB: amount.describe('GiB of KV cache of all replicas that are always there'),
  headroom: signedAmount.nullable().describe('free share, (supply − demand) ÷ supply; null where no supply is known'),
  verdict: verdictSchema,
  missing: z.array(z.string()).describe('facts and inputs that are not known and that move the KV cache'),
  doubts: z
    .array(z.string())
    .optional()
    .describe('codes of findings that say it is not known whether the pool starts and serves as asked; with one the verdict is uncertain'),
  bottleneck: z.string().describe('the limit that more demand would meet first'),
  margin: marginSchema,
  throughput: throughputSchema,
  reserveGiB: amount.describe('what the memory estimate may be wrong by on this release, GiB of the pool'),
  survivesReplicaLoss: z.boolean().describe('the demand still fits when one replica is lost'),
  price: priceSchema.nullable().describe('price of the GPU; null when none is known'),
  costPerHour: z.object({
    floor: money.describe('USD per hour at `replicas.min`; null when the price is unknown'),
    ceiling: money.describe('USD per hour at `replicas.max`; null when the price is unknown'),
  }),
  economics: poolEconomicsSchema.optional().describe('what the pool costs and makes; absent in plans of older releases'),
});

/** A pool as `fleet.plan.json` holds it. */
export interface PoolPlan extends z.output<typeof poolPlanSchema> {}
