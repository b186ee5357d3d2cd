/** `fleet.plan.json`, version 1: what was decided for one stack and why. Readers get a zod schema; writers get its type. */
import { z } from 'zod';

/** Raised when a field changes its meaning or disappears; new fields do not raise it. */
export const PLAN_SCHEMA_VERSION = 1;
/** File name of the plan beside `cdk.tf.json`. */
export const PLAN_FILE = 'fleet.plan.json';

const money = z.number().nullable();

const repairSchema = z.object({
  change: z.string(),
  costPerHour: money,
  costDeltaPerHour: money,
  headroom: z.number().optional(),
});

export const findingSchema = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  path: z.string(),
  prop: z.string().optional(),
  value: z.unknown().optional(),
  allowed: z.string().optional(),
  message: z.string(),
  details: z.array(z.object({ label: z.string(), text: z.string() })).optional(),
  repairs: z.array(z.union([z.string(), repairSchema])),
});

export const priceSchema = z.object({
  usdPerGpuHour: z.number().describe('USD per GPU and hour'),
  provider: z.string(),
  purchase: z.enum(['on-demand', 'spot', 'reserved']),
  asOf: z.string().describe('ISO date at which the price was quoted'),
});

export const demandSchema = z.object({
  fleet: z.string(),
  role: z.string(),
  sessions: z.number().describe('sessions that hold KV cache at the same time'),
  contextTokens: z.number().describe('planned context of one session, tokens'),
  formula: z.string(),
});

export const memoryTermSchema = z.object({
  id: z.string(),
  perGpuGiB: z.number(),
  evidence: z.enum(['exact', 'measured', 'fitted', 'assumed']),
  source: z.string(),
});

export const poolPlanSchema = z.object({
  name: z.string(),
  path: z.string().describe('construct path'),
  namespace: z.string(),
  cluster: z.string(),
  model: z.object({ id: z.string(), huggingFaceId: z.string(), servedName: z.string() }),
  engine: z.object({ id: z.string(), version: z.string(), image: z.string() }),
  gpu: z.object({ id: z.string(), name: z.string() }),
  gpusPerReplica: z.number(),
  replicas: z.object({ min: z.number(), max: z.number() }),
  precision: z.object({ weights: z.string(), kvCache: z.string() }),
  limits: z.object({
    maxContextTokens: z.number(),
    maxNumSeqs: z.number(),
    maxNumBatchedTokens: z.number(),
    gpuMemoryUtilization: z.number(),
  }),
  memory: z.object({
    terms: z.array(memoryTermSchema),
    kvBytesPerToken: z.number(),
    kvFormula: z.string(),
    kvTokensPerReplica: z.number(),
    kvGiBPerReplica: z.number(),
  }),
  demand: z.array(demandSchema),
  demandGiB: z.number(),
  supplyGiB: z.number().describe('KV pool of all warm replicas'),
  headroom: z.number(),
  verdict: z.enum(['fits', 'tight', 'rejected', 'uncertain']),
  binding: z.string(),
  survivesReplicaLoss: z.boolean(),
  price: priceSchema.nullable(),
  costPerHour: z.object({ floor: money, ceiling: money }),
});

export const rolePlanSchema = z.object({
  name: z.string(),
  pool: z.string(),
  poolPath: z.string(),
  modelAlias: z.string().describe('name under which the agents ask the router for this role'),
  sessions: z.number(),
  contextTokens: z.number(),
  latency: z.string().nullable(),
  formula: z.string(),
});

export const fleetPlanSectionSchema = z.object({
  name: z.string(),
  path: z.string(),
  topology: z.object({ kind: z.string(), description: z.string() }),
  concurrentWorkflows: z.number(),
  peakWorkflows: z.number().nullable(),
  roles: z.array(rolePlanSchema),
});

export const fleetPlanSchema = z.object({
  schemaVersion: z.literal(PLAN_SCHEMA_VERSION),
  stack: z.string(),
  pools: z.array(poolPlanSchema),
  fleets: z.array(fleetPlanSectionSchema),
  costPerHour: z.object({
    floor: money.describe('USD per hour with every pool at its floor; null when a price is unknown'),
    ceiling: money.describe('USD per hour with every pool at its ceiling; null when a price is unknown'),
    unpriced: z.array(z.string()).describe('pools without a price'),
    pricesAsOf: z.array(z.string()).describe('dates of the prices used, oldest first'),
  }),
  findings: z.array(findingSchema),
});

export type PoolPlan = z.output<typeof poolPlanSchema>;
export type RolePlan = z.output<typeof rolePlanSchema>;
export type FleetPlanSection = z.output<typeof fleetPlanSectionSchema>;
export type FleetPlan = z.output<typeof fleetPlanSchema>;
