/** The GPU of a line: a catalog id, a product name as the driver shows it, a MIG slice, or a card that only its reported memory is known of. */
import { boardsNamed } from '../catalog/boards-named';
import { Gpu } from '../catalog/gpu';
import { words } from '../catalog/gpu-names';
import { sliceFacts } from '../catalog/mig-slice';
import { type CardSpeed, dividedMemory, otherMemories, type ReportedCard, reportedCard, UNIFIED_MEMORY } from '../catalog/reported-cards';

export interface FoundGpu {
  readonly gpu: Gpu;
  readonly notes: readonly string[];
  /** What the answer needs and is not given. */
  readonly missing: readonly string[];
  /** The card as it is sold, whatever memory the line gives it. */
  readonly board: Gpu;
  /** Boards that the name means as well: an `A100` has 40 or 80 GB. */
  readonly others: readonly Gpu[];
}

/** Null when neither catalog nor start-up messages know such a card and its memory is not given. */
export function findGpu(name: string, memoryGiB: number | null): FoundGpu | null {
  const boards = inSlices(name) === null ? boardsNamed(name) : [];
  const known = inSlices(name) ?? withinReach(boards, memoryGiB) ?? outsideCatalog(name);
  if (known === null || (memoryGiB === null && contradicted(name, known, boards)))
    return memoryGiB === null ? null : byItsMemory(name, memoryGiB);
  if (memoryGiB !== null) return { ...withMemory(known, memoryGiB), board: known, others: [] };
  const others = boards.length > 0 ? boards.filter((gpu) => gpu.id !== known.id) : outsideWithOtherMemory(name);
  return { gpu: known, notes: others.length > 0 ? [] : assumedVersion(name, known), missing: spreadOf(known), board: known, others };
}

function byItsMemory(name: string, memoryGiB: number): FoundGpu {
  const gpu = Gpu.fromReported({ name, memoryGiB });
  return { gpu, notes: [`${name} is not in the catalog: sized by its memory alone`], missing: [], board: gpu, others: [] };
}

/** Of boards with one name, the one with the memory that was said; the likely one where none has it. */
function withinReach([likely, ...others]: readonly Gpu[], memoryGiB: number | null): Gpu | null {
  if (likely === undefined || memoryGiB === null) return likely ?? null;
  return [likely, ...others].find((gpu) => hasAbout(gpu, memoryGiB)) ?? likely;
}

const hasAbout = ({ facts }: Gpu, memoryGiB: number) =>
  [facts.marketedMemoryGb, ...(facts.reportedMemoryGiB ?? [])].some((known) => Math.abs(known - memoryGiB) <= 1);

/** Cards outside the catalog that are sold with several memories say theirs in their name. */
function assumedVersion(name: string, { name: board }: Gpu): string[] {
  const memory = / (\d+)GB$/.exec(board)?.[1];
  return memory === undefined || words(name).match(/\d+/g)?.includes(memory) === true || Gpu.byProductName(name) !== undefined
    ? []
    : [`${name}: ${board} assumed; memoryGiB would be surer`];
}

/** `NVIDIA A100-SXM4-80GB MIG 3g.40gb`, as the driver names a slice. */
function inSlices(name: string): Gpu | null {
  const slice = /\bmig[-_ ]{0,3}(\d{1,2}g\.\d{1,3}gb)/i.exec(name);
  const gpu = slice === null ? undefined : Gpu.byProductName(name.slice(0, slice.index));
  const facts = gpu === undefined || slice?.[1] === undefined ? null : sliceFacts(gpu.facts, slice[1].toLowerCase());
  return facts === null ? null : Gpu.custom(facts);
}

/** Why no board is taken for a name. */
export function whyUnknown(name: string): string {
  const known = boardsNamed(name)[0] ?? outsideCatalog(name);
  const stated = statedGb(name);
  if (known != null && stated !== null)
    return `${name} states ${stated} GB, and no total of such a ${known.name.replace(/ \d+GB$/, '')} was seen`;
  return dividedMemory(words(name)) ?? `${name} is not in the catalog`;
}

/** Memory that a name states, GB: `RTX 4090 48GB`. */
const statedGb = (name: string): number | null => Number(/(?:^|[^\w.])(\d{1,3}) ?g(?:i?b)?\b/i.exec(name)?.[1] ?? Number.NaN) || null;

