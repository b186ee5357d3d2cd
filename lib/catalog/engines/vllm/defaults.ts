/** What vLLM takes when a flag is not given. The limits depend on the memory of the GPU, and both depend on the release. */
import type { GpuFacts } from '../../gpu-facts';
import type { Provenance } from '../../provenance';
import { isUnified } from '../../reported-cards';
import type { AdmissionDefaults, UtilizationDefault } from '../engine-definition';
import { EngineVersion } from '../engine-version';

/** A tier holds from this much device memory, GiB, from this release. The A100 is left out of the middle one: large batches slow it down. */
interface Tier {
  readonly fromGiB: number;
  readonly since: string;
  /** First release without it. */
  readonly until?: string;
  readonly exceptA100: boolean;
  readonly maxNumSeqs: number;
  readonly maxNumBatchedTokens: number;
}

const TIERS: readonly Tier[] = [
  { fromGiB: 160, since: '0.28.0', exceptA100: false, maxNumSeqs: 1024, maxNumBatchedTokens: 16_384 },
  { fromGiB: 70, since: '0.9.0', exceptA100: true, maxNumSeqs: 1024, maxNumBatchedTokens: 8_192 },
  { fromGiB: 70, since: '0.8.0', until: '0.9.0', exceptA100: false, maxNumSeqs: 1024, maxNumBatchedTokens: 8_192 },
  { fromGiB: 0, since: '0.8.0', exceptA100: false, maxNumSeqs: 256, maxNumBatchedTokens: 2_048 },
];

/** Oldest release whose defaults were read. */
const OLDEST_READ = EngineVersion.of('0.8.0');
const SMALLEST: Tier = { fromGiB: 0, since: '0.8.0', exceptA100: false, maxNumSeqs: 256, maxNumBatchedTokens: 2_048 };

/**
 * Defaults of `--max-num-seqs` and `--max-num-batched-tokens` on this GPU. Performance mode `throughput` doubles both.
 *
 * Source: `EngineArgs.get_batch_defaults` in vllm/engine/arg_utils.py of the wheels 0.8.5 to 0.33.0.
 */
export function admissionDefaults(gpu: GpuFacts, version: EngineVersion): AdmissionDefaults {
  const known = version.atLeast(OLDEST_READ) ? version : OLDEST_READ;
  const tier = isUntold(gpu, known) ? SMALLEST : (TIERS.find((candidate) => applies(candidate, gpu, known)) ?? SMALLEST);
  return { maxNumSeqs: tier.maxNumSeqs, maxNumBatchedTokens: tier.maxNumBatchedTokens, provenance: admissionProvenance(version) };
}

const TOLD_SINCE = EngineVersion.of('0.16.0');

/** The management library told nothing of memory that CPU and GPU share; later start-ups of GB10 ran with the large tier. */
const isUntold = (gpu: GpuFacts, version: EngineVersion) => isUnified(gpu) && !version.atLeast(TOLD_SINCE);

function applies(tier: Tier, gpu: GpuFacts, version: EngineVersion): boolean {
  const isA100 = gpu.name.toLowerCase().includes('a100');
  if (tier.until !== undefined && version.atLeast(EngineVersion.of(tier.until))) return false;
  return version.atLeast(EngineVersion.of(tier.since)) && deviceMemoryGiB(gpu) >= tier.fromGiB && !(tier.exceptA100 && isA100);
}

/** The engine asks the driver; where its figure is not known, what the engine's own messages showed is close enough for the tiers. */
function deviceMemoryGiB(gpu: GpuFacts): number {
  if (gpu.driverMemoryMiB !== null) return gpu.driverMemoryMiB / 1024;
  return gpu.reportedMemoryGiB?.[0] ?? gpu.marketedMemoryGb;
}

function admissionProvenance(version: EngineVersion): Provenance {
  return {
    source: 'vllm-project/vllm vllm/engine/arg_utils.py get_batch_defaults, wheels 0.8.5 to 0.33.0',
    asOf: '2026-11',
    evidence: version.atLeast(OLDEST_READ) ? 'found' : 'assumed',
  };
}

const SHARE_0_92_SINCE = EngineVersion.of('0.22.0');

/** 0.92 since 0.22, 0.90 before. Seen in the parsers of 0.10.2 and 0.19.0 (0.90) and of 0.30.0 to 0.33.0 (0.92). */
export function utilizationDefault(version: EngineVersion): UtilizationDefault {
  const provenance: Provenance = {
    source: 'default of --gpu-memory-utilization as the parsers of 0.10.2, 0.19.0 and 0.30.0 to 0.33.0 report it; changed in 0.22',
    asOf: '2026-11',
    evidence: 'found',
  };
  return { share: version.atLeast(SHARE_0_92_SINCE) ? 0.92 : 0.9, provenance };
}
