/** A MIG slice as a GPU of its own: its memory is what the slice exposes, and no slice can share a model with another. */
import { Gpu } from '../catalog/gpu';
import { checkArguments } from '../core/checked';
import { freeText } from '../core/notion';
import { branded } from '../core/schema';

const MIB_PER_GIB = 1024;
/** Compute slices of a GPU that can be cut. */
const COMPUTE_SLICES = 7;

/** Part of its nominal memory that a slice exposes: 9,728 of 10,240 MiB for 1g.10gb of an A100 80GB, the one that was published. */
const EXPOSED = 0.95;

/** Null when the GPU has no such profile. Where it is not published what the slice exposes, its part of the card is assumed. */
export function migSlice(gpu: Gpu, profile: string): Gpu | null {
  checkArguments(
    'migSlice',
    { gpu: branded<Gpu>(Gpu.isGpu, 'a Gpu, e.g. Gpu.H100_SXM'), profile: freeText('a profile that the GPU has, or null') },
    { gpu, profile },
  );
  const found = gpu.facts.mig.find((row) => row.profile === profile || row.alternateProfiles.includes(profile));
  const memoryMiB = found?.memoryMiB ?? (found === undefined ? null : nominalMiB(gpu, profile));
  if (memoryMiB === null) return null;
  const gib = memoryMiB / MIB_PER_GIB;
  const share = Number(profile.split('g')[0]) / COMPUTE_SLICES;
  return Gpu.custom({
    ...gpu.facts,
    sliceOf: { gpu: gpu.id, profile },
    id: `${gpu.id}-${profile}`,
    name: `${gpu.name} ${profile}`,
    marketedMemoryGb: Math.ceil(gib),
    reportedMemoryGiB: [gib, gib],
    driverMemoryMiB: memoryMiB,
    memoryBandwidthGBps: scaled(gpu.facts.memoryBandwidthGBps, memoryShare(gpu, memoryMiB)),
    tflops: {
      fp16: scaled(gpu.facts.tflops.fp16, share),
      bf16: scaled(gpu.facts.tflops.bf16, share),
      fp8: scaled(gpu.facts.tflops.fp8, share),
      int8: scaled(gpu.facts.tflops.int8, share),
      fp4: scaled(gpu.facts.tflops.fp4, share),
    },
    nvlinkGBps: null,
    interconnect: 'pcie',
    migCapable: false,
    mig: [],
  });
}

/** Whether this is a MIG slice and no whole card. */
export const isSlice = (gpu: Gpu): boolean => gpu.facts.sliceOf !== null;

/** `2g.20gb` of a card whose whole is `7g.80gb`: a quarter of its memory. */
function nominalMiB(gpu: Gpu, profile: string): number | null {
  const gigabytes = (name: string) => Number(/\.(\d+)gb/.exec(name)?.[1] ?? Number.NaN);
  const whole = Math.max(...gpu.facts.mig.map((row) => gigabytes(row.profile)));
  const part = gigabytes(profile) / whole;
  return Number.isFinite(part) && gpu.facts.driverMemoryMiB !== null ? Math.floor(part * gpu.facts.driverMemoryMiB * EXPOSED) : null;
}

const scaled = (value: number | null, share: number) => (value === null ? null : value * share);
const memoryShare = (gpu: Gpu, memoryMiB: number) => memoryMiB / MIB_PER_GIB / (gpu.reportedMemoryGiB ?? gpu.facts.marketedMemoryGb);
