import * as economics from 'cdktf-agent-fleet/economics';
import type { Call } from './ask';

export const ECONOMICS: readonly Call[] = [
  { name: 'costPerMTokens', args: () => [2, 100, 0.5], call: economics.costPerMTokens },
  { name: 'tokensPerDollar', args: () => [2, 100], call: economics.tokensPerDollar },
  { name: 'apiPerHour', args: () => [0.4, 1e6], call: economics.apiPerHour },
  { name: 'breakEvenTokensPerHour', args: () => [2, 0.4], call: economics.breakEvenTokensPerHour },
  { name: 'breakEvenUse', args: () => [2, 1_000, 0.4], call: economics.breakEvenUse },
  { name: 'gpusPerHour', args: () => [2, 100, 10], call: economics.gpusPerHour },
  { name: 'shareOfGpuPerHour', args: () => [2, 100, 10], call: economics.shareOfGpuPerHour },
  { name: 'costPerInteraction', args: () => [2, 10, 30], call: economics.costPerInteraction },
  { name: 'costPerMonth', args: () => [2], call: economics.costPerMonth },
  { name: 'tierGpus', args: () => [10, 0.5, 4], call: economics.tierGpus },
  {
    name: 'compareWithApi',
    args: () => [2, { tokensPerHour: 1e6, usdPerMTokens: 0.4, tokensPerSecond: 1_000 }],
    call: economics.compareWithApi,
  },
  {
    name: 'checkAgainstApi',
    args: () => [2, { tokensPerHour: 1e6, usdPerMTokens: 0.4, tokensPerSecond: 1_000 }],
    call: economics.checkAgainstApi,
  },
];
