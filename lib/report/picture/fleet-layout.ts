/** The inside of the box of a fleet: roles by who hands work to whom, and below them what they use. */
import type { PictureFleet } from '../view/picture';
import { layered } from './layered';
import { type Box, moved, type Point, type Size } from './placed';

export interface PlacedFleet {
  readonly fleet: PictureFleet;
  readonly size: Size;
  /** In the order of the roles; relative to the box. */
  readonly roles: readonly Box[];
  readonly handovers: readonly (readonly Point[])[];
  /** The chain of agents goes down, not to the right. */
  readonly goesDown: boolean;
  /** In the order of `uses`. */
  readonly uses: readonly Box[];
}

const ROLE = { width: 136, height: 44 };
const USE = { height: 22 };
const PAD = { side: 16, top: 48, bottom: 16 };
const GAP = { boxes: 10, layers: 48 };
/** A chain of agents that would be wider goes down instead. */
const WIDEST = 440;
/** Agents side by side stand in columns of so many; of many more agents there are this many columns. */
const COLUMN = { agents: 6, most: 2 };
/** Room for the names of what a fleet uses. */
const WITH_NAMES = 216;

export function placeFleet(fleet: PictureFleet): PlacedFleet {
  const inner = fleet.handovers.length === 0 ? inColumns(fleet.roles.length) : byHandovers(fleet);
  const width = Math.max(inner.size.width, ROLE.width, fleet.uses.length === 0 ? 0 : WITH_NAMES);
  const roles = inner.roles.map((box) => moved(box, PAD.side + (width - inner.size.width) / 2, PAD.top));
  const below = PAD.top + inner.size.height + 14;
  const uses = fleet.uses.map((_, index) => ({ x: PAD.side, y: below + index * USE.height, width, height: USE.height }));
  const height = (uses.length === 0 ? PAD.top + inner.size.height : below + uses.length * USE.height) + PAD.bottom;
  const shift = (points: readonly Point[]) => points.map((point) => moved(point, PAD.side + (width - inner.size.width) / 2, PAD.top));
  return { fleet, size: { width: width + 2 * PAD.side, height }, roles, handovers: inner.lines.map(shift), goesDown: inner.goesDown, uses };
}

interface Inner {
  readonly roles: readonly Box[];
  readonly lines: readonly (readonly Point[])[];
  readonly size: Size;
  readonly goesDown: boolean;
}

function inColumns(count: number): Inner {
  const columns = Math.min(COLUMN.most, Math.max(1, Math.ceil(count / COLUMN.agents)));
  const perColumn = Math.ceil(count / columns);
  const step = { x: ROLE.width + GAP.boxes, y: ROLE.height + GAP.boxes };
  const roles = Array.from({ length: count }, (_, index) => ({
    ...ROLE,
    x: Math.floor(index / perColumn) * step.x,
    y: (index % perColumn) * step.y,
  }));
  return {
    roles,
    lines: [],
    goesDown: false,
    size: { width: columns * step.x - GAP.boxes, height: Math.max(0, perColumn * step.y - GAP.boxes) },
  };
}

function byHandovers({ roles, handovers }: PictureFleet): Inner {
  const sizes = new Map(roles.map((_, index) => [String(index), ROLE]));
  const edges = handovers.map(([from, to]) => [String(from), String(to)] as const);
  const across = layered(sizes, edges, { direction: 'LR', between: GAP });
  const placed = across.size.width <= WIDEST ? across : layered(sizes, edges, { direction: 'TB', between: { boxes: 14, layers: 26 } });
  return {
    roles: roles.map((_, index) => placed.boxes.get(String(index)) as Box),
    lines: placed.lines,
    size: placed.size,
    goesDown: placed !== across,
  };
}
