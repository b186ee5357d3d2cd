/** How far inputs that are not given move the pool of a vLLM replica: the release, the compile cache, the link between the GPUs, the sampler. */
import { Engine } from '../../../catalog/engines/engine';
import { isUnified } from '../../../catalog/reported-cards';
import type { ReplicaSpec } from '../../replica-spec';
import type { Band } from '../doubts';
import type { Told, Unsaid } from '../engine-model';
import { estimateReplica } from './estimate';
import { mostOfFirstStartGiB } from './first-start';
import { RELEASES as BOUNDARIES, releaseOf } from './releases';

/** Releases whose accounting differs; the answer for an unknown one spans them. */
const SPANNED = ['0.15.0', '0.19.0', '0.21.0', '0.24.0', '0.26.0', '0.28.0', '0.33.0'] as const;
/** Share of the pool from which an input that is not given decides. */
const DECIDES = 0.1;
/** The same for what was seen on one machine only. */
const DECIDES_RARELY = 0.2;

export function unsaid(spec: ReplicaSpec, told: Told): Unsaid {
  const { kvCache } = estimateReplica(spec).perGpuGiB;
  const [below, above] = told.formatBand ?? [0, 0];
  const releases = told.version ? [spec] : [spec, ...SPANNED.map((version) => ({ ...spec, engine: Engine.vllm({ version }) }))];
  const overReleases = rangeOver(releases, [below, above]);
  // A replica that is said to start cold has it in its figure.
  const first = told.compileCache === 'warm' || spec.compileCache === 'cold' ? 0 : Math.max(...releases.map(mostOfFirstStartGiB));
  const decides = (gib: number) => kvCache > 0 && Math.abs(gib) > DECIDES * kvCache;
  const link = hasUnsaidLink(spec) ? poolOf({ ...spec, nvlinkBridge: true }) - kvCache : 0;
  const overLink = decides(link) ? Math.min(0, link) : 0;
  const memory = largerCardGiB(spec);
  return {
    range: [overReleases[0] - first + overLink, overReleases[1]],
    open: [
      // With a format that only a name tells, the figure stands for too many replicas.
      ...(!told.version && (decides(spreadOf(releases.map(poolOf))) || decides(below + above))
        ? ['engineVersion: releases differ by more than a tenth of the pool']
        : []),
      ...(first > 0 && told.compileCache === null && first > DECIDES_RARELY * Math.max(0, kvCache)
        ? [`compileCache: a cold one takes up to ${first.toFixed(1)} GiB more`]
        : []),
      ...(decides(link) ? [`interconnect: over NVLink ${Math.abs(link).toFixed(1)} GiB less`] : []),
      ...(decides(memory) ? [`memoryGiB: ${memory.toFixed(1)} GiB between the totals that ${spec.gpu.name} was seen with`] : []),
    ],
    unbounded: unbounded(spec),
    narrows: told.sampler || releaseOf(spec.engine).atLeast(BOUNDARIES.samplerOptIn) ? [] : ['sampler'],
    notes: [
      ...(told.version ? [] : [`engine version not given: figures are for ${spec.engine.version}, the range spans releases`]),
      ...stateNotes(spec, told),
    ],
  };
}

/** Public start-ups of DeepSeek V4 (vllm#44376, #51041, #53961) differ by a factor of seven in what a token takes beside the windows, without a known reason. */
const COMPRESSED = 'compressed attention: what its groups take of the cache for a token was seen from 3.5 to 26 KB, and is not explained';

const unbounded = (spec: ReplicaSpec): string[] => [
  ...(countsFileCache(spec) ? [`memoryGiB: what loading leaves free of a memory that CPU and GPU share, as ${spec.gpu.name} has it`] : []),
  ...(spec.model.facts.attentionKind === 'compressed' ? [COMPRESSED] : []),
];

function rangeOver(specs: readonly ReplicaSpec[], format: Band): readonly [number, number] {
  const ranges = specs.map((spec) => estimateReplica(spec, format).perGpuGiB.kvCacheRange);
  return [Math.min(...ranges.map(([low]) => low)), Math.max(...ranges.map(([, high]) => high))];
}

/**
 * Since 0.28 everything that left the free memory counts; where CPU and GPU share it, the file cache that loading fills is among it: 14 GiB of
 * 56 GiB of weights in two public start-up logs of GB10.
 */
const countsFileCache = ({ gpu, engine }: ReplicaSpec) => isUnified(gpu.facts) && releaseOf(engine).atLeast(BOUNDARIES.countsAllConsumed);

const spreadOf = (pools: readonly number[]) => Math.max(...pools) - Math.min(...pools);

const poolOf = (spec: ReplicaSpec) => estimateReplica(spec).perGpuGiB.kvCache;

const hasUnsaidLink = ({ tensorParallel, gpu, nvlinkBridge }: ReplicaSpec) =>
  tensorParallel > 1 && gpu.facts.interconnect === 'nvlink-bridge' && nvlinkBridge === undefined;

/** What the largest card that was seen under this name has more. */
function largerCardGiB({ gpu, gpuMemoryUtilization }: ReplicaSpec): number {
  const [low, high] = gpu.facts.reportedMemoryGiB ?? [0, 0];
  return (high - low) * gpuMemoryUtilization;
}

/** Releases differ in whether prompts are cached by default, and every sequence then holds more. */
function stateNotes(spec: ReplicaSpec, { prefixCaching }: Told): string[] {
  if (prefixCaching || spec.model.facts.linearState === null) return [];
  const on = releaseOf(spec.engine).atLeast(BOUNDARIES.hybridsCachePrompts);
  return [`prefixCaching not given: ${on ? 'on' : 'off'}, as ${spec.engine.version} has it for models with a state`];
}
