/** Places a graph in layers with dagre: few crossings, and the same picture for the same plan. */
import { Graph, layout } from '@dagrejs/dagre';
import type { Box, Point, Size } from './placed';

export interface Layered {
  /** By id. */
  readonly boxes: ReadonlyMap<string, Box>;
  /** In the order of the edges that were given. */
  readonly lines: readonly (readonly Point[])[];
  readonly size: Size;
}

export interface LayeredProps {
  readonly direction: 'LR' | 'TB';
  readonly between: { readonly boxes: number; readonly layers: number };
}

export function layered(
  sizes: ReadonlyMap<string, Size>,
  edges: readonly (readonly [from: string, to: string])[],
  { direction, between }: LayeredProps,
): Layered {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: direction, nodesep: between.boxes, ranksep: between.layers, marginx: 0, marginy: 0 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const [id, { width, height }] of sizes) graph.setNode(id, { width, height });
  for (const [index, [from, to]] of edges.entries()) graph.setEdge(from, to, {}, String(index));
  layout(graph);
  const { width = 0, height = 0 } = graph.graph() as Partial<Size>;
  const boxes = new Map([...sizes].map(([id, size]) => [id, boxOf(graph.node(id) as Point, size)]));
  const lines = edges.map(
    ([from, to], index) => (graph.edge(from, to, String(index)) as { readonly points?: readonly Point[] }).points ?? [],
  );
  const size = { width: finite(width), height: finite(height) };
  const upright = direction === 'LR' && isUpsideDown([...boxes.values()]) ? mirrored({ boxes, lines, size }) : { boxes, lines, size };
  return { ...upright, lines: edges.map(([from, to], index) => docked(upright, from, to, upright.lines[index] ?? [], direction)) };
}

/** Whether most boxes of a layer stand in the opposite of the order in which they were given. */
function isUpsideDown(boxes: readonly Box[]): boolean {
  const steps = boxes.slice(1).flatMap((box, index) => {
    const before = boxes[index] as Box;
    return Math.abs(before.x + before.width / 2 - box.x - box.width / 2) < 1 ? [Math.sign(box.y - before.y)] : [];
  });
  return steps.reduce((sum, step) => sum + step, 0) < 0;
}

const mirrored = ({ boxes, lines, size }: Layered): Layered => ({
  boxes: new Map([...boxes].map(([id, box]) => [id, { ...box, y: size.height - box.y - box.height }])),
  lines: lines.map((points) => points.map(({ x, y }) => ({ x, y: size.height - y }))),
  size,
});

/** Lines that go on to a later layer leave in the middle of one side and arrive in the middle of the other. */
function docked(
  { boxes }: Layered,
  from: string,
  to: string,
  points: readonly Point[],
  direction: LayeredProps['direction'],
): readonly Point[] {
  const [a, b] = [boxes.get(from) as Box, boxes.get(to) as Box];
  const isAhead = direction === 'LR' ? b.x >= a.x + a.width : b.y >= a.y + a.height;
  if (!isAhead) return points;
  const inner = points.slice(1, -1).filter((_, index, all) => all.length > 1 && index > 0 && index < all.length - 1);
  return direction === 'LR'
    ? [{ x: a.x + a.width, y: a.y + a.height / 2 }, ...inner, { x: b.x, y: b.y + b.height / 2 }]
    : [{ x: a.x + a.width / 2, y: a.y + a.height }, ...inner, { x: b.x + b.width / 2, y: b.y }];
}

/** dagre names the middle of a box. */
const boxOf = ({ x, y }: Point, { width, height }: Size): Box => ({ x: x - width / 2, y: y - height / 2, width, height });
const finite = (value: number): number => (Number.isFinite(value) ? value : 0);
