/** Which GPUs the nodes of clouds carry: price lists name the node and seldom the board. */
import { own } from '../../../core/own';

/** GPUs of one node. */
export interface NodeGpus {
  /** Catalog id. */
  readonly gpu: string;
  readonly count: number;
}

/** Kinds of EC2 instances, read in the instance types of github.com/aws/karpenter-provider-aws @1d927085d (2026-08-21): family, GPU, GPUs by size. */
const AWS_FAMILIES: Readonly<Record<string, readonly [gpu: string, count: Readonly<Record<string, number>>]>> = {
  g4dn: ['t4', { '12xlarge': 4, metal: 8 }],
  g5: ['a10g', { '12xlarge': 4, '24xlarge': 4, '48xlarge': 8 }],
  g6: ['l4', { '12xlarge': 4, '24xlarge': 4, '48xlarge': 8 }],
  gr6: ['l4', {}],
  g6e: ['l40s', { '12xlarge': 4, '24xlarge': 4, '48xlarge': 8 }],
  g7e: ['rtx-pro-6000-blackwell', { '12xlarge': 2, '24xlarge': 4, '48xlarge': 8 }],
  p4d: ['a100-sxm-40', { '24xlarge': 8 }],
  p4de: ['a100-sxm-80', { '24xlarge': 8 }],
  p5: ['h100-sxm-80', { '48xlarge': 8 }],
  p5e: ['h200-sxm-141', { '48xlarge': 8 }],
  p5en: ['h200-sxm-141', { '48xlarge': 8 }],
  'p6-b200': ['b200-sxm', { '48xlarge': 8 }],
  'p6-b300': ['b300-sxm', { '48xlarge': 8 }],
};

/**
 * Sizes of Azure's N series with whole GPUs, read on 2026-11-29. NC and ND A100: github.com/skypilot-org/skypilot-catalog, v6/azure/vms.csv @098741e70, and
 * https://huggingface.co/docs/microsoft-azure/azure-ai/hardware, which has T4, NC H100 and ND H100 as well. NV A10, ND H100 (8; the catalog above says 12), H200 and
 * MI300X: github.com/microsoft/aspire, src/Aspire.Hosting.Azure.Kubernetes/AksNodeVmSizes.cs @5bd693ae1. GB200:
 * https://learn.microsoft.com/azure/virtual-machines/sizes/gpu-accelerated/nd-gb200-v6-series. Sizes with a part of a GPU are left out.
 */
const AZURE_SIZES: Readonly<Record<string, readonly [gpu: string, count: number]>> = {
  Standard_NC4as_T4_v3: ['t4', 1],
  Standard_NC8as_T4_v3: ['t4', 1],
  Standard_NC16as_T4_v3: ['t4', 1],
  Standard_NC64as_T4_v3: ['t4', 4],
  Standard_NV36ads_A10_v5: ['a10', 1],
  Standard_NV36adms_A10_v5: ['a10', 1],
  Standard_NV72ads_A10_v5: ['a10', 2],
  Standard_NC24ads_A100_v4: ['a100-pcie-80', 1],
  Standard_NC48ads_A100_v4: ['a100-pcie-80', 2],
  Standard_NC96ads_A100_v4: ['a100-pcie-80', 4],
  Standard_ND96asr_v4: ['a100-sxm-40', 8],
  Standard_ND96amsr_A100_v4: ['a100-sxm-80', 8],
  Standard_NC40ads_H100_v5: ['h100-nvl-94', 1],
  Standard_NC80adis_H100_v5: ['h100-nvl-94', 2],
  Standard_ND96isr_H100_v5: ['h100-sxm-80', 8],
  Standard_ND96isr_H200_v5: ['h200-sxm-141', 8],
  Standard_ND96isr_MI300X_v5: ['mi300x', 8],
  Standard_ND128isr_NDR_GB200_v6: ['gb200', 4],
};

/** A machine type of Google Cloud: its host is billed by vCPU and GiB, its GPUs apart. */
export interface GoogleMachine extends NodeGpus {
  readonly vCpus: number;
  readonly memoryGiB: number;
}

/** vCPUs and memory: github.com/skypilot-org/skypilot-catalog v8/gcp/vms.csv @006059e0f and Google's documentation of G2. */
const GOOGLE_MACHINES: Readonly<Record<string, GoogleMachine>> = {
  'g2-standard-4': { gpu: 'l4', count: 1, vCpus: 4, memoryGiB: 16 },
  'g2-standard-24': { gpu: 'l4', count: 2, vCpus: 24, memoryGiB: 96 },
  'g2-standard-48': { gpu: 'l4', count: 4, vCpus: 48, memoryGiB: 192 },
  'g2-standard-96': { gpu: 'l4', count: 8, vCpus: 96, memoryGiB: 384 },
  'a2-highgpu-1g': { gpu: 'a100-sxm-40', count: 1, vCpus: 12, memoryGiB: 85 },
  'a2-highgpu-2g': { gpu: 'a100-sxm-40', count: 2, vCpus: 24, memoryGiB: 170 },
  'a2-highgpu-4g': { gpu: 'a100-sxm-40', count: 4, vCpus: 48, memoryGiB: 340 },
  'a2-highgpu-8g': { gpu: 'a100-sxm-40', count: 8, vCpus: 96, memoryGiB: 680 },
  'a2-ultragpu-1g': { gpu: 'a100-sxm-80', count: 1, vCpus: 12, memoryGiB: 170 },
  'a2-ultragpu-2g': { gpu: 'a100-sxm-80', count: 2, vCpus: 24, memoryGiB: 340 },
  'a2-ultragpu-4g': { gpu: 'a100-sxm-80', count: 4, vCpus: 48, memoryGiB: 680 },
  'a2-ultragpu-8g': { gpu: 'a100-sxm-80', count: 8, vCpus: 96, memoryGiB: 1360 },
  'a3-highgpu-1g': { gpu: 'h100-sxm-80', count: 1, vCpus: 26, memoryGiB: 234 },
  'a3-highgpu-2g': { gpu: 'h100-sxm-80', count: 2, vCpus: 52, memoryGiB: 468 },
  'a3-highgpu-4g': { gpu: 'h100-sxm-80', count: 4, vCpus: 104, memoryGiB: 936 },
  'a3-highgpu-8g': { gpu: 'h100-sxm-80', count: 8, vCpus: 208, memoryGiB: 1872 },
};

export const googleMachines = (): readonly (readonly [string, GoogleMachine])[] => Object.entries(GOOGLE_MACHINES);

/** GPUs of a node by the name of its type at AWS, Azure or Google Cloud; undefined for nodes without whole GPUs of the catalog. */
export function nodeGpus(instanceType: string): NodeGpus | undefined {
  return awsGpus(instanceType) ?? azureGpus(instanceType) ?? own(GOOGLE_MACHINES, instanceType);
}

function awsGpus(instanceType: string): NodeGpus | undefined {
  const [family = '', size = ''] = instanceType.split('.');
  const [gpu, counts] = own(AWS_FAMILIES, family) ?? [];
  return gpu === undefined || counts === undefined || size === '' ? undefined : { gpu, count: own(counts, size) ?? 1 };
}

function azureGpus(instanceType: string): NodeGpus | undefined {
  const [gpu, count] = own(AZURE_SIZES, instanceType) ?? [];
  return gpu === undefined || count === undefined ? undefined : { gpu, count };
}
