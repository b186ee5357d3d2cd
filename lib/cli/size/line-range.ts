/** Between what and what the pool lies, and which inputs that nobody gave would move it by more than a tenth. */
import { estimateReplica } from '../../capacity/engines/vllm/estimate';
import { firstStartGiB } from '../../capacity/engines/vllm/first-start';
import { RELEASES as BOUNDARIES, releaseOf } from '../../capacity/engines/vllm/releases';
import type { ReplicaEstimate } from '../../capacity/replica-estimate';
import type { ReplicaSpec } from '../../capacity/replica-spec';
import { Engine } from '../../catalog/engines/engine';
import { isUnified } from '../../catalog/reported-cards';
import type { FoundModel } from './find-model';
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

export function rangeOfLine(request: SizeRequest, spec: ReplicaSpec, estimate: ReplicaEstimate, found: FoundModel): LineRange {
  const [low, high] = withNamedScheme(estimate, found);
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
      ...(found.keepsSome === true && decides(CHOSEN_SHARE * estimate.perGpuGiB.weights)
        ? [`modelConfig: which matrices ${request.model ?? 'the copy'} keeps in 16 bit`]
        : []),
      ...(countsFileCache(spec)
        ? [`memoryGiB: what loading leaves free of a memory that CPU and GPU share, as ${spec.gpu.name} has it`]
        : []),
      ...(decides(memory) ? [`memoryGiB: ${memory.toFixed(1)} GiB between the totals that ${spec.gpu.name} was seen with`] : []),
    ],
  };
}

function releaseRange(spec: ReplicaSpec): readonly [number, number] {
  const ranges = RELEASES.map((version) => estimateReplica({ ...spec, engine: Engine.vllm({ version }) }).perGpuGiB.kvCacheRange);
  return [Math.min(...ranges.map(([low]) => low)), Math.max(...ranges.map(([, high]) => high))];
}

/** What matrices chosen one by one add to the weights: 4 to 20 % in public start-up logs, the more the smaller the model. */
const CHOSEN_SHARE = 0.2;

/** Copies by one name differ in what they leave in 16 bit: up to a fourteenth of the weights more was seen, and a fortieth less. */
function withNamedScheme({ perGpuGiB }: ReplicaEstimate, { schemeFromName, keepsSome }: FoundModel): readonly [number, number] {
  const [low, high] = perGpuGiB.kvCacheRange;
  if (schemeFromName === null) return [low, high];
  return [low - (keepsSome === true ? CHOSEN_SHARE : 0.07) * perGpuGiB.weights, high + 0.025 * perGpuGiB.weights];
}

/**
 * Since 0.28 everything that left the free memory counts; where CPU and GPU share it, the file cache that loading fills is among it: 14 GiB of
 * 56 GiB of weights in two public start-up logs of GB10.
 */
const countsFileCache = ({ gpu, engine }: ReplicaSpec) => isUnified(gpu.facts) && releaseOf(engine).atLeast(BOUNDARIES.countsAllConsumed);

const poolOf = (spec: ReplicaSpec) => estimateReplica(spec).perGpuGiB.kvCache;

const hasOptionalLink = ({ gpusPerReplica, gpu }: ReplicaSpec) => gpusPerReplica > 1 && gpu.facts.interconnect === 'nvlink-bridge';

/** What the largest card that was seen under this name has more. */
function largerCardGiB({ gpu, gpuMemoryUtilization }: ReplicaSpec): number {
  const [low, high] = gpu.facts.reportedMemoryGiB ?? [0, 0];
  return (high - low) * gpuMemoryUtilization;
}
