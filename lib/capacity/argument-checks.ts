/** What functions of this room are given as one object: users of JavaScript hand in anything, and nothing may be computed from it. */

import { z } from 'zod';
import { environmentName } from '../core/environment-name';
import { freeText } from '../core/notion';
import { branded, parseProps } from '../core/schema';
import { Topology } from './demand/topology';
import { demandArgument, measuredArgument } from './demand-arguments';
import { amount, callable, count, gpuArgument, replicaArgument, shownName } from './replica-argument';

const toldArgument = z.looseObject({
  version: z.boolean().optional(),
  sampler: z.boolean().optional(),
  prefixCaching: z.boolean().optional(),
  compileCache: z.enum(['cold', 'warm']).nullable().optional(),
  formatBand: z.tuple([amount, amount]).optional(),
  formatOpen: z.array(freeText('what was not understood, in words')).optional(),
  formatNarrows: z.array(freeText('what was not understood, in words')).optional(),
});

export const poolArgument = z.looseObject({
  name: shownName,
  replica: replicaArgument,
  replicas: count(),
  maxReplicas: count(),
  demands: z.array(demandArgument),
  told: toldArgument.optional(),
  doubts: z.array(shownName).optional(),
  peakDemands: z.array(demandArgument).optional(),
  settled: z.looseObject({ demands: z.array(demandArgument), peakDemands: z.array(demandArgument).optional() }).optional(),
  pricePerGpuHour: amount.nullable(),
  measured: measuredArgument.extend({ on: replicaArgument.optional() }).optional(),
  prices: callable.optional(),
  alternatives: z.array(gpuArgument).optional(),
  searchesRepairs: z.boolean().optional(),
  stagesCanChange: z.boolean().optional(),
  mostGpusPerReplica: count(1).optional(),
  environment: environmentName.optional(),
  gpusPerNodeOf: callable.optional(),
});

const planArgument = z.looseObject({
  fleet: shownName,
  topology: branded<Topology>(Topology.isTopology, "a Topology, e.g. Topology.flat({ agents: ['writer'] })"),
  concurrentWorkflows: count(),
  roles: z.record(shownName, z.looseObject({ contextTokens: amount, instances: count(1).optional() })),
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

export const checkReplicaArgument = check(replicaArgument);
export const checkPoolArgument = check(poolArgument);
export const checkPlanArgument = check(planArgument);
