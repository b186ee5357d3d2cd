/** Between what and what the pool lies, and which inputs that nobody gave would move it by more than a tenth. */
import { estimateReplica, type ReplicaEstimate } from '../../capacity/estimate';
import { firstStartGiB } from '../../capacity/memory/first-start';
import type { ReplicaSpec } from '../../capacity/types';
import { Engine } from '../../catalog/engine';
import { otherEngine } from './line-engine';
import type { SizeRequest } from './size-request';

/** Releases whose accounting differs; the answer for an unknown one spans them. */
const RELEASES = ['0.15.0', '0.19.0', '0.24.0', '0.28.0', '0.33.0'] as const;
/** Share of the pool from which an input that nobody gave decides. */
const DECIDES = 0.1;
/** The same for what was seen on one machine only. */
const DECIDES_RARELY = 0.2;

export interface LineRange {
  readonly range: readonly [low: number, high: number];
  /** Inputs without which the figure stands for nothing. */
  readonly open: readonly string[];
}

/** @param byName the scheme of the weights follows from the name of the copy alone */
export function rangeOfLine(request: SizeRequest, spec: ReplicaSpec, estimate: ReplicaEstimate, byName: boolean): LineRange {
  const [low, high] = withNamedScheme(estimate, byName);
  if (otherEngine(request) !== null) return { range: [low, high], open: [] };
  const { kvCache } = estimate.perGpuGiB;
  const overReleases = request.engineVersion == null && /^vllm$/i.test(request.engine) ? releaseRange(spec) : ([low, high] as const);
  const first = request.compileCache === 'warm' ? 0 : firstStartGiB(spec);
  const decides = (gib: number) => kvCache > 0 && Math.abs(gib) > DECIDES * kvCache;
  const link = request.interconnect == null && hasOptionalLink(spec) ? poolOf({ ...spec, nvlinkBridge: true }) - kvCache : 0;
  const memory = request.memoryGiB == null ? largerCardGiB(spec) : 0;
  return {
    range: [Math.min(low, overReleases[0]) - first, Math.max(high, overReleases[1])],
    open: [
      ...(decides(overReleases[1] - overReleases[0] - (high - low))
        ? ['engineVersion: releases differ by more than a tenth of the pool']
        : []),
      ...(first > 0 && request.compileCache == null && first > DECIDES_RARELY * Math.max(0, kvCache)
        ? [`compileCache: a cold one takes up to ${first.toFixed(1)} GiB more`]
        : []),
      ...(decides(link) ? [`interconnect: over NVLink ${Math.abs(link).toFixed(1)} GiB less`] : []),
      ...(decides(memory) ? [`memoryGiB: ${memory.toFixed(1)} GiB between the totals that ${spec.gpu.name} was seen with`] : []),
    ],
  };
}

function releaseRange(spec: ReplicaSpec): readonly [number, number] {
  const ranges = RELEASES.map((version) => estimateReplica({ ...spec, engine: Engine.vllm({ version }) }).perGpuGiB.kvCacheRange);
  return [Math.min(...ranges.map(([low]) => low)), Math.max(...ranges.map(([, high]) => high))];
}

/** Copies by one name differ in what they leave in 16 bit: up to a fourteenth of the weights more was seen, and a fortieth less. */
function withNamedScheme({ perGpuGiB }: ReplicaEstimate, byName: boolean): readonly [number, number] {
  const [low, high] = perGpuGiB.kvCacheRange;
  return byName ? [low - 0.07 * perGpuGiB.weights, high + 0.025 * perGpuGiB.weights] : [low, high];
}

const poolOf = (spec: ReplicaSpec) => estimateReplica(spec).perGpuGiB.kvCache;

const hasOptionalLink = ({ gpusPerReplica, gpu }: ReplicaSpec) => gpusPerReplica > 1 && gpu.facts.interconnect === 'nvlink-bridge';

/** What the largest card that was seen under this name has more. */
function largerCardGiB({ gpu, gpuMemoryUtilization }: ReplicaSpec): number {
  const [low, high] = gpu.facts.reportedMemoryGiB ?? [0, 0];
  return (high - low) * gpuMemoryUtilization;
}
