import type { Gpu } from '../catalog/gpu';
import { SHARED_RESOURCE } from '../catalog/gpu-resources';
import { type ClassesOfNodes, classResource, deviceClassOf } from './device-class';
import { type NodeMig, resourceWord } from './node-mig';
import type { NodeSharing } from './node-sharing';

/** What of a node pool decides how its cards appear to pods. */
export interface CardsOfNodes extends ClassesOfNodes {
  readonly mig: NodeMig | undefined;
  readonly sharing: NodeSharing | undefined;
}

/** Resource that a pod asks for: of a device class where one hands out the cards, of a slice by the strategy of its nodes, of a part of a shared card, else of the vendor. */
export function gpuResource(gpu: Gpu, nodePools: readonly CardsOfNodes[]): string {
  const { sliceOf, resourceName } = gpu.facts;
  if (nodePools.some(({ sharing }) => sharing !== undefined)) return SHARED_RESOURCE;
  const byClass = nodePools[0] === undefined ? undefined : deviceClassOf(gpu, nodePools[0]);
  if (byClass !== undefined) return classResource(byClass);
  const strategy = nodePools[0]?.mig?.strategy ?? 'mixed';
  return sliceOf === null || strategy === 'single' ? resourceName : `nvidia.com/mig-${resourceWord(sliceOf.profile)}`;
}
