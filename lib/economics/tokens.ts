/** What tokens cost on GPUs of your own, and against an API. */
import { checked, divisor, quantity } from '../core/checked';
import { HOURS_PER_MONTH } from '../core/units';

const SECONDS_PER_HOUR = 3_600;
const MILLION = 1e6;

/** USD for a million tokens at a share of full use, 0 … 1. */
export const costPerMTokens = checked(
  'costPerMTokens',
  { usdPerHour: quantity, tokensPerSecond: divisor, use: divisor.optional() },
  (usdPerHour: number, tokensPerSecond: number, use?: number): number =>
    usdPerHour / ((tokensPerSecond * SECONDS_PER_HOUR) / MILLION) / (use ?? 1),
);

/** Tokens that one USD buys. */
export const tokensPerDollar = checked(
  'tokensPerDollar',
  { usdPerHour: divisor, tokensPerSecond: quantity },
  (usdPerHour: number, tokensPerSecond: number): number => (tokensPerSecond * SECONDS_PER_HOUR) / usdPerHour,
);

/** USD per hour of the same tokens from an API. */
export const apiPerHour = checked(
  'apiPerHour',
  { usdPerMTokens: quantity, tokensPerHour: quantity },
  (usdPerMTokens: number, tokensPerHour: number): number => (usdPerMTokens * tokensPerHour) / MILLION,
);

/** Tokens an hour at which an API costs as much as the fleet. */
export const breakEvenTokensPerHour = checked(
  'breakEvenTokensPerHour',
  { fleetUsdPerHour: quantity, usdPerMTokens: divisor },
  (fleetUsdPerHour: number, usdPerMTokens: number): number => (fleetUsdPerHour / usdPerMTokens) * MILLION,
);

/** Share of what the GPUs can make at which an API costs the same; above 1 the API is always cheaper. */
export const breakEvenUse = checked(
  'breakEvenUse',
  { usdPerHour: quantity, tokensPerSecond: divisor, usdPerMTokens: divisor },
  (usdPerHour: number, tokensPerSecond: number, usdPerMTokens: number): number =>
    breakEvenTokensPerHour(usdPerHour, usdPerMTokens) / (tokensPerSecond * SECONDS_PER_HOUR),
);

/** USD per hour that is paid: whole GPUs for what they serve in an hour. */
export const gpusPerHour = checked(
  'gpusPerHour',
  { usdPerGpuHour: quantity, interactionsPerHour: quantity, interactionsPerGpuHour: divisor },
  (usdPerGpuHour: number, interactionsPerHour: number, interactionsPerGpuHour: number): number =>
    usdPerGpuHour * Math.ceil(interactionsPerHour / interactionsPerGpuHour),
);

/** USD per hour of the part of a GPU that is used. True only where the rest of it is sold or used by others. */
export const shareOfGpuPerHour = checked(
  'shareOfGpuPerHour',
  { usdPerGpuHour: quantity, interactionsPerHour: quantity, interactionsPerGpuHour: divisor },
  (usdPerGpuHour: number, interactionsPerHour: number, interactionsPerGpuHour: number): number =>
    (usdPerGpuHour * interactionsPerHour) / interactionsPerGpuHour,
);

/** USD of one interaction, from the number that run at once and how long each takes. */
export const costPerInteraction = checked(
  'costPerInteraction',
  { fleetUsdPerHour: quantity, concurrent: divisor, seconds: quantity },
  (fleetUsdPerHour: number, concurrent: number, seconds: number): number => ((fleetUsdPerHour / concurrent) * seconds) / SECONDS_PER_HOUR,
);

/** USD of a month as GPU clouds bill it: 720 hours. */
export const costPerMonth = checked('costPerMonth', { usdPerHour: quantity }, (usdPerHour: number): number => usdPerHour * HOURS_PER_MONTH);

/** GPUs of one tier of a mixed fleet: its share of what runs at once, in whole GPUs. */
export const tierGpus = checked(
  'tierGpus',
  { concurrent: quantity, share: quantity, concurrencyPerGpu: divisor },
  (concurrent: number, share: number, concurrencyPerGpu: number): number => Math.ceil((concurrent * share) / concurrencyPerGpu - 1e-9),
);
