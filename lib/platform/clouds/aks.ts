/** Azure Kubernetes Service: no label says which GPU a node has, so nodes are told apart by their agent pool. */
import { z } from 'zod';
import { labelValue } from '../../core/kubernetes/label-value';
import { INSTANCE_TYPE, type NodePoolProps } from '../node-pool';
import type { NodeTaint } from '../node-taint';
import { anyNodesShape, hasItsGpus, onCloud, parseCloudNodes } from './cloud-nodes';

/** Label: github.com/kubernetes/autoscaler cluster-autoscaler/cloudprovider/azure/azure_template.go @55c37cd5eb, 2026-08-22. */
const AGENT_POOL = 'kubernetes.azure.com/agentpool';
/** Azure's documentation gives GPU nodes this taint: learn.microsoft.com/azure/aks/use-nvidia-gpu, read 2026-11. Pods that tolerate it run without it as well. */
const GPU_TAINT: NodeTaint = { key: 'sku', value: 'gpu', effect: 'NoSchedule' };
/** Azure marks spot nodes itself: learn.microsoft.com/azure/aks/spot-node-pool, read 2026-11. */
const SPOT_TAINT: NodeTaint = { key: 'kubernetes.azure.com/scalesetpriority', value: 'spot', effect: 'NoSchedule' };

/** Nodes of an AKS agent pool, with or without GPUs. */
export interface AksNodesProps extends NodePoolProps {
  /** Name of the agent pool, e.g. `a100`. */
  readonly agentPool: string;
  /**
   * Size of its virtual machines, e.g. `Standard_NC24ads_A100_v4`; of one that is known `cpuPerNode` and `memoryGiBPerNode` need not be said.
   * @default - any: the agent pool has one
   */
  readonly vmSize?: string;
}

const schema = z
  .strictObject({
    ...anyNodesShape(null),
    agentPool: labelValue.min(1, { error: 'expected the name of an agent pool' }),
    vmSize: labelValue.optional(),
  })
  .superRefine(hasItsGpus('vmSize'));

export function aksNodes(props: AksNodesProps): NodePoolProps {
  const { agentPool, vmSize, ...pool } = parseCloudNodes(schema, props, 'aks');
  return onCloud(pool, {
    labels: { [AGENT_POOL]: agentPool, ...(vmSize === undefined ? {} : { [INSTANCE_TYPE]: vmSize }) },
    taints: [...(pool.gpu === undefined ? [] : [GPU_TAINT]), ...(pool.purchase === 'spot' ? [SPOT_TAINT] : [])],
  });
}
