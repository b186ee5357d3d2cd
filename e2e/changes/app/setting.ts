/** What the fleets of the change matrix share: one cluster with room for all of them. */
import { Cluster, Gpu, type InferencePoolProps, Model, SecretRef } from 'cdktf-agent-fleet';
import { JOINED } from '../rows/prefill-rows';

export const CLUSTER = Cluster.fromKubeconfig({
  context: 'changes',
  nodePools: {
    h100: { gpu: Gpu.H100_SXM, gpusPerNode: 8, nodes: 12, labels: { pool: 'h100' } },
    'h100-reserved': { gpu: Gpu.H100_SXM, gpusPerNode: 8, nodes: 1, labels: { pool: 'h100-reserved' } },
    [JOINED]: {
      gpu: Gpu.H100_SXM,
      gpusPerNode: 8,
      nodes: 4,
      labels: { pool: JOINED },
      fabric: { kind: 'infiniband', gbitPerSecond: 3_200, resources: { 'rdma/ib': 8 } },
    },
    l40s: { gpu: Gpu.L40S, gpusPerNode: 8, nodes: 6, labels: { pool: 'l40s' } },
    cpu: { nodes: 12 },
    system: { nodes: 4, labels: { pool: 'system' }, taints: [{ key: 'dedicated', value: 'system', effect: 'NoSchedule' }] },
    sandboxes: {
      nodes: 2,
      runtimeClasses: ['gvisor', 'kata-qemu'],
      podPidsLimit: 512,
      labels: { 'sandbox.gke.io/runtime': 'gvisor' },
      taints: [{ key: 'sandbox.gke.io/runtime', value: 'gvisor', effect: 'NoSchedule' }],
    },
    'more-sandboxes': { nodes: 1, runtimeClasses: ['gvisor'], podPidsLimit: 512, labels: { pool: 'more-sandboxes' } },
  },
});

export const POOL: Omit<InferencePoolProps, 'cluster'> = {
  model: Model.LLAMA_3_1_8B_INSTRUCT,
  gpu: Gpu.H100_SXM,
  maxContextTokens: 8_192,
  huggingFaceToken: SecretRef.existing('hub', 'token'),
};

/** Id of the construct of a row. */
export const dashed = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
