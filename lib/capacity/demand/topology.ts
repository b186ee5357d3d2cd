/**
 * How the agents of a workflow work together, as an algebra over roles: `parallel` adds, `sequence` shares time, `route` weighs, `loop` repeats.
 * `flat`, `hierarchical` and `pipeline` are named cases of it.
 */

/** A part of a workflow. Build one with the functions of `Flow`. */
export type FlowNode =
  | { readonly kind: 'role'; readonly role: string; readonly seconds: number }
  | { readonly kind: 'parallel'; readonly branches: readonly FlowNode[] }
  | { readonly kind: 'sequence'; readonly steps: readonly FlowNode[] }
  | { readonly kind: 'route'; readonly targets: readonly RouteTarget[] }
  | { readonly kind: 'loop'; readonly body: FlowNode; readonly iterations: number };

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

/** Share of a workflow that sits in each role, summed over the places where the role appears. */
export interface RoleShare {
  readonly role: string;
  /** Sessions of this role per concurrent workflow. */
  readonly perWorkflow: number;
  /** How it comes about, e.g. `1 worker`. */
  readonly reason: string;
}

export type TopologyKind = 'flat' | 'hierarchical' | 'pipeline' | 'flow';

/** The shape of a fleet. */
export class Topology {
  /** N agents work at the same time on each of W workflows: N × W sessions. */
  static flat(props: { readonly agents: readonly string[] }): Topology {
    return new Topology('flat', Flow.parallel(...props.agents.map((agent) => Flow.role(agent))), () => 'agent');
  }

  /** One orchestrator and N workers, all resident: (1 + N) × W sessions, W of them on the orchestrator. */
  static hierarchical(props: { readonly orchestrator: string; readonly workers: readonly string[] }): Topology {
    const workers = Flow.parallel(...props.workers.map((worker) => Flow.role(worker)));
    const noun = (role: string) => (role === props.orchestrator ? 'orchestrator' : 'worker');
    return new Topology('hierarchical', Flow.parallel(Flow.role(props.orchestrator), workers), noun);
  }

  /** S stages hand over to one another: W sessions in total, W ÷ S per stage. */
  static pipeline(props: { readonly stages: readonly string[] }): Topology {
    return new Topology('pipeline', Flow.sequence(...props.stages.map((stage) => Flow.role(stage))), () => 'stage');
  }

  /** Any other shape, from the parts of the algebra. */
  static flow(flow: FlowNode): Topology {
    return new Topology('flow', flow, () => 'agent');
  }

  private constructor(
    readonly kind: TopologyKind,
    readonly root: FlowNode,
    private readonly nounOf: (role: string) => string,
  ) {}

  /** Role names in order of first appearance. */
  get roles(): readonly string[] {
    return [...new Set(rolesIn(this.root))];
  }

  /** Sessions of each role per concurrent workflow. */
  shares(): readonly RoleShare[] {
    const shares = new Map<string, number>();
    addShares(this.root, 1, shares);
    return [...shares].map(([role, perWorkflow]) => ({ role, perWorkflow, reason: this.reason(role, perWorkflow) }));
  }

  private reason(role: string, perWorkflow: number): string {
    if (perWorkflow >= 1) return `× ${quantity(perWorkflow)} ${plural(this.nounOf(role), perWorkflow)}`;
    return this.kind === 'pipeline' ? `÷ ${quantity(1 / perWorkflow)} stages` : `× ${quantity(perWorkflow)} of the time`;
  }
}

const plural = (noun: string, count: number) => (count === 1 ? noun : `${noun}s`);
const quantity = (value: number) => (Number.isInteger(value) ? String(value) : value.toFixed(2));

function rolesIn(node: FlowNode): readonly string[] {
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

function addShares(node: FlowNode, share: number, into: Map<string, number>): void {
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
