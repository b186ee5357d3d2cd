/**
 * What GPUs were offered for, row by row. Prices move: the H100 SXM rose by 84 % at one provider within a month, so no figure stands
 * without its date and its provider. Providers are named by letter; what matters is that two figures come from the same one.
 */
import type { PriceRow } from './price-row';

const A_MARCH = 'provider A, price list as published on 2026-03-24';
const A_APRIL = 'provider A, price list as published on 2026-04-19';
const B_JULY = 'provider B, price list as published on 2026-07-03';

export const GPU_PRICES: readonly PriceRow[] = [
  { gpu: 'a100-pcie-80', provider: 'provider A', purchase: 'on-demand', usdPerGpuHour: 1.04, asOf: '2026-03', source: A_MARCH },
  { gpu: 'h100-pcie-80', provider: 'provider A', purchase: 'on-demand', usdPerGpuHour: 2.01, asOf: '2026-03', source: A_MARCH },
  {
    gpu: 'h100-sxm-80',
    provider: 'provider A',
    purchase: 'on-demand',
    usdPerGpuHour: 2.4,
    asOf: '2026-03',
    source: A_MARCH,
    note: 'about; 4.80 for a pair',
  },
  { gpu: 'h200-sxm-141', provider: 'provider A', purchase: 'on-demand', usdPerGpuHour: 3.7, asOf: '2026-03', source: A_MARCH },
  {
    gpu: 'b200-sxm',
    provider: 'provider A',
    purchase: 'spot',
    usdPerGpuHour: 2.01,
    asOf: '2026-03',
    source: A_MARCH,
    note: 'offered as 192 GB',
  },
  { gpu: 'l40s', provider: 'provider A', purchase: 'on-demand', usdPerGpuHour: 0.72, asOf: '2026-04-19', source: A_APRIL },
  { gpu: 'l40s', provider: 'provider A', purchase: 'spot', usdPerGpuHour: null, asOf: '2026-04-19', source: A_APRIL },
  { gpu: 'a100-pcie-80', provider: 'provider A', purchase: 'on-demand', usdPerGpuHour: 1.04, asOf: '2026-04-19', source: A_APRIL },
  {
    gpu: 'a100-pcie-80',
    provider: 'provider A',
    purchase: 'spot',
    usdPerGpuHour: 1.14,
    asOf: '2026-04-19',
    source: A_APRIL,
    note: 'dearer than on demand',
  },
  { gpu: 'h100-pcie-80', provider: 'provider A', purchase: 'on-demand', usdPerGpuHour: 2.51, asOf: '2026-04-19', source: A_APRIL },
  { gpu: 'h100-pcie-80', provider: 'provider A', purchase: 'spot', usdPerGpuHour: null, asOf: '2026-04-19', source: A_APRIL },
  { gpu: 'h100-sxm-80', provider: 'provider A', purchase: 'on-demand', usdPerGpuHour: 4.41, asOf: '2026-04-19', source: A_APRIL },
  { gpu: 'h100-sxm-80', provider: 'provider A', purchase: 'spot', usdPerGpuHour: null, asOf: '2026-04-19', source: A_APRIL },
  { gpu: 'h100-pcie-80', provider: 'provider B', purchase: 'on-demand', usdPerGpuHour: 2.5, asOf: '2026-07-03', source: B_JULY },
  { gpu: 'h100-sxm-80', provider: 'provider B', purchase: 'on-demand', usdPerGpuHour: 3.2, asOf: '2026-07-03', source: B_JULY },
  { gpu: 'a100-pcie-80', provider: 'provider B', purchase: 'on-demand', usdPerGpuHour: 1.35, asOf: '2026-07-03', source: B_JULY },
  { gpu: 'l40', provider: 'provider B', purchase: 'on-demand', usdPerGpuHour: 1, asOf: '2026-07-03', source: B_JULY },
];
