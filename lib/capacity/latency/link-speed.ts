/** How fast a card reaches its neighbours and its host. */
import type { GpuFacts } from '../../catalog/gpu-facts';
import type { ReplicaSpec } from '../replica-spec';

/** PCIe 4.0 with 16 lanes, both directions, GB/s (PCI-SIG, base specification 4.0): assumed where a card says nothing, and said then. */
const ASSUMED_GBPS = 64;

/** GB/s of both directions between the cards of a replica. */
export const linkGBps = (spec: ReplicaSpec): number => knownLink(spec) ?? ASSUMED_GBPS;

/** GB/s from the memory of the host: data sheets give both directions together. */
export const hostGBps = ({ gpu }: Pick<ReplicaSpec, 'gpu'>): number => (gpu.facts.pcieGBps ?? ASSUMED_GBPS) / 2;

/** What was assumed of the links that a replica uses. */
export function assumedLinks(spec: ReplicaSpec): string[] {
  const cards = spec.tensorParallel * (spec.pipelineParallel ?? 1) * (spec.dataParallel ?? 1);
  const isAssumed = (cards > 1 && knownLink(spec) === null) || ((spec.cpuOffloadGiB ?? 0) > 0 && spec.gpu.facts.pcieGBps === null);
  return isAssumed ? [`pcieGBps of ${spec.gpu.name} is not known: PCIe 4.0 assumed`] : [];
}

const knownLink = ({ gpu: { facts }, nvlinkBridge }: ReplicaSpec): number | null =>
  (isLinked(facts) || nvlinkBridge === true ? facts.nvlinkGBps : null) ?? facts.pcieGBps;

const isLinked = ({ interconnect }: GpuFacts) => interconnect === 'nvlink' || interconnect === 'infinity-fabric';
