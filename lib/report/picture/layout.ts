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

/** More pools than these are drawn smaller. */
const MANY = 10;
const SIZES = { queue: { width: 140, height: 44 }, router: { width: 150, height: 44 }, external: { width: 244, height: 44 } };
const POOL = { width: 244, height: 86 };
const SMALL_POOL = { width: 244, height: 46 };
const BAND = { top: 40, side: 18, bottom: 18 };

export function layOut({ fleets, nodes, edges }: Picture): PlacedPicture {
  const placed = fleets.map(placeFleet);
  const small = nodes.filter(({ kind }) => kind === 'pool').length > MANY;
  const sizeOf = ({ kind }: PictureNode): Size => (kind === 'pool' ? (small ? SMALL_POOL : POOL) : SIZES[kind]);
  const sizes = new Map<string, Size>([
    ...placed.map(({ fleet, size }) => [fleet.id, size] as const),
    ...nodes.map((node) => [node.id, sizeOf(node)] as const),
  ]);
  const ways = edges.map(({ from, to }) => [from, to] as const);
  const { boxes, lines } = layered(sizes, ways, { direction: 'LR', between: { boxes: small ? 8 : 14, layers: 76 } });
  const column = Math.max(0, ...nodes.map(({ id, kind }) => (kind === 'pool' ? (boxes.get(id) as Box).x : 0)));
  const placedNodes = nodes.map((node) => ({ node, box: onItsSide(node, boxes.get(node.id) as Box, column) }));
  return inView({
    fleets: placed.map((fleet) => ({ ...fleet, box: boxes.get(fleet.fleet.id) as Box })),
    nodes: placedNodes,
    edges: edges.map((edge, index) => ({ edge, points: lines[index] ?? [] })),
  });
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
