/** The rules of where a pool runs and from what, in the order in which findings are printed. */
import type { Rule } from '../../core/rule';
import type { PoolView } from '../pool-view';
import { claimMountsEverywhere } from './claim-mounts-everywhere';
import { gpuLabelKnown } from './gpu-label-known';
import { imageForGpu } from './image-for-gpu';
import { imageRunsAsUser } from './image-runs-as-user';
import { memoryShareRead } from './memory-share-read';
import { nodesCarryGpu } from './nodes-carry-gpu';
import { replicaInNode } from './replica-in-node';
import { wholeGpu } from './whole-gpu';

export const DEPLOYMENT_RULES: readonly Rule<PoolView>[] = [
  claimMountsEverywhere,
  nodesCarryGpu,
  gpuLabelKnown,
  replicaInNode,
  wholeGpu,
  imageForGpu,
  imageRunsAsUser,
  memoryShareRead,
];
