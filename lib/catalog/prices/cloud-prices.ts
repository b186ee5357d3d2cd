/**
 * Published prices of three clouds, a node a line. The figures are those of each cloud's own price list as open-source autoscalers record it;
 * the price of a GPU is that of the node divided by its GPUs. They hold in the region named and nowhere else.
 */
import type { PriceRow, Purchase } from './price-row';

/** Catalog id of the GPU, type of the node, its GPUs, USD per node and hour. */
type NodePrice = readonly [gpu: string, instanceType: string, gpus: number, usdPerNodeHour: number];

interface PriceList {
  readonly provider: string;
  readonly region: string;
  readonly purchase: Purchase;
  readonly asOf: string;
  readonly source: string;
  readonly nodes: readonly NodePrice[];
}

const AWS = 'AWS price list as recorded on 2026-07-20 in github.com/aws/karpenter-provider-aws @6fc13b5236';
const AZURE = 'Azure retail prices as recorded on 2026-06-18 in github.com/Azure/karpenter-provider-azure @2b431da153';
const GOOGLE = 'Google Cloud prices as recorded on 2026-08-03 in github.com/cloudpilot-ai/karpenter-provider-gcp @373e2baa96';

const LISTS: readonly PriceList[] = [
  {
    provider: 'AWS',
    region: 'us-east-1',
    purchase: 'on-demand',
    asOf: '2026-07-20',
    source: AWS,
    nodes: [
      ['t4', 'g4dn.xlarge', 1, 0.526],
      ['t4', 'g4dn.12xlarge', 4, 3.912],
      ['t4', 'g4dn.metal', 8, 7.824],
      ['a10g', 'g5.xlarge', 1, 1.006],
      ['a10g', 'g5.12xlarge', 4, 5.672],
      ['a10g', 'g5.48xlarge', 8, 16.288],
      ['l4', 'g6.xlarge', 1, 0.8048],
      ['l4', 'g6.12xlarge', 4, 4.6016],
      ['l4', 'g6.48xlarge', 8, 13.3504],
      ['l40s', 'g6e.xlarge', 1, 1.861],
      ['l40s', 'g6e.12xlarge', 4, 10.49264],
      ['l40s', 'g6e.48xlarge', 8, 30.13118],
      ['rtx-pro-6000-blackwell', 'g7e.2xlarge', 1, 3.36312],
      ['rtx-pro-6000-blackwell', 'g7e.12xlarge', 2, 8.28608],
      ['rtx-pro-6000-blackwell', 'g7e.24xlarge', 4, 16.57216],
      ['rtx-pro-6000-blackwell', 'g7e.48xlarge', 8, 33.14432],
      ['a100-sxm-40', 'p4d.24xlarge', 8, 21.957642],
      ['a100-sxm-80', 'p4de.24xlarge', 8, 27.44705],
      ['h100-sxm-80', 'p5.4xlarge', 1, 6.88],
      ['h100-sxm-80', 'p5.48xlarge', 8, 55.04],
      ['h200-sxm-141', 'p5en.48xlarge', 8, 63.296],
      ['b200-sxm', 'p6-b200.48xlarge', 8, 113.9328],
      ['b300-sxm', 'p6-b300.48xlarge', 8, 142.416],
    ],
  },
  {
    provider: 'Azure',
    region: 'eastus2',
    purchase: 'on-demand',
    asOf: '2026-06-18',
    source: AZURE,
    nodes: [
      ['t4', 'Standard_NC4as_T4_v3', 1, 0.526],
      ['t4', 'Standard_NC64as_T4_v3', 4, 4.352],
      ['a10', 'Standard_NV36ads_A10_v5', 1, 3.2],
      ['a10', 'Standard_NV72ads_A10_v5', 2, 6.52],
      ['a100-pcie-80', 'Standard_NC24ads_A100_v4', 1, 3.673],
      ['a100-pcie-80', 'Standard_NC48ads_A100_v4', 2, 7.346],
      ['a100-pcie-80', 'Standard_NC96ads_A100_v4', 4, 14.692],
      ['a100-sxm-80', 'Standard_ND96amsr_A100_v4', 8, 32.77],
      ['h100-nvl-94', 'Standard_NC40ads_H100_v5', 1, 6.98],
      ['h100-nvl-94', 'Standard_NC80adis_H100_v5', 2, 13.96],
      ['h100-sxm-80', 'Standard_ND96isr_H100_v5', 8, 98.32],
      ['h200-sxm-141', 'Standard_ND96isr_H200_v5', 8, 84.8],
      ['mi300x', 'Standard_ND96isr_MI300X_v5', 8, 48],
      ['gb200', 'Standard_ND128isr_NDR_GB200_v6', 4, 108.16],
    ],
  },
  {
    provider: 'Google Cloud',
    region: 'us-central1',
    purchase: 'on-demand',
    asOf: '2026-08-03',
    source: GOOGLE,
    nodes: [
      ['l4', 'g2-standard-4', 1, 0.706832255],
      ['l4', 'g2-standard-24', 2, 2.000832574],
      ['l4', 'g2-standard-48', 4, 4.001665148],
      ['l4', 'g2-standard-96', 8, 8.003330296],
      ['rtx-pro-6000-blackwell', 'g4-standard-48', 1, 4.49993],
      ['rtx-pro-6000-blackwell', 'g4-standard-96', 2, 8.99986],
      ['rtx-pro-6000-blackwell', 'g4-standard-192', 4, 17.99972],
      ['rtx-pro-6000-blackwell', 'g4-standard-384', 8, 35.99944],
      ['a100-sxm-40', 'a2-highgpu-1g', 1, 3.673385],
      ['a100-sxm-40', 'a2-highgpu-8g', 8, 29.38708],
      ['a100-sxm-80', 'a2-ultragpu-1g', 1, 5.06879789041096],
      ['a100-sxm-80', 'a2-ultragpu-8g', 8, 40.5503831232877],
      ['h100-sxm-80', 'a3-highgpu-1g', 1, 11.0612499878219],
      ['h100-sxm-80', 'a3-highgpu-8g', 8, 88.4899999025753],
    ],
  },
  {
    provider: 'Google Cloud',
    region: 'us-central1',
    purchase: 'spot',
    asOf: '2026-08-03',
    source: GOOGLE,
    nodes: [
      ['l4', 'g2-standard-4', 1, 0.397336],
      ['l4', 'g2-standard-96', 8, 4.499264],
      ['rtx-pro-6000-blackwell', 'g4-standard-48', 1, 1.79982],
      ['rtx-pro-6000-blackwell', 'g4-standard-384', 8, 14.39856],
      ['a100-sxm-40', 'a2-highgpu-1g', 1, 1.92802],
      ['a100-sxm-40', 'a2-highgpu-8g', 8, 15.42416],
      ['a100-sxm-80', 'a2-ultragpu-1g', 1, 2.75954630136986],
      ['a100-sxm-80', 'a2-ultragpu-8g', 8, 22.0763704109589],
      ['h100-sxm-80', 'a3-highgpu-1g', 1, 6.32619260273973],
      ['h100-sxm-80', 'a3-highgpu-8g', 8, 50.6095408219178],
    ],
  },
];

/** A hundred-thousandth of a USD is below what any cloud bills. */
const rounded = (usd: number): number => Number(usd.toFixed(5));

/** A node as a price of its GPUs. */
export function nodePriceRow(list: Omit<PriceList, 'nodes'>, [gpu, instanceType, gpusPerNode, usd]: NodePrice): PriceRow {
  const { provider, region, purchase, asOf, source } = list;
  return { gpu, provider, purchase, region, instanceType, gpusPerNode, usdPerGpuHour: rounded(usd / gpusPerNode), asOf, source };
}

export const CLOUD_PRICES: readonly PriceRow[] = LISTS.flatMap(({ nodes, ...list }) => nodes.map((node) => nodePriceRow(list, node)));
