import type { NodePool } from './node-pool';

/**
 * What keeps node autoscalers from moving a pod to save nodes: Karpenter ("Disruption", karpenter.sh, v1.14), and the cluster autoscaler of GKE, AKS and EKS
 * ("What types of pods can prevent CA from removing a node?", kubernetes/autoscaler FAQ).
 */
const PROTECTED = { 'karpenter.sh/do-not-disrupt': 'true', 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false' } as const;

/** Annotations of pods that may run on these nodes; none where no autoscaler would move them. */
export const podProtection = (nodePools: readonly Pick<NodePool, 'protectPods'>[]): Readonly<Record<string, string>> =>
  nodePools.some(({ protectPods }) => protectPods) ? PROTECTED : {};
