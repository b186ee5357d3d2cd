import { z } from 'zod';
import { formatInteger } from '../../core/format';
import type { FlowNode } from './flow';

/** Parts of one flow: more would take memory and say nothing about a fleet. */
const MOST_PARTS = 2_000;
const DEEPEST = 64;
const MOST_ITERATIONS = 10_000;
/** Shares are given with a few digits each. */
const ROUNDING = 0.01;

const KINDS: ReadonlySet<unknown> = new Set(['role', 'parallel', 'sequence', 'route', 'loop']);
const PARTS_OF_FLOW = "parts of Flow, e.g. Flow.sequence(Flow.role('planner'), Flow.role('writer'))";

/** What is wrong with one part of a flow. */
export interface FlowIssue {
  /** Way to it from the root, e.g. `['targets', 0, 'share']`. */
  readonly path: readonly (string | number)[];
  /** What would have been accepted. */
  readonly expected: string;
}

/** A flow whose every part can be computed with: finite, without cycles, with shares that add up to 1. */
export const flowSchema = z.custom<FlowNode>(isPart, { error: `expected ${PARTS_OF_FLOW}`, abort: true }).superRefine((flow, context) => {
  for (const { path, expected } of flowIssues(flow)) context.addIssue({ code: 'custom', path: [...path], message: `expected ${expected}` });
});

function isPart(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'kind' in value && KINDS.has(value.kind);
}

/** Everything that is wrong with a flow; an endless one is named once. */
export function flowIssues(root: FlowNode): FlowIssue[] {
  const walk: Walk = { issues: [], parts: 0 };
  visit(root, [], [], walk);
  return walk.parts > MOST_PARTS ? [{ path: [], expected: `at most ${formatInteger(MOST_PARTS)} parts` }] : walk.issues;
}

interface Walk {
  readonly issues: FlowIssue[];
  parts: number;
}

type Path = readonly (string | number)[];

function visit(node: FlowNode, path: Path, above: readonly FlowNode[], walk: Walk): void {
  walk.parts += 1;
  if (walk.parts > MOST_PARTS) return;
  const expected = !isPart(node)
    ? PARTS_OF_FLOW
    : above.includes(node)
      ? 'a part that does not contain itself'
      : above.length >= DEEPEST
        ? `at most ${DEEPEST} parts inside one another`
        : undefined;
  if (expected !== undefined) {
    walk.issues.push({ path, expected });
    return;
  }
  walk.issues.push(...ownIssues(node).map((issue) => ({ ...issue, path: [...path, ...issue.path] })));
  for (const [key, child] of childrenOf(node)) visit(child, [...path, ...key], [...above, node], walk);
}

function childrenOf(node: FlowNode): (readonly [Path, FlowNode])[] {
  const listed = (name: string, children: unknown): (readonly [Path, FlowNode])[] =>
    Array.isArray(children) ? children.map((child, index) => [[name, index], child as FlowNode] as const) : [];
  switch (node.kind) {
    case 'role':
      return [];
    case 'parallel':
      return listed('branches', node.branches);
    case 'sequence':
      return listed('steps', node.steps);
    case 'route':
      return Array.isArray(node.targets) ? node.targets.map((target, index) => [['targets', index, 'flow'], target?.flow] as const) : [];
    case 'loop':
      return [[['body'], node.body]];
  }
}

function ownIssues(node: FlowNode): FlowIssue[] {
  switch (node.kind) {
    case 'role':
      return [
        ...unless(typeof node.role === 'string' && node.role !== '', ['role'], 'the name of a role'),
        ...unless(isPositive(node.seconds), ['seconds'], 'a number above zero'),
      ];
    case 'parallel':
      return unless(isFilled(node.branches), ['branches'], 'at least one branch');
    case 'sequence':
      return unless(isFilled(node.steps), ['steps'], 'at least one step');
    case 'route':
      return isFilled(node.targets)
        ? routeIssues(node.targets.map((target) => target?.share))
        : [{ path: ['targets'], expected: 'at least one target' }];
    case 'loop':
      return unless(
        isPositive(node.iterations) && node.iterations <= MOST_ITERATIONS,
        ['iterations'],
        `a number above zero and at most ${MOST_ITERATIONS}`,
      );
  }
}

function routeIssues(shares: readonly unknown[]): FlowIssue[] {
  const wrong = shares.flatMap((share, index) =>
    unless(isPositive(share) && share <= 1, ['targets', index, 'share'], 'a share above 0 and at most 1'),
  );
  if (wrong.length > 0) return wrong;
  const sum = (shares as readonly number[]).reduce((total, share) => total + share, 0);
  return unless(Math.abs(sum - 1) <= ROUNDING, ['targets'], `shares that add up to 1, and not to ${Number(sum.toFixed(4))}`);
}

const unless = (holds: boolean, path: Path, expected: string): FlowIssue[] => (holds ? [] : [{ path, expected }]);
const isPositive = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value > 0;
const isFilled = (list: unknown): boolean => Array.isArray(list) && list.length > 0;
