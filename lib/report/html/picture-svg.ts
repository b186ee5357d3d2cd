/** The placed picture as SVG. Colours come from the style sheet; every text is data. */
import { formatInteger, formatPercent, formatUsd } from '../../core/format';
import { own } from '../../core/own';
import type { PlacedFleet } from '../picture/fleet-layout';
import type { PlacedNode, PlacedPicture } from '../picture/layout';
import type { Box, Point } from '../picture/placed';
import type { PoolReport } from '../view/reported';
import { type Markup, markup } from './markup';
import { rangeText } from './range-text';

export function pictureSvg({ size, bands, fleets, nodes, edges }: PlacedPicture, pools: readonly PoolReport[], label: string): Markup {
  return markup`<svg class="picture" width="${size.width}" height="${size.height}" viewBox="0 0 ${size.width} ${size.height}" role="group" aria-label="${label}">
<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path class="tip" d="M0 0L8 4L0 8z"/></marker></defs>
${band(bands.cpu, 'CPU nodes')}${band(bands.gpu, gpuLabel(pools))}
${edges.map(({ edge, points }) => line(points, edge.kind, false))}
${fleets.map(fleetBox)}${nodes.map((placed) => nodeBox(placed, pools))}
</svg>`;
}

const gpuLabel = (pools: readonly PoolReport[]): string => {
  const clusters = [...new Set(pools.map(({ plan }) => plan.cluster))];
  return clusters.length === 1 ? `GPU nodes of ${clip(clusters[0] ?? '', 20)}` : 'GPU nodes';
};

const rect = ({ x, y, width, height }: Box, className: string, radius = 8): Markup =>
  markup`<rect class="${className}" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="${radius}"/>`;

const band = (box: Box | null, label: string): Markup | null =>
  box === null
    ? null
    : markup`${rect(box, 'band', 14)}<text class="band-name" x="${round(box.x + 18)}" y="${round(box.y + 25)}">${label}</text>`;

function fleetBox({ fleet, box, roles, handovers, goesDown, uses }: PlacedFleet & { readonly box: Box }): Markup {
  const inside = <T extends Point>(thing: T): T => ({ ...thing, x: thing.x + box.x, y: thing.y + box.y });
  const framework = fleet.framework === null ? '' : ` · ${fleet.framework}`;
  return markup`<g><title>fleet ${fleet.name}</title>${rect(box, 'fleet', 10)}<text class="name" x="${round(box.x + 16)}" y="${round(box.y + 22)}">${clip(fleet.name, 24)}</text><text class="soft" x="${round(box.x + 16)}" y="${round(box.y + 38)}">agents${clip(framework, 28)}</text>
${handovers.map((points) => line(points.map(inside), 'handover', goesDown))}
${roles.map((role, index) => roleBox(inside(role), fleet.roles[index] as PlacedFleet['fleet']['roles'][number]))}
${uses.map((use, index) => useRow(inside(use), fleet.uses[index] as PlacedFleet['fleet']['uses'][number]))}</g>`;
}

const roleBox = (box: Box, { name, sessions }: { readonly name: string; readonly sessions: number }): Markup =>
  markup`<g><title>${name}: ${formatInteger(sessions)} sessions</title>${rect(box, 'role')}${rows(box, [name, `${formatInteger(sessions)} session${sessions === 1 ? '' : 's'}`])}</g>`;

const KINDS: Readonly<Record<string, string>> = {
  'session-store': 'sessions',
  'state-store': 'state',
  'vector-store': 'vectors',
  'mcp-server': 'tool',
  'tool-sandbox': 'tool',
  'internal-service': 'service',
  'external-host': 'outside',
  tracing: 'traces',
};

/** A drum for what holds data, a dot for the rest. */
function useRow({ x, y, width }: Box, { kind, name }: { readonly kind: string; readonly name: string }): Markup {
  const what = `${own(KINDS, kind) ?? kind}: ${name}`;
  const mark = kind.endsWith('-store')
    ? markup`<path class="drum" d="M${round(x)} ${round(y + 6)}v9c0 3 12 3 12 0v-9c0 3-12 3-12 0c0-3 12-3 12 0"/>`
    : markup`<circle class="drum" cx="${round(x + 6)}" cy="${round(y + 11)}" r="4"/>`;
  return markup`<g><title>${what}</title>${mark}<text class="soft" x="${round(x + 20)}" y="${round(y + 15)}">${clip(what, Math.floor((width - 20) / CHARACTER.soft))}</text></g>`;
}

