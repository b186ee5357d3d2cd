import { own } from '../../core/own';
import { type FlowNode, hopsIn } from '../demand/flow';
import type { ReplicaSpec } from '../replica-spec';
import { CHAT_ANSWER_MS, type LatencyTarget, VOICE_ANSWER_MS } from './classes';
import { estimateLatency, type LatencyRange, type MeasuredLatency } from './estimate-latency';
import { answerOf, type Ranged } from './judged-time';
import type { Load } from './step-terms';

/** One role at its load: what a stage takes until its last token. */
export interface StageLoad {
  readonly replica: ReplicaSpec;
  readonly load: Load;
  /** Your own measurement replaces the formula. */
  readonly measured?: MeasuredLatency;
}

/** How long a workflow takes until its user has an answer: the stages one after the other, the slowest of those side by side, and the hops between. */
export interface WorkflowLatency {
  /** Until the last token of the last stage, with hops. */
  readonly totalMs: number;
  /** Every stage at the good end of its range, and every stage at the bad one. */
  readonly rangeMs: LatencyRange;
  /** HTTP or queue, and serialization, between two agents: 5 to 50 ms each. */
  readonly hopsMs: number;
  readonly stageMs: Readonly<Record<string, number>>;
  /** Roles of which nothing can be said. */
  readonly missing: readonly string[];
}

/** One hop between agents over HTTP or a queue, ms: 5 to 50 as published (orchestration at scale, 2026-03); the middle of it on a logarithmic scale. */
export const HOP_MS = { low: 5, typical: 16, high: 50 } as const;

/**
 * Answer of every role, along the longest path of the flow. Give the flow as it happens in time: what a topology holds at once, as an orchestrator
 * beside its workers, still answers one after the other.
 *
 * @param hopMs one hand-over between two agents
 */
export function workflowLatency(
  flow: FlowNode,
  stages: Readonly<Record<string, StageLoad>>,
  hopMs: number = HOP_MS.typical,
): WorkflowLatency {
  const answers = Object.entries(stages).map(([role, stage]) => [role, answerMs(stage)] as const);
  const at = (end: (answer: Ranged) => number) =>
    Object.fromEntries(answers.flatMap(([role, answer]) => (answer === null ? [] : [[role, end(answer)]])));
  const stageMs = at(({ likely }) => likely);
  const hopsMs = hopsIn(flow) * hopMs;
  const total = (ms: Readonly<Record<string, number>>) => longest(flow, ms) + hopsMs;
  return {
    totalMs: total(stageMs),
    rangeMs: [total(at(({ range }) => range[0])), total(at(({ range }) => range[1]))],
    hopsMs,
    stageMs,
    missing: answers.flatMap(([role, answer]) => (answer === null ? [role] : [])),
  };
}

function answerMs({ replica, load, measured }: StageLoad): Ranged | null {
  const estimate = estimateLatency(replica, load, measured ?? {});
  return 'missing' in estimate ? null : answerOf(estimate, load);
}

function longest(node: FlowNode, stageMs: Readonly<Record<string, number>>): number {
  const sumOf = (nodes: readonly FlowNode[]) => nodes.reduce((sum, next) => sum + longest(next, stageMs), 0);
  switch (node.kind) {
    case 'role':
      return own(stageMs, node.role) ?? 0;
    case 'parallel':
      return Math.max(0, ...node.branches.map((branch) => longest(branch, stageMs)));
    case 'sequence':
      return sumOf(node.steps);
    case 'route':
      return Math.max(0, ...node.targets.map((target) => longest(target.flow, stageMs)));
    case 'loop':
      return node.iterations * longest(node.body, stageMs);
  }
}

/** A workflow that users wait for. */
export interface AwaitedWorkflow {
  readonly target: LatencyTarget;
  readonly latency: WorkflowLatency;
  /** Takes the place of the limit of the class, ms. */
  readonly budgetMs?: number | undefined;
  /** The stage that users wait for, of whose predecessors the latency is; undefined where it is of the whole workflow. */
  readonly before?: string | undefined;
  /** Prop that findings name. */
  readonly prop: string;
  /** What to add for a role of which nothing is known. */
  declare?(role: string): string;
}

/** Most that users accept, ms; null where nobody waits. */
export function limitMs({ target, budgetMs }: AwaitedWorkflow): number | null {
  if (budgetMs !== undefined) return budgetMs;
  return target === 'background' ? null : target === 'voice' ? VOICE_ANSWER_MS : CHAT_ANSWER_MS;
}
