/** Questions about the latency of one replica, as programs outside of this room ask them: arguments are checked, then answered. */
import { z } from 'zod';
import { latencyTargetsSchema } from '../../catalog/latency-targets';
import { checked } from '../../core/checked';
import { flowSchema } from '../demand/check-flow';
import { inFlight as inFlightOf } from '../demand/request-rate';
import {
  latencyContextArgument,
  latencyTarget,
  lengthsArgument,
  loadArgument,
  measuredArgument,
  rateArgument,
  steadyLoadArgument,
} from '../demand-arguments';
import { checkLatency as latencyFindings } from '../latency/check-latency';
import { checkRoleLatency as roleFindings } from '../latency/check-role';
import { checkWorkflowLatency as workflowFindings } from '../latency/check-workflow';
import * as concurrency from '../latency/concurrency';
import { estimateLatency as estimate } from '../latency/estimate-latency';
import { replicaThroughput as throughput } from '../latency/throughput';
import { workflowLatency as ofWorkflow } from '../latency/workflow-latency';
import { amount, positive, replicaArgument, shownName } from '../replica-argument';

const measured = measuredArgument.optional();
const context = latencyContextArgument.optional();

/**
 * Latency of one replica with so many requests in flight: time to the first token, time per output token, and tokens per second, each with the range
 * that nine of ten published runs keep. Requests beyond what the KV cache holds wait, and their wait counts.
 *
 * @throws FleetSpecError AF-SPEC-001 when an argument is malformed.
 */
export const estimateLatency = checked('estimateLatency', { spec: replicaArgument, load: loadArgument, measured, context }, estimate);

/**
 * Tokens per second of one replica that only decodes, and of one that only prefills. Names what is missing where nothing can be said.
 *
 * @throws FleetSpecError AF-SPEC-001 when an argument is malformed.
 */
export const replicaThroughput = checked('replicaThroughput', { spec: replicaArgument, load: steadyLoadArgument, context }, throughput);

/**
 * The load of one replica at which throughput stops growing: twice the requests bring no more than `growth` more tokens per second, by default 0.1.
 *
 * @throws FleetSpecError AF-SPEC-001 when an argument is malformed.
 */
export const saturation = checked(
  'saturation',
  { spec: replicaArgument, lengths: lengthsArgument, growth: z.number().min(0).max(1).optional(), context },
  concurrency.saturation,
);

/**
 * Most requests in flight that all run and whose tokens still come within `tpotMs`; 0 when a single one is too slow already. Null when facts are
 * missing.
 *
 * @throws FleetSpecError AF-SPEC-001 when an argument is malformed.
 */
export const concurrencyWithin = checked(
  'concurrencyWithin',
  { spec: replicaArgument, tpotMs: positive, lengths: lengthsArgument, measured, context },
  concurrency.concurrencyWithin,
);

/**
 * Requests in flight on one replica that gets `requestsPerSecond` (Little's law: arrivals × the time that an answer then takes). Null when it cannot
 * keep up at any number, or when facts are missing.
 *
 * @throws FleetSpecError AF-SPEC-001 when an argument is malformed.
 */
export const inFlight = checked('inFlight', { spec: replicaArgument, rate: rateArgument, measured }, inFlightOf);

/**
 * What a waiting person tolerates, or targets of your own ask: AF-LAT-001 for a whole answer (voice, `e2eMs`), AF-LAT-002 for its first token (chat,
 * `ttftMs`), AF-LAT-006 for the tokens after it (`tpotMs`). Background work has no target.
 *
 * @throws FleetSpecError AF-SPEC-001 when an argument is malformed.
 */
export const checkLatency = checked(
  'checkLatency',
  { spec: replicaArgument, target: latencyTarget, load: loadArgument, measured, latencyTargets: latencyTargetsSchema.optional() },
  latencyFindings,
);

const roleArgument = z.looseObject({
  role: shownName,
  target: latencyTarget,
  latencyTargets: latencyTargetsSchema.optional(),
  replica: replicaArgument,
  concurrency: positive,
  contextTokens: positive,
  request: lengthsArgument.optional(),
  measured,
});

/**
 * Does a role keep its latency class, and its own targets, on its pool? AF-LAT-001 for whole answers, AF-LAT-002 for first tokens, AF-LAT-006 for the
 * tokens after them, AF-LAT-007 for a target that no replica could keep.
 *
 * @throws FleetSpecError AF-SPEC-001 when a prop is malformed.
 */
export const checkRoleLatency = checked('checkRoleLatency', { role: roleArgument }, roleFindings);

const stages = z.record(shownName, z.looseObject({ replica: replicaArgument, load: loadArgument, measured }));

/**
 * How long a workflow takes until its user has an answer, along the longest path of the flow. Give the flow as it happens in time: what a topology
 * holds at once, as an orchestrator beside its workers, still answers one after the other. `hopMs` is one hand-over between two agents, by default 16.
 *
 * @throws FleetSpecError AF-SPEC-001 when an argument is malformed.
 */
export const workflowLatency = checked('workflowLatency', { flow: flowSchema, stages, hopMs: amount.optional() }, ofWorkflow);

const range = z.tuple([amount, amount]);
const workflowArgument = z.looseObject({
  totalMs: amount,
  rangeMs: range,
  hopsMs: amount,
  stageMs: z.record(shownName, amount),
  missing: z.array(shownName),
});

/**
 * AF-CAP-014: the stages together take longer than the person who waits accepts, or than `budgetMs`. An error when not even every stage at its best is
 * soon enough, a warning when only that is. AF-CAP-040: nobody can say.
 *
 * @throws FleetSpecError AF-SPEC-001 when an argument is malformed.
 */
export const checkWorkflowLatency = checked(
  'checkWorkflowLatency',
  { target: latencyTarget, latency: workflowArgument, budgetMs: positive.optional() },
  workflowFindings,
);
