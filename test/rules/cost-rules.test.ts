import { checkShares, type GpuSharer, shareGpu } from '../../lib/capacity';
import { GPU_SHARING_RULES } from '../../lib/capacity/fit/between-roles';
import type { SharedGpu } from '../../lib/capacity/fit/rules/gpu-sharing-fits';
import { Gpu } from '../../lib/catalog/gpu';
import { API_RULES } from '../../lib/economics/rules';
import { replica } from '../capacity/support';
import { describeRules } from './cases';

const shared = (demandGiB: number, models: readonly string[] = ['a', 'b']): SharedGpu => ({
  gpu: 'H100 PCIe',
  models,
  budgetGiB: 71,
  fixedGiB: 40,
  demandGiB,
  shares: demandGiB <= 31 ? [0.5, 0.4] : [],
});

describeRules('rules of engines that share a GPU', GPU_SHARING_RULES, {
  'gpu-sharing-fits': { violated: [shared(40)], compliant: shared(10), notApplicable: shared(0, []) },
});

test('shares that are given are judged each and together', () => {
  const on = (gpuMemoryUtilization: number, demandGiB: number): GpuSharer => ({
    spec: replica({ gpu: Gpu.H100_PCIE, gpuMemoryUtilization }),
    demandGiB,
  });
  expect(checkShares([on(0.5, 5), on(0.45, 5)]).map(({ value }) => value)).toEqual([[0.5, 0.45]]);
  expect(checkShares([on(0.45, 5), on(0.45, 500)]).map(({ value }) => value)).toEqual([0.45]);
  expect(checkShares([on(0.45, 5), on(0.45, 5)])).toEqual([]);
  expect(shareGpu([on(0.9, 5), on(0.9, 5)]).findings).toEqual([]);
  expect(shareGpu([on(0.9, 50), on(0.9, 5)]).findings).toEqual([expect.objectContaining({ code: 'AF-CAP-006', severity: 'error' })]);
});

const priced = (ratio: number) => ({
  fleetUsdPerHour: 2,
  apiUsdPerHour: 2 * ratio,
  ratio,
  breakEvenTokensPerHour: 5e6,
  use: 0.1,
  usdPerMTokens: 0.4,
});

describeRules('rules of what GPUs cost beside an API', API_RULES, {
  'gpus-cheaper-than-api': { violated: [priced(0.2)], compliant: priced(1.5), notApplicable: 'always' },
});
