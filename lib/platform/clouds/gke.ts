/** Google Kubernetes Engine: node pools with GPUs. */
import { z } from 'zod';
import type { Gpu } from '../../catalog/gpu';
import { labelValue } from '../../core/kubernetes/label-value';
import { INSTANCE_TYPE, type NodePoolProps } from '../node-pool';
import { anyNodesShape, type CloudFacts, hasItsGpus, onCloud, parseCloudNodes } from './cloud-nodes';

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

/** Nodes of a GKE node pool, with or without GPUs. */
export interface GkeNodesProps extends NodePoolProps {
  /**
   * Name of the GKE node pool.
   * @default - any node pool with the GPU; without GPUs it is needed
   */
  readonly nodePool?: string;
  /**
   * Machine type, e.g. `g2-standard-8`; of one that is known `cpuPerNode` and `memoryGiBPerNode` need not be said. The H100s of `a3-megagpu-8g` are asked for by it.
   * @default - any with the GPU
   */
  readonly machineType?: string;
}

const schema = z
  .strictObject({ ...anyNodesShape(ACCELERATORS), nodePool: labelValue.optional(), machineType: labelValue.optional() })
  .refine(({ gpu, nodePool }) => gpu !== undefined || nodePool !== undefined, {
    error: 'expected the name of the GKE node pool: nodes without GPUs have no other label that tells them from others',
    path: ['nodePool'],
  })
  .superRefine(hasItsGpus('machineType'));

function acceleratorOf(gpu: Gpu | undefined, machineType = ''): Readonly<Record<string, string>> {
  if (gpu === undefined) return {};
  const accelerator = MEGA.machineType.test(machineType) ? MEGA.accelerator : (ACCELERATORS.byGpu[gpu.id] ?? '');
  return { 'cloud.google.com/gke-accelerator': accelerator };
}

export function gkeNodes(props: GkeNodesProps): NodePoolProps {
  const { nodePool, machineType, ...pool } = parseCloudNodes(schema, props, 'gke');
  return onCloud(pool, {
    labels: {
      ...acceleratorOf(pool.gpu, machineType),
      ...(nodePool === undefined ? {} : { 'cloud.google.com/gke-nodepool': nodePool }),
      ...(machineType === undefined ? {} : { [INSTANCE_TYPE]: machineType }),
      ...(pool.purchase === 'spot' ? { 'cloud.google.com/gke-spot': 'true' } : {}),
    },
  });
}
