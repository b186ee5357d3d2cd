/** From a row of the tables to facts: what the row leaves out becomes null, never a guess. */
import { own } from '../../core/own';
import type { GpuFacts, MigProfile } from '../gpu-facts';
import { GPU_VENDORS } from '../gpu-vendors';
import type { Provenance } from '../provenance';
import type { GpuRow } from './gpu-row';
import { LARGEST_SERVERS } from './servers';
import { AMD_FP8_KV, AMD_LABELS, GPUS_AS_OF, NVIDIA_FP8_KV, NVIDIA_LABELS } from './sources';

export function gpuFacts(row: GpuRow): GpuFacts {
  const vendor = row.vendor ?? 'NVIDIA';
  return {
    id: row.id,
    name: row.name,
    vendor,
    architecture: row.architecture,
    formFactor: row.formFactor ?? null,
    computeCapability: row.computeCapability ?? null,
    gfxTarget: row.gfxTarget ?? null,
    ...memory(row),
    ...compute(row),
    ...links(row),
    largestServer: own(LARGEST_SERVERS, row.id)?.gpus ?? null,
    sliceOf: null,
    migCapable: row.mig !== undefined,
    mig: migProfiles(row),
    partitioning: row.partitioning ?? null,
    ...labels(vendor),
    productLabels: row.productLabels ?? [],
    alternates: row.alternates ?? {},
    sources: row.sources,
    provenance: provenance(row.sources.join('; '), row.evidence.row),
    fieldProvenance: fieldProvenance(row, vendor),
    notes: row.notes ?? null,
  };
}

function memory({ memory }: GpuRow) {
  return {
    marketedMemoryGb: memory.marketedGb,
    reportedMemoryGiB: memory.reportedGiB ?? null,
    driverMemoryMiB: memory.driverMiB ?? null,
    memoryType: memory.type,
    memoryBandwidthGBps: memory.bandwidthGBps,
  };
}

function compute({ tflops, measuredMatmul, native = [] }: GpuRow) {
  return {
    tflops,
    measuredMatmulTflops: measuredMatmul?.bf16 ?? null,
    measuredMatmulFp8Tflops: measuredMatmul?.fp8 ?? null,
    nativeFp8: native.includes('fp8'),
    nativeFp4: native.includes('fp4'),
  };
}

function links({ link, tdpWatts }: GpuRow) {
  return {
    nvlinkGBps: link.nvlinkGBps ?? null,
    interconnect: link.kind,
    interconnectDetail: link.detail,
    pcieGen: link.pcieGen,
    pcieGBps: link.pcieGBps,
    tdpWatts,
  };
}

function labels(vendor: GpuFacts['vendor']): Pick<GpuFacts, 'productLabelKey' | 'resourceName'> {
  const { productLabelKey, resourceName } = GPU_VENDORS[vendor];
  return { productLabelKey, resourceName };
}

function migProfiles({ mig, migMemoryMiB }: GpuRow): MigProfile[] {
  return (mig?.split(' ') ?? []).map((entry) => {
    const [names = '', instances = ''] = entry.split('×');
    const [profile = '', ...alternateProfiles] = names.split('|');
    return { profile, alternateProfiles, maxInstances: Number(instances), memoryMiB: migMemoryMiB?.[profile] ?? null };
  });
}

function fieldProvenance(row: GpuRow, vendor: GpuFacts['vendor']): Record<string, Provenance> {
  const { row: _, ...fields } = row.evidence;
  const source = row.sources.join('; ');
  const given = Object.entries(fields).map(([field, evidence]) => [field, provenance(source, evidence)] as const);
  return {
    ...Object.fromEntries(given),
    ...memoryProvenance(row),
    ...serverProvenance(row),
    ...(row.productLabels === undefined ? {} : { productLabels: provenance(vendor === 'AMD' ? AMD_LABELS : NVIDIA_LABELS, 'found') }),
    supportsFp8Kv: provenance(vendor === 'AMD' ? AMD_FP8_KV : NVIDIA_FP8_KV, 'found'),
  };
}

function serverProvenance({ id }: GpuRow): Record<string, Provenance> {
  const largest = own(LARGEST_SERVERS, id);
  return largest === undefined ? {} : { largestServer: largest.provenance };
}

function memoryProvenance(row: GpuRow): Record<string, Provenance> {
  if (row.memoryEvidence === undefined) return {};
  return { reportedMemoryGiB: provenance(row.memoryEvidence, row.evidence['reportedMemoryGiB'] ?? row.evidence.row) };
}

function provenance(source: string, evidence: Provenance['evidence']): Provenance {
  return { source, asOf: GPUS_AS_OF, evidence };
}
