/** Google Kubernetes Engine: node pools with GPUs. */
import { z } from 'zod';
import { labelValue } from '../../core/kubernetes/label-value';
import { INSTANCE_TYPE, type NodePoolProps } from '../node-pool';
import { type CloudFacts, type CloudNodesProps, cloudNodesShape, hasItsGpus, onCloud, parseCloudNodes } from './cloud-nodes';

const ACCELERATORS: CloudFacts<string> = {
  source: 'cloud.google.com/kubernetes-engine/docs/concepts/gpus and /docs/how-to/gpus (values of cloud.google.com/gke-accelerator)',
  asOf: '2026-11',
  byGpu: {
    t4: 'nvidia-tesla-t4',
    l4: 'nvidia-l4',
    'a100-sxm-40': 'nvidia-tesla-a100',
    'a100-sxm-80': 'nvidia-a100-80gb',
    'h100-sxm-80': 'nvidia-h100-80gb',
    'h200-sxm-141': 'nvidia-h200-141gb',
    'b200-sxm': 'nvidia-b200',
    gb200: 'nvidia-gb200',
    'rtx-pro-6000-blackwell': 'nvidia-rtx-pro-6000',
  },
};

/** H100s of the A3 Mega series are another accelerator: read where the others were. */
const MEGA = { machineType: /^a3-megagpu-/, accelerator: 'nvidia-h100-mega-80gb' };

/** Nodes of a GKE node pool. */
export interface GkeNodesProps extends CloudNodesProps {
  /**
   * Name of the GKE node pool.
   * @default - any node pool with the GPU
   */
  readonly nodePool?: string;
  /**
   * Machine type, e.g. `g2-standard-8`; of one that is known `cpuPerNode` and `memoryGiBPerNode` need not be said. The H100s of `a3-megagpu-8g` are asked for by it.
   * @default - any with the GPU
   */
  readonly machineType?: string;
}

const schema = z
  .strictObject({ ...cloudNodesShape(ACCELERATORS), nodePool: labelValue.optional(), machineType: labelValue.optional() })
  .superRefine(hasItsGpus('machineType'));

export function gkeNodes(props: GkeNodesProps): NodePoolProps {
  const { nodePool, machineType, ...pool } = parseCloudNodes(schema, props, 'gke');
  return onCloud(pool, {
    labels: {
      'cloud.google.com/gke-accelerator': MEGA.machineType.test(machineType ?? '')
        ? MEGA.accelerator
        : (ACCELERATORS.byGpu[pool.gpu.id] ?? ''),
      ...(nodePool === undefined ? {} : { 'cloud.google.com/gke-nodepool': nodePool }),
      ...(machineType === undefined ? {} : { [INSTANCE_TYPE]: machineType }),
      ...(pool.purchase === 'spot' ? { 'cloud.google.com/gke-spot': 'true' } : {}),
    },
  });
}
