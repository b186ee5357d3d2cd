/** Which agent hands work to which: the edges of the picture of a fleet. */
import type { FlowNode } from './flow';
import type { Topology } from './topology';

/** Work that goes from one role to another. */
export interface Handover {
  readonly from: string;
  readonly to: string;
}

/** Kinds in which the first branch hands work to all others, although all are resident at the same time. */
const LED = new Set(['hierarchical', 'routing']);

/** Each edge once, in the order of the topology; none between agents that work side by side. */
export function handoversOf({ kind, root }: Pick<Topology, 'kind' | 'root'>): Handover[] {
  // Hard cases go on from each role to the next.
  const onward = kind === 'escalation' && root.kind === 'parallel' ? within({ kind: 'sequence', steps: root.branches }) : [];
  const led = LED.has(kind) && root.kind === 'parallel' ? root.branches.slice(1).flatMap((rest) => between(root.branches[0], rest)) : [];
  const seen = new Set<string>();
  return [...onward, ...led, ...within(root)].filter(({ from, to }) => {
    const key = JSON.stringify([from, to]);
    return seen.size < seen.add(key).size;
  });
}

function within(node: FlowNode): Handover[] {
  switch (node.kind) {
    case 'role':
      return [];
    case 'parallel':
      return node.branches.flatMap(within);
    case 'route':
      return node.targets.flatMap(({ flow }) => within(flow));
    case 'sequence':
      return node.steps.flatMap((step, index) => [...between(node.steps[index - 1], step), ...within(step)]);
    case 'loop':
      return [...within(node.body), ...(node.iterations > 1 ? between(node.body, node.body) : [])];
  }
}

const between = (before: FlowNode | undefined, after: FlowNode): Handover[] =>
  before === undefined ? [] : ends(before, 'last').flatMap((from) => ends(after, 'first').map((to) => ({ from, to })));

/** Roles with which a part of a workflow begins, or ends. */
function ends(node: FlowNode, side: 'first' | 'last'): readonly string[] {
  switch (node.kind) {
    case 'role':
      return [node.role];
    case 'parallel':
      return node.branches.flatMap((branch) => ends(branch, side));
    case 'route':
      return node.targets.flatMap(({ flow }) => ends(flow, side));
    case 'sequence': {
      const step = side === 'first' ? node.steps[0] : node.steps.at(-1);
      return step === undefined ? [] : ends(step, side);
    }
    case 'loop':
      return ends(node.body, side);
  }
}
