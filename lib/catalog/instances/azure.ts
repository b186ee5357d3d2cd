/**
 * Sizes of virtual machines of Azure with GPUs. Those with a part of a card (`Standard_NV6ads_A10_v5` to `NV18ads`) are left out: no catalog row has such a card. Some pages name the
 * unit of memory GB and others, of figures of the same kind, GiB; it is GiB.
 */
import type { InstanceTypes } from './instance-row';

export const AZURE: InstanceTypes = {
  cloud: 'Azure',
  source:
    'github.com/MicrosoftDocs/azure-compute-docs articles/virtual-machines/sizes/gpu-accelerated/*-series.md (learn.microsoft.com/azure/virtual-machines/sizes/gpu-accelerated), pages of 2024-07 to 2026-08',
  asOf: '2026-11',
  rows: [
    ['Standard_NC4as_T4_v3', 't4', 1, 4, 28],
    ['Standard_NC8as_T4_v3', 't4', 1, 8, 56],
    ['Standard_NC16as_T4_v3', 't4', 1, 16, 110],
    ['Standard_NC64as_T4_v3', 't4', 4, 64, 440],
    ['Standard_NV36ads_A10_v5', 'a10', 1, 36, 440],
    ['Standard_NV36adms_A10_v5', 'a10', 1, 36, 880],
    ['Standard_NV72ads_A10_v5', 'a10', 2, 72, 880],
    ['Standard_NC24ads_A100_v4', 'a100-pcie-80', 1, 24, 220],
    ['Standard_NC48ads_A100_v4', 'a100-pcie-80', 2, 48, 440],
    ['Standard_NC96ads_A100_v4', 'a100-pcie-80', 4, 96, 880],
    ['Standard_ND96asr_v4', 'a100-sxm-40', 8, 96, 900],
    ['Standard_ND96amsr_A100_v4', 'a100-sxm-80', 8, 96, 1_900],
    ['Standard_NC40ads_H100_v5', 'h100-nvl-94', 1, 40, 320],
    ['Standard_NC80adis_H100_v5', 'h100-nvl-94', 2, 80, 640],
    ['Standard_ND96isr_H100_v5', 'h100-sxm-80', 8, 96, 1_900],
    ['Standard_ND96isr_H200_v5', 'h200-sxm-141', 8, 96, 1_850],
    ['Standard_ND96isr_MI300X_v5', 'mi300x', 8, 96, 1_850],
    ['Standard_ND128isr_NDR_GB200_v6', 'gb200', 4, 128, 900],
    ['Standard_ND128isr_GB300_v6', 'gb300', 4, 128, 864],
    ['Standard_ND128isrG5_GB300_v6', 'gb300', 4, 128, 864],
    ['Standard_NC128ds_xl_RTXPRO6000BSE_v6', 'rtx-pro-6000-blackwell', 1, 128, 512],
    ['Standard_NC256ds_xl_RTXPRO6000BSE_v6', 'rtx-pro-6000-blackwell', 2, 256, 1_024],
    ['Standard_NC320ds_xl_RTXPRO6000BSE_v6', 'rtx-pro-6000-blackwell', 2, 320, 1_280],
    ['Standard_NC128lds_xl_RTXPRO6000BSE_v6', 'rtx-pro-6000-blackwell', 1, 128, 256],
    ['Standard_NC256lds_xl_RTXPRO6000BSE_v6', 'rtx-pro-6000-blackwell', 2, 256, 512],
    ['Standard_NC320lds_xl_RTXPRO6000BSE_v6', 'rtx-pro-6000-blackwell', 2, 320, 640],
  ],
};