const WORDS = {
  queue: 'task queue',
  router: 'router',
  external: 'somebody else’s model, as fallback',
  existing: 'pool of somebody else',
  pool: 'pool',
};

function nodeBox({ node, box }: PlacedNode, pools: readonly PoolReport[]): Markup {
  const pool = node.pool === null ? undefined : pools[node.pool];
  if (pool === undefined || node.pool === null)
    return markup`<g><title>${WORDS[node.kind]}: ${node.name}</title>${rect(box, node.kind === 'existing' ? 'external' : node.kind)}${rows(box, [node.name, WORDS[node.kind]])}</g>`;
  const stripe = markup`<path class="stripe ${pool.plan.verdict}" d="M${round(box.x + 1.5)} ${round(box.y + 8)}v${round(box.height - 16)}"/>`;
  const serves = node.serves.length === 0 ? 'no role asks it' : `for ${node.serves.join(', ')}`;
  const lines = [node.name, ...poolLines(pool, box.height > 60), ...(box.height > 60 ? [serves] : [])];
  return markup`<a href="#pool-${node.pool}"><g><title>${node.name}: ${serves}</title>${rect(box, 'pool')}${stripe}${rows(box, lines)}</g></a>`;
}

function poolLines({ plan }: PoolReport, roomy: boolean): string[] {
  const { replicas, costPerHour, demand, headroom, memory } = plan;
  const size = `${rangeText(replicas.min, replicas.max, String)} × ${plan.gpusPerReplica} ${plan.gpu.name}`;
  const cost =
    costPerHour.floor === null || costPerHour.ceiling === null
      ? 'no price'
      : `${rangeText(costPerHour.floor, costPerHour.ceiling, formatUsd)}/h`;
  const free = demand.length === 0 || headroom === null || memory.kvBytesPerToken === 0 ? [] : [`${formatPercent(headroom)} free`];
  return roomy ? [size, [cost, ...free].join(' · ')] : [`${size} · ${cost}`];
}

/** Widths of a character that most fonts keep below, CSS pixels. */
const CHARACTER = { name: 7.4, soft: 6.5 };

/** Lines of text in a box, the first one stronger; long ones are cut, their whole text is the title. */
function rows({ x, y, width, height }: Box, lines: readonly string[]): Markup {
  const step = 17;
  const first = y + (height - step * lines.length) / 2 + 12.5;
  const row = (text: string, index: number): Markup => {
    const kind = index === 0 ? 'name' : 'soft';
    return markup`<text class="${kind}" x="${round(x + 14)}" y="${round(first + index * step)}">${clip(text, Math.floor((width - 24) / CHARACTER[kind]))}</text>`;
  };
  return markup`${lines.map(row)}`;
}

/** Lines leave to the right and arrive from the left, or from above to below inside of a fleet that goes down. */
function line(points: readonly Point[], kind: string, goesDown: boolean): Markup | null {
  const [start, ...rest] = points;
  if (start === undefined) return null;
  const path = rest.map((to, index) => curve(index === 0 ? start : (rest[index - 1] as Point), to, goesDown));
  return markup`<path class="way ${kind}" d="M${round(start.x)} ${round(start.y)}${path}" marker-end="url(#tip)"/>`;
}

function curve(from: Point, to: Point, goesDown: boolean): string {
  const [x, y] = [(from.x + to.x) / 2, (from.y + to.y) / 2];
  const [a, b] = goesDown
    ? [
        { x: from.x, y },
        { x: to.x, y },
      ]
    : [
        { x, y: from.y },
        { x, y: to.y },
      ];
  return `C${[a, b, to].map((point) => `${round(point.x)} ${round(point.y)}`).join(' ')}`;
}

/** By characters, not halves of them. */
function clip(text: string, most: number): string {
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
}

const round = (value: number): number => Number(value.toFixed(1));
