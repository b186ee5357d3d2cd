/** How long a workflow takes until its user has an answer: the stages one after the other, the slowest of those side by side, and the hops between. */
import type { UnplacedFinding } from '../../core/finding';
import { type FlowNode, hopsIn } from '../demand/flow';
import type { ReplicaSpec } from '../types';
import { CHAT_ANSWER_MS, type LatencyTarget, VOICE_ANSWER_MS } from './classes';
import { estimateLatency, type MeasuredLatency } from './estimate-latency';
import type { Load } from './step-terms';

/** One role at its load: what a stage takes until its last token. */
export interface StageLoad {
  readonly replica: ReplicaSpec;
  readonly load: Load;
  /** Your own measurement replaces the law. */
  readonly measured?: MeasuredLatency;
}

export interface WorkflowLatency {
  /** Until the last token of the last stage, with hops. */
  readonly totalMs: number;
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
  const stageMs = Object.fromEntries(answers.flatMap(([role, ms]) => (ms === null ? [] : [[role, ms]])));
  const hopsMs = hopsIn(flow) * hopMs;
  const missing = answers.flatMap(([role, ms]) => (ms === null ? [role] : []));
  return { totalMs: longest(flow, stageMs) + hopsMs, hopsMs, stageMs, missing };
}

function answerMs({ replica, load, measured }: StageLoad): number | null {
  const estimate = estimateLatency(replica, load, measured ?? {});
  return 'missing' in estimate ? null : estimate.ttftMs + (load.outputTokens - 1) * estimate.tpotMs;
}

function longest(node: FlowNode, stageMs: Readonly<Record<string, number>>): number {
  const sumOf = (nodes: readonly FlowNode[]) => nodes.reduce((sum, next) => sum + longest(next, stageMs), 0);
  switch (node.kind) {
    case 'role':
      return stageMs[node.role] ?? 0;
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

/** AF-CAP-014: the stages together take longer than the person who waits accepts. Nobody waits for background work. */
export function checkWorkflowLatency(target: LatencyTarget, latency: WorkflowLatency): UnplacedFinding[] {
  if (target === 'background') return [];
  if (latency.missing.length > 0) return [unknown(latency)];
  const limit = target === 'voice' ? VOICE_ANSWER_MS : CHAT_ANSWER_MS;
  if (latency.totalMs <= limit) return [];
  const stages = Object.entries(latency.stageMs).map(([role, ms]) => `${role} ${ms.toFixed(0)}`);
  const message = `the stages take about ${latency.totalMs.toFixed(0)} ms together (${stages.join(' + ')}, hops ${latency.hopsMs.toFixed(0)}); a ${target} answer has ${limit} ms`;
  return [
    {
      code: 'AF-CAP-014',
      severity: 'error',
      prop: 'topology',
      value: Math.round(latency.totalMs),
      allowed: `≤ ${limit} ms`,
      message,
      repairs: [
        "latency: 'background', with a queue instead of a waiting user",
        'fewer stages in a row',
        'stages side by side',
        'shorter outputs',
      ],
    },
  ];
}

function unknown({ missing }: WorkflowLatency): UnplacedFinding {
  return {
    code: 'AF-CAP-014',
    severity: 'warning',
    prop: 'topology',
    value: missing,
    message: `cannot say how long the stages take: no estimate for ${missing.join(', ')}`,
    repairs: ['give your own measured latency'],
  };
}
