/**
 * Machine types of Google Compute Engine with NVIDIA GPUs. Those with a part of a card (`g4-standard-6` to `-24`) are left out: no catalog row has such a card. Memory of G2 is
 * that by default; who chose more says `memoryGiBPerNode`.
 */
import type { InstanceTypes } from './instance-row';

export const GOOGLE: InstanceTypes = {
  cloud: 'Google Cloud',
  source:
    'docs.cloud.google.com/compute/docs/gpus (A2, A3 High and Mega, G2, G4), read 2026-04; A3 Ultra and A4, and GiB as the unit: vCPUs and MemoryGiB of the Compute Engine API in github.com/skypilot-org/skypilot-catalog catalogs/v8/gcp/vms.csv @006059e0',
  asOf: '2026-11',
  rows: [
    ['a2-highgpu-1g', 'a100-sxm-40', 1, 12, 85],
    ['a2-highgpu-2g', 'a100-sxm-40', 2, 24, 170],
    ['a2-highgpu-4g', 'a100-sxm-40', 4, 48, 340],
    ['a2-highgpu-8g', 'a100-sxm-40', 8, 96, 680],
    ['a2-megagpu-16g', 'a100-sxm-40', 16, 96, 1_360],
    ['a2-ultragpu-1g', 'a100-sxm-80', 1, 12, 170],
    ['a2-ultragpu-2g', 'a100-sxm-80', 2, 24, 340],
    ['a2-ultragpu-4g', 'a100-sxm-80', 4, 48, 680],
    ['a2-ultragpu-8g', 'a100-sxm-80', 8, 96, 1_360],
    ['a3-highgpu-1g', 'h100-sxm-80', 1, 26, 234],
    ['a3-highgpu-2g', 'h100-sxm-80', 2, 52, 468],
    ['a3-highgpu-4g', 'h100-sxm-80', 4, 104, 936],
    ['a3-highgpu-8g', 'h100-sxm-80', 8, 208, 1_872],
    ['a3-edgegpu-8g', 'h100-sxm-80', 8, 208, 1_872],
    ['a3-megagpu-8g', 'h100-sxm-80', 8, 208, 1_872],
    ['a3-ultragpu-8g', 'h200-sxm-141', 8, 224, 2_952],
    ['a4-highgpu-8g', 'b200-sxm', 8, 224, 3_968],
    ['g2-standard-4', 'l4', 1, 4, 16],
    ['g2-standard-8', 'l4', 1, 8, 32],
    ['g2-standard-12', 'l4', 1, 12, 48],
    ['g2-standard-16', 'l4', 1, 16, 64],
    ['g2-standard-24', 'l4', 2, 24, 96],
    ['g2-standard-32', 'l4', 1, 32, 128],
    ['g2-standard-48', 'l4', 4, 48, 192],
    ['g2-standard-96', 'l4', 8, 96, 384],
    ['g4-standard-48', 'rtx-pro-6000-blackwell', 1, 48, 180],
    ['g4-standard-96', 'rtx-pro-6000-blackwell', 2, 96, 360],
    ['g4-standard-192', 'rtx-pro-6000-blackwell', 4, 192, 720],
    ['g4-standard-384', 'rtx-pro-6000-blackwell', 8, 384, 1_440],
  ],
};
