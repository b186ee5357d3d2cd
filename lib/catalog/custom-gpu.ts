/** A GPU that is not in the catalog, described by its owner. What is left out is unknown, and a plan that needs it says so. */

import type { UnplacedFinding } from '../core/finding';
import { readable } from '../core/readable';
import { type FactCheck, throwFactProblems, unknownKeys } from './fact-checks';
import type { GpuFacts } from './gpu-facts';
import { GPU_VENDORS } from './gpu-vendors';
import { type FactShape, plainFacts } from './plain-facts';

/** Facts of a GPU of one's own: its name, its memory and where the figures come from, then as many figures as are known. */
export type CustomGpuFacts = Pick<GpuFacts, 'id' | 'name' | 'vendor' | 'marketedMemoryGb' | 'provenance'> & Partial<GpuFacts>;

/** Facts that have to be given, or that follow from others. */
const REQUIRED = {
  id: true,
  name: true,
  vendor: true,
  marketedMemoryGb: true,
  provenance: true,
  productLabelKey: true,
  resourceName: true,
  migCapable: true,
} as const;

const UNKNOWN: Omit<GpuFacts, keyof typeof REQUIRED> = {
  architecture: 'unknown',
  formFactor: null,
  computeCapability: null,
  gfxTarget: null,
  reportedMemoryGiB: null,
  driverMemoryMiB: null,
  memoryType: null,
  memoryBandwidthGBps: null,
  tflops: { fp16: null, bf16: null, fp8: null, int8: null, fp4: null },
  measuredMatmulTflops: null,
  measuredMatmulFp8Tflops: null,
  nativeFp8: false,
  nativeFp4: false,
  nvlinkGBps: null,
  interconnect: 'pcie',
  interconnectDetail: null,
  pcieGen: null,
  pcieGBps: null,
  tdpWatts: null,
  largestServer: null,
  sliceOf: null,
  mig: [],
  partitioning: null,
  productLabels: [],
  alternates: {},
  sources: [],
  fieldProvenance: {},
  notes: null,
};

/** Memory may be unknown; the lists and tables may be left out, but not be null. */
const shapesOf = ({ reportedMemoryGiB }: Partial<CustomGpuFacts> = {}): Readonly<Record<string, FactShape>> => ({
  tflops: 'object',
  mig: 'list of objects',
  ...(reportedMemoryGiB === null ? {} : { reportedMemoryGiB: 'list' as const }),
});

/**
 * Fills in null for what is unknown (links: `pcie`) and refuses figures that cannot be.
 *
 * @throws FleetSpecError AF-SPEC-001, one problem per figure.
 */
export function customGpuFacts(facts: CustomGpuFacts): GpuFacts {
  const context = { path: 'Gpu.custom', className: 'Gpu.custom' };
  const given = readable(facts, context, () => plainFacts('Gpu.custom', facts, shapesOf(facts ?? {})));
  const vendor = given.vendor === 'AMD' ? GPU_VENDORS.AMD : GPU_VENDORS.NVIDIA;
  const complete: GpuFacts = {
    ...UNKNOWN,
    productLabelKey: vendor.productLabelKey,
    resourceName: vendor.resourceName,
    migCapable: (given.mig?.length ?? 0) > 0,
    ...given,
  };
  const unknown = unknownKeys(facts, Object.keys({ ...UNKNOWN, ...REQUIRED }));
  throwFactProblems('Gpu.custom', gpuChecks(complete), [...unknown, ...memoryProblems(complete)]);
  return complete;
}

const AMOUNTS = [
  'computeCapability',
  'driverMemoryMiB',
  'memoryBandwidthGBps',
  'measuredMatmulTflops',
  'measuredMatmulFp8Tflops',
  'nvlinkGBps',
  'pcieGBps',
  'tdpWatts',
] as const satisfies readonly (keyof GpuFacts)[];

function gpuChecks(facts: GpuFacts): FactCheck[] {
  return [
    { prop: 'id', value: facts.id, rule: 'name' },
    { prop: 'name', value: facts.name, rule: 'name' },
    { prop: 'vendor', value: facts.vendor, rule: 'vendor' },
    { prop: 'provenance.source', value: facts.provenance?.source, rule: 'text' },
    { prop: 'provenance.asOf', value: facts.provenance?.asOf, rule: 'date' },
    { prop: 'marketedMemoryGb', value: facts.marketedMemoryGb ?? undefined, rule: 'amount' },
    ...AMOUNTS.map((prop): FactCheck => ({ prop, value: facts[prop], rule: 'amount' })),
    { prop: 'largestServer', value: facts.largestServer, rule: 'count' },
    ...(facts.sliceOf === null
      ? []
      : (['gpu', 'profile'] as const).map((key): FactCheck => ({ prop: `sliceOf.${key}`, value: facts.sliceOf?.[key], rule: 'text' }))),
    ...Object.entries(facts.tflops).map(([dtype, value]): FactCheck => ({ prop: `tflops.${dtype}`, value, rule: 'amount' })),
    ...(facts.reportedMemoryGiB ?? []).map((value, index): FactCheck => ({ prop: `reportedMemoryGiB.${index}`, value, rule: 'amount' })),
    ...facts.mig.map(({ maxInstances }, index): FactCheck => ({ prop: `mig.${index}.maxInstances`, value: maxInstances, rule: 'count' })),
  ];
}

/** A driver never reports more than is on the box, counted in binary units as the box does. */
function memoryProblems({ reportedMemoryGiB, marketedMemoryGb }: GpuFacts): UnplacedFinding[] {
  if (reportedMemoryGiB === null) return [];
  const [low, high] = reportedMemoryGiB;
  if (low <= high && high <= marketedMemoryGb) return [];
  return [
    {
      code: 'AF-SPEC-001',
      severity: 'error',
      prop: 'reportedMemoryGiB',
      value: reportedMemoryGiB,
      allowed: `[low, high] with low ≤ high ≤ ${marketedMemoryGb}`,
      message: `reportedMemoryGiB [${low}, ${high}] does not fit a GPU of ${marketedMemoryGb} GB`,
      repairs: ['take both figures from the engine\'s own message, "total capacity of X GiB"'],
    },
  ];
}
