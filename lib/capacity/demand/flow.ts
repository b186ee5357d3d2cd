/** The algebra of workflows: `parallel` adds, `sequence` shares time, `route` weighs, `loop` repeats. */

/** A part of a workflow. Build one with the functions of `Flow`. */
export type FlowNode =
  | { readonly kind: 'role'; readonly role: string; readonly seconds: number }
  | { readonly kind: 'parallel'; readonly branches: readonly FlowNode[] }
  | { readonly kind: 'sequence'; readonly steps: readonly FlowNode[] }
  | { readonly kind: 'route'; readonly targets: readonly RouteTarget[] }
  | { readonly kind: 'loop'; readonly body: FlowNode; readonly iterations: number };

/** One branch of a route, with the share of workflows that take it. */
export interface RouteTarget {
  /** Share of the workflows in flight that are on this way, 0 … 1. */
  readonly share: number;
  readonly flow: FlowNode;
}

/** The parts of the algebra. */
export const Flow = {
  /** One role at work. `seconds` is its relative duration; equal by default. */
  role: (role: string, seconds = 1): FlowNode => ({ kind: 'role', role, seconds }),
  /** All branches at the same time: sessions add up. */
  parallel: (...branches: FlowNode[]): FlowNode => ({ kind: 'parallel', branches }),
  /** One step after the other: a workflow is in one step at a time, so each step holds its share of the time. */
  sequence: (...steps: FlowNode[]): FlowNode => ({ kind: 'sequence', steps }),
  /** Each workflow takes one of the ways. */
  route: (...targets: RouteTarget[]): FlowNode => ({ kind: 'route', targets }),
  /** The body runs `iterations` times in a row: more time and tokens, not more sessions. */
  loop: (body: FlowNode, iterations: number): FlowNode => ({ kind: 'loop', body, iterations }),
} as const;

/** Role names, once for each place where they appear. */
export function rolesIn(node: FlowNode): readonly string[] {
  switch (node.kind) {
    case 'role':
      return [node.role];
    case 'parallel':
      return node.branches.flatMap(rolesIn);
    case 'sequence':
      return node.steps.flatMap(rolesIn);
    case 'route':
      return node.targets.flatMap((target) => rolesIn(target.flow));
    case 'loop':
      return rolesIn(node.body);
  }
}

/** Relative time that one workflow spends in this part. */
export function durationOf(node: FlowNode): number {
  switch (node.kind) {
    case 'role':
      return node.seconds;
    case 'parallel':
      return Math.max(0, ...node.branches.map(durationOf));
    case 'sequence':
      return sum(node.steps.map(durationOf));
    case 'route':
      return sum(node.targets.map((target) => target.share * durationOf(target.flow)));
    case 'loop':
      return node.iterations * durationOf(node.body);
  }
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Sessions of each role per workflow in flight, added up in `into`. */
export function addShares(node: FlowNode, share: number, into: Map<string, number>): void {
  switch (node.kind) {
    case 'role':
      into.set(node.role, (into.get(node.role) ?? 0) + share);
      return;
    case 'parallel':
      for (const branch of node.branches) addShares(branch, share, into);
      return;
    case 'sequence':
      addSequence(node.steps, share, into);
      return;
    case 'route':
      for (const target of node.targets) addShares(target.flow, share * target.share, into);
      return;
    case 'loop':
      addShares(node.body, share, into);
  }
}

function addSequence(steps: readonly FlowNode[], share: number, into: Map<string, number>): void {
  const total = sum(steps.map(durationOf));
  for (const step of steps) addShares(step, total === 0 ? share / steps.length : (share * durationOf(step)) / total, into);
}

/** Calls of each role per workflow, added up in `into`. */
export function addVisits(node: FlowNode, times: number, into: Map<string, number>): void {
  switch (node.kind) {
    case 'role':
      into.set(node.role, (into.get(node.role) ?? 0) + times);
      return;
    case 'parallel':
      for (const branch of node.branches) addVisits(branch, times, into);
      return;
    case 'sequence':
      for (const step of node.steps) addVisits(step, times, into);
      return;
    case 'route':
      for (const target of node.targets) addVisits(target.flow, times * target.share, into);
      return;
    case 'loop':
      addVisits(node.body, times * node.iterations, into);
  }
}

/** Hand-overs from one agent to the next on the longest way through the flow. */
export function hopsIn(node: FlowNode): number {
  switch (node.kind) {
    case 'role':
      return 0;
    case 'parallel':
      return Math.max(0, ...node.branches.map(hopsIn));
    case 'sequence':
      return sum(node.steps.map(hopsIn)) + Math.max(0, node.steps.length - 1);
    case 'route':
      return Math.max(0, ...node.targets.map((target) => hopsIn(target.flow)));
    case 'loop':
      return node.iterations * hopsIn(node.body) + Math.max(0, node.iterations - 1);
  }
}
