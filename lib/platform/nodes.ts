import { type AksNodesProps, aksNodes } from './clouds/aks';
import { autoModeNodes, type KarpenterNodesProps, karpenterNodes, type ManagedNodesProps, managedNodes } from './clouds/aws';
import { type GkeNodesProps, gkeNodes } from './clouds/gke';
import { type OkeNodesProps, okeNodes } from './clouds/oke';
import type { NodePoolProps } from './node-pool';

/**
 * Node pools with the labels and taints of a cloud, so that pods find nodes that an autoscaler has yet to start. On bare metal nothing is to be said:
 * a plain `{ gpu, gpusPerNode, nodes }` is found by the product label of GPU feature discovery.
 *
 * @example
 * const cluster = Cluster.fromKubeconfig({
 *   context: 'prod',
 *   nodePools: {
 *     l40s: Nodes.karpenter({ gpu: Gpu.L40S, gpusPerNode: 4, minNodes: 0, nodes: 6, purchase: 'spot' }),
 *     cpu: { nodes: 3 },
 *   },
 * });
 */
export class Nodes {
  /**
   * Nodes that Karpenter starts on Amazon EKS: by name, memory where two GPUs share a name, and number of the GPUs; by capacity type where `purchase` says one.
   * @throws FleetSpecError AF-SPEC-001 when a prop is malformed or AWS sells no such GPU.
   */
  static karpenter(props: KarpenterNodesProps): NodePoolProps {
    return karpenterNodes(props);
  }

  /**
   * Nodes of Amazon EKS Auto Mode: as Karpenter's, under the labels of EKS.
   * @throws FleetSpecError AF-SPEC-001 when a prop is malformed or AWS sells no such GPU.
   */
  static eksAutoMode(props: KarpenterNodesProps): NodePoolProps {
    return autoModeNodes(props);
  }

  /**
   * Nodes of a managed node group of Amazon EKS, by its name, with or without GPUs.
   * @throws FleetSpecError AF-SPEC-001 when a prop is malformed.
   */
  static eksManaged(props: ManagedNodesProps): NodePoolProps {
    return managedNodes(props);
  }

  /**
   * Nodes of Google Kubernetes Engine, with or without GPUs: by accelerator, by node pool where one is named, by the spot label where `purchase` is `'spot'`.
   * @throws FleetSpecError AF-SPEC-001 when a prop is malformed or Google sells no such GPU.
   */
  static gke(props: GkeNodesProps): NodePoolProps {
    return gkeNodes(props);
  }

  /**
   * Nodes of Azure Kubernetes Service, by agent pool, with or without GPUs; pods on GPUs tolerate `sku=gpu`, and all Azure's own taint where `purchase` is `'spot'`.
   * @throws FleetSpecError AF-SPEC-001 when a prop is malformed.
   */
  static aks(props: AksNodesProps): NodePoolProps {
    return aksNodes(props);
  }

  /**
   * Nodes of Oracle Kubernetes Engine, by shape.
   * @throws FleetSpecError AF-SPEC-001 when a prop is malformed or no shape has so many of the GPU.
   */
  static oke(props: OkeNodesProps): NodePoolProps {
    return okeNodes(props);
  }

  private constructor() {}
}
