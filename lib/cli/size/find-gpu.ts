/** The GPU of a line: a catalog id, a product name as the driver shows it, or a card that only its reported memory is known of. */
import { Gpu } from '../../catalog/gpu';

export interface FoundGpu {
  readonly gpu: Gpu;
  readonly notes: readonly string[];
  /** What the answer needs and nobody said. */
  readonly missing: readonly string[];
}

/** Lower case, words and numbers only: `NVIDIA A100-SXM4-80GB` → `a100 sxm4 80gb`. */
const words = (name: string) =>
  name
    .toLowerCase()
    .replace(/nvidia|geforce|tesla|amd|instinct|generation|\(r\)|graphics/g, ' ')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

const BY_NAME: ReadonlyMap<string, Gpu> = new Map(
  Gpu.all().flatMap((gpu) => [gpu.id, gpu.name, ...gpu.facts.productLabels].map((name) => [words(name), gpu] as const)),
);

/** Spellings of drivers, clouds and people for boards of the catalog; the order decides where a name fits several. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/\bgb300\b/, 'gb300'],
  [/\bgb200\b/, 'gb200'],
  [/\bb300\b/, 'b300-sxm'],
  [/\bb200\b/, 'b200-sxm'],
  [/\bgh200\b.*\b144/, 'gh200-144'],
  [/\bgh200\b/, 'gh200-96'],
  [/\bh200\b.*\bnvl\b/, 'h200-nvl-141'],
  [/\bh200\b/, 'h200-sxm-141'],
  [/\bh100\b.*\b(nvl|94)/, 'h100-nvl-94'],
  [/\bh100\b.*\bpcie\b/, 'h100-pcie-80'],
  [/\bh100\b/, 'h100-sxm-80'],
  [/\ba100\b.*\bpcie?\b.*40|\ba100\b.*40.*\bpcie?\b/, 'a100-pcie-40'],
  [/\ba100\b.*40/, 'a100-sxm-40'],
  [/\ba100\b.*\bpcie?\b/, 'a100-pcie-80'],
  [/\ba100\b/, 'a100-sxm-80'],
  [/\ba10g\b/, 'a10g'],
  [/\ba10\b/, 'a10'],
  [/\ba40\b/, 'a40'],
  [/\bl40s\b/, 'l40s'],
  [/\bl40\b/, 'l40'],
  [/\bl4\b/, 'l4'],
  [/\bt4\b/, 't4'],
  [/\bpro 6000\b/, 'rtx-pro-6000-blackwell'],
  [/\b6000 ada\b/, 'rtx-6000-ada'],
  [/\b(rtx)? ?5090(?! d)\b/, 'rtx-5090'],
  [/\b(rtx)? ?4090(?! d)\b/, 'rtx-4090'],
  [/\bmi300x\b/, 'mi300x'],
  [/\bmi325x\b/, 'mi325x'],
  [/\bmi355x\b/, 'mi355x'],
];

/** Null when the catalog has no such card and nobody said how much memory it reports. */
export function findGpu(name: string, memoryGiB: number | null): FoundGpu | null {
  const known = inCatalog(name);
  if (known === null)
    return memoryGiB === null
      ? null
      : { gpu: reportedGpu(name, memoryGiB), notes: [`${name} is not in the catalog: sized by its memory alone`], missing: [] };
  if (memoryGiB === null) return { gpu: known, notes: [], missing: spreadOf(known) };
  return withMemory(known, memoryGiB);
}

function inCatalog(name: string): Gpu | null {
  const spelled = words(name);
  const exact = Gpu.byId(name) ?? BY_NAME.get(spelled);
  if (exact !== undefined) return exact;
  const id = PATTERNS.find(([pattern]) => pattern.test(spelled))?.[1];
  return id === undefined ? null : (Gpu.byId(id) ?? null);
}

/** Cards whose memory depends on a mode (ECC) report two different values. */
function spreadOf(gpu: Gpu): readonly string[] {
  const reported = gpu.facts.reportedMemoryGiB;
  if (reported === null) return [`memoryGiB: nobody published what ${gpu.name} reports`];
  return reported[1] - reported[0] > 1 ? [`memoryGiB: ${gpu.name} reports ${reported[0]} or ${reported[1]} GiB`] : [];
}

/** A number on the box is not what the driver reports; anything else is taken as told. */
function withMemory(gpu: Gpu, memoryGiB: number): FoundGpu {
  const reported = gpu.facts.reportedMemoryGiB;
  const onTheBox = Number.isInteger(memoryGiB) && Math.abs(memoryGiB - gpu.facts.marketedMemoryGb) <= 1 && reported !== null;
  if (onTheBox)
    return {
      gpu,
      notes: [`memoryGiB ${memoryGiB} is the number on the box; ${gpu.name} reports ${reported[0]} GiB`],
      missing: spreadOf(gpu),
    };
  const told = Gpu.custom({ ...gpu.facts, id: `${gpu.id}@${memoryGiB}`, reportedMemoryGiB: [memoryGiB, memoryGiB] });
  return { gpu: told, notes: [], missing: [] };
}

/** A card that only its reported memory is known of; its links count as PCIe. */
export function reportedGpu(name: string, memoryGiB: number): Gpu {
  return Gpu.custom({
    id: words(name).replace(/ /g, '-') || 'gpu',
    name,
    vendor: /mi\d{3}|radeon|instinct|amd/i.test(name) ? 'AMD' : 'NVIDIA',
    marketedMemoryGb: Math.ceil(memoryGiB),
    reportedMemoryGiB: [memoryGiB, memoryGiB],
    provenance: { source: 'reported memory as given', asOf: '2026-11', evidence: 'measured' },
  });
}