/** Reported totals lie up to 12 % below what is on the box, and boxes of one board differ by as much. */
const ABOUT = 0.12;

/** The name states a memory that no board of it has: rebuilt cards, and versions that are not known. */
function contradicted(name: string, known: Gpu, boards: readonly Gpu[]): boolean {
  const stated = statedGb(name);
  const labels = known.facts.productLabels.map(words);
  // `GH200 480GB` counts the memory of its CPU.
  if (stated === null || labels.includes(words(name)) || inSlices(name) !== null) return false;
  return [known, ...boards].every(({ facts }) =>
    [facts.marketedMemoryGb, ...(facts.reportedMemoryGiB ?? [])].every((memory) => Math.abs(memory / stated - 1) > ABOUT),
  );
}

function outsideCatalog(name: string): Gpu | null {
  const card = reportedCard(words(name));
  return card === undefined ? null : cardAsGpu(card);
}

/** Cards of that name with another memory; those that no message was seen of have none that is known. */
function outsideWithOtherMemory(name: string): readonly Gpu[] {
  const card = reportedCard(words(name));
  if (card === undefined || inSlices(name) !== null || statedGb(name) !== null) return [];
  const unseen = (card.soldWithGb ?? []).map((gb) =>
    Gpu.custom({
      ...cardAsGpu(card).facts,
      id: `${words(card.name).replace(/ /g, '-')}-${gb}gb`,
      name: `${card.name.replace(/ \d+GB$/, '')} ${gb}GB`,
      marketedMemoryGb: gb,
      reportedMemoryGiB: null,
    }),
  );
  return [...otherMemories(card).map(cardAsGpu), ...unseen];
}

const cardAsGpu = (card: ReportedCard): Gpu =>
  Gpu.custom({
    id: words(card.name).replace(/ /g, '-'),
    name: card.name,
    vendor: card.computeCapability === undefined ? 'AMD' : 'NVIDIA',
    architecture: card.architecture,
    computeCapability: card.computeCapability ?? null,
    marketedMemoryGb: Number(/ (\d+)GB$/.exec(card.name)?.[1] ?? Math.ceil(card.reportedGiB[1])),
    reportedMemoryGiB: card.reportedGiB,
    interconnect: card.link ?? 'pcie',
    ...(card.speed === undefined ? {} : speedOf(card.speed)),
    notes: card.unified === true ? UNIFIED_MEMORY : null,
    provenance: { source: 'totals in public start-up and out-of-memory messages', asOf: '2026-11', evidence: 'known' },
  });

const speedOf = ({ source, tflops, ...speed }: CardSpeed) => ({
  ...speed,
  tflops: { fp16: null, bf16: null, fp8: null, int8: null, fp4: null, ...tflops },
  fieldProvenance: { memoryBandwidthGBps: { source, asOf: '2026-11', evidence: 'known' as const } },
});

/** Cards whose memory depends on a mode (ECC) or a system (Windows) report two different values. */
function spreadOf(gpu: Gpu): readonly string[] {
  const reported = gpu.facts.reportedMemoryGiB;
  if (reported === null) return [`memoryGiB: the memory that ${gpu.name} reports is not published`];
  return reported[1] - reported[0] > 1 ? [`memoryGiB: ${gpu.name} reports ${reported[0]} or ${reported[1]} GiB`] : [];
}

/** A number on the box is not what the driver reports; anything else is taken as told. */
function withMemory(gpu: Gpu, memoryGiB: number): Omit<FoundGpu, 'board' | 'others'> {
  const reported = gpu.facts.reportedMemoryGiB;
  const onTheBox = Number.isInteger(memoryGiB) && Math.abs(memoryGiB - gpu.facts.marketedMemoryGb) <= 1 && reported !== null;
  if (onTheBox)
    return {
      gpu,
      notes: [`memoryGiB ${memoryGiB} is the number on the box; ${gpu.name} reports ${reported[0]} GiB`],
      missing: spreadOf(gpu),
    };
  const told = Gpu.custom({
    ...gpu.facts,
    id: `${gpu.id}-${memoryGiB}`,
    marketedMemoryGb: Math.max(gpu.facts.marketedMemoryGb, Math.ceil(memoryGiB)),
    reportedMemoryGiB: [memoryGiB, memoryGiB],
  });
  return { gpu: told, notes: [], missing: [] };
}
