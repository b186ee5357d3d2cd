/** What tokens cost on GPUs of your own, and against an API. */
import { HOURS_PER_MONTH } from '../core/units';

const SECONDS_PER_HOUR = 3_600;
const MILLION = 1e6;

/** USD for a million tokens at a share of full use, 0 … 1. */
export const costPerMTokens = (usdPerHour: number, tokensPerSecond: number, use = 1): number =>
  usdPerHour / ((tokensPerSecond * SECONDS_PER_HOUR) / MILLION) / use;

/** Tokens that one USD buys. */
export const tokensPerDollar = (usdPerHour: number, tokensPerSecond: number): number => (tokensPerSecond * SECONDS_PER_HOUR) / usdPerHour;

/** USD per hour of the same tokens from an API. */
export const apiPerHour = (usdPerMTokens: number, tokensPerHour: number): number => (usdPerMTokens * tokensPerHour) / MILLION;

/** Tokens an hour at which an API costs as much as the fleet. */
export const breakEvenTokensPerHour = (fleetUsdPerHour: number, usdPerMTokens: number): number =>
  (fleetUsdPerHour / usdPerMTokens) * MILLION;

/** Share of what the GPUs can make at which an API costs the same; above 1 the API is always cheaper. */
export const breakEvenUse = (usdPerHour: number, tokensPerSecond: number, usdPerMTokens: number): number =>
  breakEvenTokensPerHour(usdPerHour, usdPerMTokens) / (tokensPerSecond * SECONDS_PER_HOUR);

/** USD per hour that is paid: whole GPUs for what they serve in an hour. */
export const gpusPerHour = (usdPerGpuHour: number, interactionsPerHour: number, interactionsPerGpuHour: number): number =>
  usdPerGpuHour * Math.ceil(interactionsPerHour / interactionsPerGpuHour);

/** USD per hour of the part of a GPU that is used. True only where the rest of it is sold or used by others. */
export const shareOfGpuPerHour = (usdPerGpuHour: number, interactionsPerHour: number, interactionsPerGpuHour: number): number =>
  (usdPerGpuHour * interactionsPerHour) / interactionsPerGpuHour;

/** USD of one interaction while so many run at once, each for so long. */
export const costPerInteraction = (fleetUsdPerHour: number, concurrent: number, seconds: number): number =>
  ((fleetUsdPerHour / concurrent) * seconds) / SECONDS_PER_HOUR;

/** USD of a month as GPU clouds bill it: 720 hours. */
export const costPerMonth = (usdPerHour: number): number => usdPerHour * HOURS_PER_MONTH;

/** GPUs of one tier of a mixed fleet: its share of what runs at once, in whole GPUs. */
export const tierGpus = (concurrent: number, share: number, concurrencyPerGpu: number): number =>
  Math.ceil((concurrent * share) / concurrencyPerGpu - 1e-9);
