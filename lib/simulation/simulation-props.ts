import { z } from 'zod';
import type { FlowNode } from '../capacity/demand/flow';
import { freeText } from '../core/notion';
import { wholeNumber } from '../core/schema';

/** What a simulation assumes beside the plan. */
export interface SimulationProps {
  /**
   * Time that is simulated, hours.
   * @default 1
   */
  readonly hours?: number;
  /**
   * The same plan, options and seed give the same answer.
   * @default 1
   */
  readonly seed?: number;
  /**
   * How workflows come: `steady` starts the next one when one ends; `bursts` adds to that, for a minute of every ten, as many as make 4.2 times
   * the workflows in flight.
   * @default 'steady', or `workflowsPerHour`
   */
  readonly load?: 'steady' | 'bursts';
  /**
   * Workflows of each fleet that start in an hour, whatever is in flight, at random times.
   * @default - `concurrentWorkflows` of the plan are in flight
   */
  readonly workflowsPerHour?: number;
  /**
   * Mean time of the tools between two calls of one agent, seconds, exponential.
   * @default - log-normal, median 0.1 s, 99th percentile 192 s (TraceLab)
   */
  readonly toolSeconds?: number;
  /**
   * Calls of an agent each time that it is its turn.
   * @default 1
   */
  readonly callsPerTurn?: number;
  /**
   * `cold`: no replica answers before its start is over.
   * @default 'warm'
   */
  readonly start?: 'warm' | 'cold';
  /**
   * Waiting requests per replica beyond which a pool grows. The plan does not hold the threshold of `scaling`.
   * @default 5
   */
  readonly waitingPerReplica?: number;
  /**
   * What a role asks each time, by its name, in place of `request` of the role in the plan.
   * @default - what the plan says; roles without a `request` make the answer uncertain
   */
  readonly requests?: Readonly<Record<string, SimulatedRequest>>;
  /**
   * The workflow of a fleet, by its name, made by `Flow` of the package: plans hold no iterations of loops and no shares of routes, so that a fleet of which
   * those matter is uncertain without.
   * @default - what flat, hierarchical and pipeline topologies say
   */
  readonly flows?: Readonly<Record<string, FlowNode>>;
}

/** One request of a role. */
export interface SimulatedRequest {
  /** Whole prompt, tokens. */
  readonly inputTokens: number;
  /**
   * Part of the prompt that the first request of a session finds in the prefix cache, tokens.
   * @default 0
   */
  readonly cachedTokens?: number;
  /** Answer, tokens. */
  readonly outputTokens: number;
}

const MOST_HOURS = 24;
const DAY_SECONDS = 86_400;

const name = freeText('it is held against the names of the plan');

const MOST_TOKENS = 100_000_000;

const requestSchema = z
  .strictObject({
    inputTokens: wholeNumber(1, MOST_TOKENS),
    cachedTokens: wholeNumber(0, MOST_TOKENS).default(0),
    outputTokens: wholeNumber(1, MOST_TOKENS),
  })
  .refine(({ inputTokens, cachedTokens }) => cachedTokens < inputTokens, {
    path: ['cachedTokens'],
    error: 'expected less than the prompt, whose last token is always computed',
  });

const share = z.number().min(0).max(1);
const flowSchema: z.ZodType<FlowNode, FlowNode> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('role'), role: name, seconds: z.number().min(0) }),
    z.strictObject({ kind: z.literal('parallel'), branches: z.array(flowSchema).min(1) }),
    z.strictObject({ kind: z.literal('sequence'), steps: z.array(flowSchema).min(1) }),
    z.strictObject({ kind: z.literal('route'), targets: z.array(z.strictObject({ share, flow: flowSchema })).min(1) }),
    z.strictObject({ kind: z.literal('loop'), body: flowSchema, iterations: wholeNumber(1, 1_000) }),
  ]),
);

export const simulationPropsSchema = z
  .strictObject({
    hours: z.number().gt(0).max(MOST_HOURS).default(1),
    seed: wholeNumber(0, 0xffffffff).default(1),
    load: z.enum(['steady', 'bursts']).default('steady'),
    workflowsPerHour: z.number().gt(0).max(100_000).optional(),
    toolSeconds: z.number().min(0).max(DAY_SECONDS).optional(),
    callsPerTurn: wholeNumber(1, 1_000).default(1),
    start: z.enum(['warm', 'cold']).default('warm'),
    waitingPerReplica: z.number().gt(0).max(10_000).default(5),
    requests: z.record(name, requestSchema).default({}),
    flows: z.record(name, flowSchema).default({}),
  })
  .refine(({ load, workflowsPerHour }) => load === 'steady' || workflowsPerHour === undefined, {
    path: ['workflowsPerHour'],
    message: 'bursts come on top of workflows in flight: give load or workflowsPerHour',
  });

export interface SimulationSpec extends z.output<typeof simulationPropsSchema> {}
