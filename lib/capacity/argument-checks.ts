/** What the public functions of this room are given: users of JavaScript hand in anything, and nothing may be computed from it. */
import { z } from 'zod';
import { Engine } from '../catalog/engines/engine';
import { GGUF_SCHEMES } from '../catalog/gguf';
import { Gpu } from '../catalog/gpu';
import { Model } from '../catalog/model';
import { environmentName } from '../core/environment-name';
import { freeText } from '../core/notion';
import { branded, parseProps, wholeNumber } from '../core/schema';
import { Topology } from './demand/topology';
import { MOST, MOST_BATCHED_TOKENS } from './limits';
import type { KvCacheDtype, Quantization } from './replica-spec';

const QUANTIZATIONS = [
  'checkpoint',
  'fp8',
  'awq',
  'gptq',
  'nvfp4',
  'mxfp4',
  'int8',
  ...GGUF_SCHEMES,
] as const satisfies readonly Quantization[];
const KV_CACHE_DTYPES = ['auto', 'bf16', 'fp16', 'fp8'] as const satisfies readonly KvCacheDtype[];

const count = (least = 0) => wholeNumber(least, MOST);
const amount = z.number().min(0).max(MOST);
const name = freeText('names of fleets, roles, pools and releases are only shown', { empty: true });

/** An engine of the catalog, or a release that `engineToSize` gives. */
const engine = z.union([branded<Engine>(Engine.isEngine, 'an Engine of the catalog'), z.looseObject({ id: name, name, version: name })]);

const replicaSchema = z.looseObject({
  model: branded<Model>(Model.isModel, 'a Model, e.g. Model.LLAMA_3_1_8B_INSTRUCT'),
  gpu: branded<Gpu>(Gpu.isGpu, 'a Gpu, e.g. Gpu.H100_SXM'),
  engine,
  tensorParallel: wholeNumber(1, 100_000),
  quantization: z.enum(QUANTIZATIONS),
  kvCacheDtype: z.enum(KV_CACHE_DTYPES),
  gpuMemoryUtilization: z.number().gt(0).max(1),
  maxContextTokens: count(1),
  pipelineParallel: wholeNumber(1, 100_000).optional(),
  dataParallel: wholeNumber(1, 100_000).optional(),
  maxNumSeqs: count(1).optional(),
  maxNumBatchedTokens: wholeNumber(1, MOST_BATCHED_TOKENS).optional(),
});

const rateSchema = z.looseObject({
  requestsPerSecond: amount,
  inputTokens: amount,
  outputTokens: amount,
});

const demandSchema = z.looseObject({
  fleet: name,
  role: name,
  sessions: amount,
  contextTokens: amount,
  rate: rateSchema.optional(),
});

const poolSchema = z.looseObject({
  name,
  replica: replicaSchema,
  replicas: count(),
  maxReplicas: count(),
  demands: z.array(demandSchema),
  pricePerGpuHour: amount.nullable(),
  environment: environmentName.optional(),
});

const planSchema = z.looseObject({
  fleet: name,
  topology: branded<Topology>(Topology.isTopology, "a Topology, e.g. Topology.flat({ agents: ['writer'] })"),
  concurrentWorkflows: count(),
  roles: z.record(name, z.looseObject({ contextTokens: amount, instances: count(1).optional() })),
});

/**
 * Refuses what no answer can be computed from.
 *
 * @param where function that was called, e.g. `judgePool`
 * @throws FleetSpecError AF-SPEC-001 with one problem for each prop.
 */
const check =
  (schema: z.ZodType) =>
  (where: string, given: unknown): void => {
    parseProps(schema, given, { path: where, className: where });
  };

export const checkReplicaArgument = check(replicaSchema);
export const checkPoolArgument = check(poolSchema);
export const checkPlanArgument = check(planSchema);
