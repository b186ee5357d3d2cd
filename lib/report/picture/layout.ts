/** The whole picture with positions: queues, fleets, routers, pools from left to right. */
import type { Picture, PictureEdge, PictureNode } from '../view/picture';
import { type PlacedFleet, placeFleet } from './fleet-layout';
import { layered } from './layered';
import { around, type Box, moved, type Point, type Size } from './placed';

export interface PlacedNode {
  readonly node: PictureNode;
  readonly box: Box;
}

export interface PlacedPicture {
  readonly size: Size;
  readonly fleets: readonly (PlacedFleet & { readonly box: Box })[];
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly { readonly edge: PictureEdge; readonly points: readonly Point[] }[];
  /** Background of what runs on CPU nodes and of what runs on GPUs; null where there is none. */
  readonly bands: { readonly cpu: Box | null; readonly gpu: Box | null };
}

/** More pools than these stand in a block of smaller boxes, which one line leads to. */
const MANY = 10;
const SIZES = {
  queue: { width: 150, height: 44 },
  router: { width: 176, height: 44 },
  external: { width: 244, height: 44 },
  existing: { width: 244, height: 44 },
  pool: { width: 244, height: 86 },
};
const BLOCK = { id: 'pools', columns: 2, box: { width: 220, height: 46 }, gap: 8 };
/** Room for lines; less beside a block. */
const LAYERS = { wide: 76, narrow: 44 };
const BAND = { top: 40, side: 18, bottom: 18 };

export function layOut({ fleets, nodes, edges }: Picture): PlacedPicture {
  const placed = fleets.map(placeFleet);
  const pools = nodes.filter(({ kind }) => kind === 'pool');
  const block = pools.length > MANY ? inBlock(pools) : null;
  const single = block === null ? nodes : nodes.filter(({ kind }) => kind !== 'pool');
  const ways = block === null ? edges : toBlock(edges, block.boxes);
  const sizes = new Map<string, Size>([
    ...placed.map(({ fleet, size }) => [fleet.id, size] as const),
    ...single.map(({ id, kind }) => [id, SIZES[kind]] as const),
    ...(block === null ? [] : [[BLOCK.id, block.size] as const]),
  ]);
  const links = ways.map(({ from, to }) => [from, to] as const);
  const { boxes, lines } = layered(sizes, links, {
    direction: 'LR',
    between: { boxes: 14, layers: block === null ? LAYERS.wide : LAYERS.narrow },
  });
  const corner = boxes.get(BLOCK.id);
  const boxOf = (id: string): Box => boxes.get(id) ?? moved(block?.boxes.get(id) as Box, corner?.x ?? 0, corner?.y ?? 0);
  const column = Math.max(0, ...(block === null ? pools.map(({ id }) => boxOf(id).x) : []));
  return inView({
    fleets: placed.map((fleet) => ({ ...fleet, box: boxOf(fleet.fleet.id) })),
    nodes: nodes.map((node) => ({ node, box: block === null ? onItsSide(node, boxOf(node.id), column) : boxOf(node.id) })),
    edges: ways.map((edge, index) => ({ edge, points: lines[index] ?? [] })),
  });
}

interface Block {
  readonly size: Size;
  readonly boxes: ReadonlyMap<string, Box>;
}

/** Row by row, in the order of the plan. */
function inBlock(pools: readonly PictureNode[]): Block {
  const { columns, box, gap } = BLOCK;
  const [across, down] = [box.width + gap, box.height + gap];
  const boxes = pools.map(
    ({ id }, index) => [id, { ...box, x: (index % columns) * across, y: Math.floor(index / columns) * down }] as const,
  );
  return { size: { width: columns * across - gap, height: Math.ceil(pools.length / columns) * down - gap }, boxes: new Map(boxes) };
}

/** One line to all pools of the block. */
function toBlock(edges: readonly PictureEdge[], block: ReadonlyMap<string, Box>): PictureEdge[] {
  const all = edges.map((edge) => (block.has(edge.to) ? { ...edge, to: BLOCK.id } : edge));
  return [...new Map(all.map((edge) => [`${edge.from} ${edge.to} ${edge.kind}`, edge])).values()];
}

/** Pools that nobody asks stand below the others, and not where the agents are. */
const onItsSide = ({ kind }: PictureNode, box: Box, column: number): Box => (kind === 'pool' ? { ...box, x: column } : box);

/** Adds the backgrounds and moves everything to where the picture begins. */
function inView({ fleets, nodes, edges }: Pick<PlacedPicture, 'fleets' | 'nodes' | 'edges'>): PlacedPicture {
  const isOnGpu = ({ node }: PlacedNode) => node.kind === 'pool';
  const isOnCpu = ({ node }: PlacedNode) => node.kind === 'queue' || node.kind === 'router';
  const cpu = bandOf([...fleets.map(({ box }) => box), ...nodes.filter(isOnCpu).map(({ box }) => box)]);
  const gpu = bandOf(nodes.filter(isOnGpu).map(({ box }) => box));
  const all = [cpu, gpu, ...nodes.map(({ box }) => box)].filter((box) => box !== null);
  if (all.length === 0) return { size: { width: 0, height: 0 }, fleets: [], nodes: [], edges: [], bands: { cpu: null, gpu: null } };
  const whole = around(all, { top: 1, side: 1, bottom: 1 });
  const shift = <T extends Point>(thing: T): T => moved(thing, -whole.x, -whole.y);
  const level = (band: Box | null): Box | null => (band === null ? null : { ...shift(band), y: 1, height: whole.height - 2 });
  return {
    size: { width: Math.ceil(whole.width), height: Math.ceil(whole.height) },
    fleets: fleets.map((fleet) => ({ ...fleet, box: shift(fleet.box) })),
    nodes: nodes.map(({ node, box }) => ({ node, box: shift(box) })),
    edges: edges.map(({ edge, points }) => ({ edge, points: points.map(shift) })),
    bands: { cpu: level(cpu), gpu: level(gpu) },
  };
}

const bandOf = (boxes: readonly Box[]): Box | null => (boxes.length === 0 ? null : around(boxes, BAND));
