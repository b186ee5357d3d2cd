/** What fleets cost, for planning without constructs: cost per hour, per token and per interaction, and where an API would be cheaper. */
export { type ApiComparison, type ApiTraffic, checkAgainstApi, compareWithApi } from './compare-api';
export {
  apiPerHour,
  breakEvenTokensPerHour,
  breakEvenUse,
  costPerInteraction,
  costPerMonth,
  costPerMTokens,
  gpusPerHour,
  shareOfGpuPerHour,
  tierGpus,
  tokensPerDollar,
} from './tokens';
