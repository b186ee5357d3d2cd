/** A MIG slice as a GPU of its own: its memory is what the slice exposes. */
import type { CustomGpuFacts } from './custom-gpu';
import type { GpuFacts } from './gpu-facts';

const MIB_PER_GIB = 1024;
/** Compute slices of a GPU that can be cut. */
const COMPUTE_SLICES = 7;

/** Part of its nominal memory that a slice exposes: 9,728 of 10,240 MiB for 1g.10gb of an A100 80GB, the one that was published. */
const EXPOSED = 0.95;

/** Null when the GPU has no such profile. Where it is not published what the slice exposes, its part of the card is assumed. */
export function sliceFacts(card: GpuFacts, profile: string): CustomGpuFacts | null {
  const found = card.mig.find((row) => row.profile === profile || row.alternateProfiles.includes(profile));
  const memoryMiB = found?.memoryMiB ?? (found === undefined ? null : nominalMiB(card, profile));
  if (memoryMiB === null) return null;
  const gib = memoryMiB / MIB_PER_GIB;
  const share = Number(profile.split('g')[0]) / COMPUTE_SLICES;
  return {
    ...card,
    sliceOf: { gpu: card.id, profile },
    id: `${card.id}-${profile}`,
    name: `${card.name} ${profile}`,
    marketedMemoryGb: Math.ceil(gib),
    reportedMemoryGiB: [gib, gib],
    driverMemoryMiB: memoryMiB,
    memoryBandwidthGBps: scaled(card.memoryBandwidthGBps, gib / (card.reportedMemoryGiB?.[0] ?? card.marketedMemoryGb)),
    tflops: {
      fp16: scaled(card.tflops.fp16, share),
      bf16: scaled(card.tflops.bf16, share),
      fp8: scaled(card.tflops.fp8, share),
      int8: scaled(card.tflops.int8, share),
      fp4: scaled(card.tflops.fp4, share),
    },
    nvlinkGBps: null,
    interconnect: 'pcie',
    migCapable: false,
    mig: [],
  };
}

/** `2g.20gb` of a card whose whole is `7g.80gb`: a quarter of its memory. */
function nominalMiB({ mig, driverMemoryMiB }: GpuFacts, profile: string): number | null {
  const gigabytes = (name: string) => Number(/\.(\d+)gb/.exec(name)?.[1] ?? Number.NaN);
  const whole = Math.max(...mig.map((row) => gigabytes(row.profile)));
  const part = gigabytes(profile) / whole;
  return Number.isFinite(part) && driverMemoryMiB !== null ? Math.floor(part * driverMemoryMiB * EXPOSED) : null;
}

const scaled = (value: number | null, share: number) => (value === null ? null : value * share);
