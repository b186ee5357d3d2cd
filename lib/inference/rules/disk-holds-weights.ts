/** AF-CLU-040: a pod that asks for more disk than any node has waits for ever. */
import type { Rule } from '../../core/rule';
import type { StartedNode } from '../started-node';

/** The kubelet keeps a tenth of the disk free (evictionHard, nodefs.available) and Karpenter a GiB for the system, so that pods get the rest. */
const KEPT_SHARE = 0.1;
const KEPT_GIB = 1;

const BY_WEIGHTS = { prop: 'weights', value: 'ephemeral', repair: 'weights: Weights.claim()' };

export const diskHoldsWeights: Rule<StartedNode> = {
  id: 'disk-holds-weights',
  code: 'AF-CLU-040',
  title: 'A pod asks for more disk than the nodes have that Karpenter starts for it.',
  why: 'No node could take the pod, so that it waits for ever.',
  fix: 'Give the nodes a larger disk, use their local disks, or keep the weights in a claim.',
  severity: 'error',
  check({ pool, nodePool, asksGiB, diskGiB, askedBy = BY_WEIGHTS }) {
    if (asksGiB === null) return 'not-applicable';
    const freeGiB = Math.floor(diskGiB * (1 - KEPT_SHARE)) - KEPT_GIB;
    if (asksGiB <= freeGiB) return 'compliant';
    const needed = Math.ceil((asksGiB + KEPT_GIB) / (1 - KEPT_SHARE)) + 1;
    return [
      {
        prop: askedBy.prop,
        value: askedBy.value,
        allowed: `at most ${freeGiB} GiB on a node of "${nodePool}"`,
        message: `a pod of ${pool} asks for ${asksGiB} GiB of disk, and of the ${diskGiB} GiB of a node of "${nodePool}" pods get ${freeGiB}`,
        repairs: [`nodeClass.diskGiB: ${needed} or more of KarpenterNodePools`, askedBy.repair],
      },
    ];
  },
};
