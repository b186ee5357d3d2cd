/** Amazon EKS: nodes of Karpenter, of Auto Mode (which is Karpenter under labels of its own), and of managed node groups. */
import { z } from 'zod';
import { labelValue } from '../../core/kubernetes/label-value';
import { INSTANCE_TYPE, type NodePoolProps } from '../node-pool';
import { anyNodesShape, type CloudFacts, type CloudNodesProps, cloudNodesShape, hasItsGpus, onCloud, parseCloudNodes } from './cloud-nodes';

/** What Karpenter calls a GPU, and where two share a name, the memory that tells them apart, MiB. */
interface AwsGpu {
  readonly name: string;
  readonly memoryMiB?: number;
}

const KARPENTER: CloudFacts<AwsGpu> = {
  source: 'github.com/aws/karpenter-provider-aws website/content/en/preview/reference/instance-types.md @1d927085d',
  asOf: '2026-08-21',
  byGpu: {
    t4: { name: 't4' },
    l4: { name: 'l4' },
    l40s: { name: 'l40s' },
    a10g: { name: 'a10g' },
    'a100-sxm-40': { name: 'a100', memoryMiB: 40_960 },
    'a100-sxm-80': { name: 'a100', memoryMiB: 81_920 },
    'h100-sxm-80': { name: 'h100' },
    'h200-sxm-141': { name: 'h200' },
    'b200-sxm': { name: 'b200' },
    'b300-sxm': { name: 'b300' },
    'rtx-pro-6000-blackwell': { name: 'rtx-pro-server-6000' },
  },
};

const AUTO_MODE: CloudFacts<AwsGpu> = {
  source: 'docs.aws.amazon.com/eks/latest/userguide/automode-learn-instances.html (supported labels)',
  asOf: '2026-11',
  // Only the names that were read there; nodes with other GPUs say theirs by `labels` of a plain node pool.
  byGpu: {
    l4: { name: 'l4' },
    'a100-sxm-40': { name: 'a100', memoryMiB: 40_960 },
    'a100-sxm-80': { name: 'a100', memoryMiB: 81_920 },
    'h100-sxm-80': { name: 'h100' },
    'h200-sxm-141': { name: 'h200' },
    'b200-sxm': { name: 'b200' },
  },
};

/** Nodes that Karpenter starts. */
export interface KarpenterNodesProps extends CloudNodesProps {
  /**
   * Instance type, e.g. `p5.48xlarge`; of one that is known `cpuPerNode` and `memoryGiBPerNode` need not be said.
   * @default - any with `gpusPerNode` of the GPU
   */
  readonly instanceType?: string;
}

/** Nodes of a managed node group, with or without GPUs. */
export interface ManagedNodesProps extends NodePoolProps {
  /** Name of the managed node group. Its nodes carry it before they exist. */
  readonly nodeGroup: string;
}

const instanceType = labelValue.optional();
const karpenterSchema = z.strictObject({ ...cloudNodesShape(KARPENTER), instanceType }).superRefine(hasItsGpus('instanceType'));
const autoModeSchema = z.strictObject({ ...cloudNodesShape(AUTO_MODE), instanceType }).superRefine(hasItsGpus('instanceType'));
const managedSchema = z.strictObject({
  ...anyNodesShape(null),
  nodeGroup: labelValue.min(1, { error: 'expected the name of a node group' }),
});

export const karpenterNodes = (props: KarpenterNodesProps): NodePoolProps =>
  byInstance(parseCloudNodes(karpenterSchema, props, 'karpenter'), 'karpenter.k8s.aws', KARPENTER);

export const autoModeNodes = (props: KarpenterNodesProps): NodePoolProps =>
  byInstance(parseCloudNodes(autoModeSchema, props, 'eksAutoMode'), 'eks.amazonaws.com', AUTO_MODE);

export function managedNodes(props: ManagedNodesProps): NodePoolProps {
  const { nodeGroup, ...pool } = parseCloudNodes(managedSchema, props, 'eksManaged');
  return onCloud(pool, { labels: { 'eks.amazonaws.com/nodegroup': nodeGroup } });
}

/** The count tells the sizes of an instance family apart, and keeps pods from the slices of a card, whose count is 0. */
function byInstance({ instanceType: type, ...pool }: KarpenterNodesProps, prefix: string, facts: CloudFacts<AwsGpu>): NodePoolProps {
  const { name = '', memoryMiB } = facts.byGpu[pool.gpu.id] ?? {};
  return onCloud(pool, {
    labels: {
      [`${prefix}/instance-gpu-name`]: name,
      ...(memoryMiB === undefined ? {} : { [`${prefix}/instance-gpu-memory`]: String(memoryMiB) }),
      [`${prefix}/instance-gpu-count`]: String(pool.gpusPerNode ?? 1),
      ...(type === undefined ? {} : { [INSTANCE_TYPE]: type }),
      ...(pool.purchase === undefined ? {} : { 'karpenter.sh/capacity-type': pool.purchase }),
    },
  });
}
