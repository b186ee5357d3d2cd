/** The GPU of a line: a catalog id, a product name as the driver shows it, or a card that only its reported memory is known of. */
import { Gpu } from '../../catalog/gpu';

export interface FoundGpu {
  readonly gpu: Gpu;
  readonly notes: readonly string[];
  /** What the answer needs and nobody said. */
  readonly missing: readonly string[];
}

/** Null when the catalog has no such card and nobody said how much memory it reports. */
export function findGpu(name: string, memoryGiB: number | null): FoundGpu | null {
  const known = inCatalog(name);
  if (known === null)
    return memoryGiB === null
      ? null
      : { gpu: Gpu.fromReported({ name, memoryGiB }), notes: [`${name} is not in the catalog: sized by its memory alone`], missing: [] };
  if (memoryGiB === null) return { gpu: known, notes: [], missing: spreadOf(known) };
  return withMemory(known, memoryGiB);
}

function inCatalog(name: string): Gpu | null {
  return Gpu.byId(name) ?? Gpu.byProductName(name) ?? null;
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
  const told = Gpu.fromReported({ name: gpu.id, memoryGiB });
  return { gpu: told, notes: [], missing: [] };
}
