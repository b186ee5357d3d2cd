import type { Gpu } from '../catalog/gpu';
import { SHARED_RESOURCE } from '../catalog/gpu-resources';
import { type NodeMig, resourceWord } from './node-mig';
import type { NodeSharing } from './node-sharing';

/** What of a node pool decides how its cards appear to pods. */
export interface CardsOfNodes {
  readonly mig: NodeMig | undefined;
  readonly sharing: NodeSharing | undefined;
}

/** Resource that a pod asks for: of a slice by the strategy of its nodes, of a part of a shared card, else of the vendor. */
export function gpuResource(gpu: Gpu, nodePools: readonly CardsOfNodes[]): string {
  const { sliceOf, resourceName } = gpu.facts;
  if (nodePools.some(({ sharing }) => sharing !== undefined)) return SHARED_RESOURCE;
  const strategy = nodePools[0]?.mig?.strategy ?? 'mixed';
  return sliceOf === null || strategy === 'single' ? resourceName : `nvidia.com/mig-${resourceWord(sliceOf.profile)}`;
}
