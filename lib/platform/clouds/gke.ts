/** Google Kubernetes Engine: node pools with GPUs. */
import { z } from 'zod';
import { labelValue } from '../../core/kubernetes/label-value';
import type { NodePoolProps } from '../node-pool';
import { type CloudFacts, type CloudNodesProps, cloudNodesShape, onCloud, parseCloudNodes } from './cloud-nodes';

/** H100s of the A3 Mega series carry `nvidia-h100-mega-80gb`; who runs them says so by `labels`. */
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

/** Nodes of a GKE node pool. */
export interface GkeNodesProps extends CloudNodesProps {
  /**
   * Name of the GKE node pool.
   * @default - any node pool with the GPU
   */
  readonly nodePool?: string;
}

const schema = z.strictObject({ ...cloudNodesShape(ACCELERATORS), nodePool: labelValue.optional() });

export function gkeNodes(props: GkeNodesProps): NodePoolProps {
  const { nodePool, ...pool } = parseCloudNodes(schema, props, 'gke');
  return onCloud(pool, {
    labels: {
      'cloud.google.com/gke-accelerator': ACCELERATORS.byGpu[pool.gpu.id] ?? '',
      ...(nodePool === undefined ? {} : { 'cloud.google.com/gke-nodepool': nodePool }),
      ...(pool.purchase === 'spot' ? { 'cloud.google.com/gke-spot': 'true' } : {}),
    },
  });
}
