/** What Kubernetes calls the GPUs of each vendor, and how a node shows that it has some. */
import type { GpuFacts } from './gpu-facts';
import type { Provenance } from './provenance';

export interface GpuVendorFacts {
  readonly resourceName: GpuFacts['resourceName'];
  readonly productLabelKey: GpuFacts['productLabelKey'];
  /** Labels that nodes with such GPUs carry: with this value, or with any where it is null. One of them is enough. */
  readonly nodeLabels: readonly { readonly key: string; readonly value: string | null }[];
  /** The GPU operator that `FleetPlatform` installs serves them: driver, device plugin, labels of nodes, DCGM metrics. */
  readonly byGpuOperator: boolean;
  readonly provenance: Provenance;
}

export const GPU_VENDORS: Readonly<Record<GpuFacts['vendor'], GpuVendorFacts>> = {
  NVIDIA: {
    resourceName: 'nvidia.com/gpu',
    productLabelKey: 'nvidia.com/gpu.product',
    nodeLabels: [{ key: 'nvidia.com/gpu.present', value: 'true' }],
    byGpuOperator: true,
    provenance: { source: 'NVIDIA/k8s-device-plugin v0.20.0 internal/lm; NVIDIA/gpu-operator v26.7.0', asOf: '2026-11', evidence: 'found' },
  },
  AMD: {
    resourceName: 'amd.com/gpu',
    productLabelKey: 'amd.com/gpu.product-name',
    nodeLabels: [
      { key: 'amd.com/gpu.device-id', value: null },
      { key: 'beta.amd.com/gpu.device-id', value: null },
      { key: 'feature.node.kubernetes.io/amd-gpu', value: 'true' },
      { key: 'feature.node.kubernetes.io/amd-vgpu', value: 'true' },
    ],
    byGpuOperator: false,
    provenance: { source: 'ROCm/k8s-device-plugin node labeller; ROCm/gpu-operator v1.5.1 docs', asOf: '2026-11', evidence: 'found' },
  },
};
