/** What pools cost per hour. An unknown price makes the sum unknown: a partial total would look like a bargain. */
import { rounded } from './cost-points';

/** replicas × GPUs × USD per GPU and hour, in fractions of a cent: parts of one card add up to its price. */
export function poolCostPerHour(replicas: number, gpusPerReplica: number, usdPerGpuHour: number | null): number | null {
  return usdPerGpuHour === null ? null : rounded(replicas * gpusPerReplica * usdPerGpuHour);
}

export function totalCost(costs: readonly (number | null)[]): number | null {
  return costs.every((cost): cost is number => cost !== null) ? roundToCents(costs.reduce((sum, cost) => sum + cost, 0)) : null;
}

function roundToCents(usd: number): number {
  return Math.round(usd * 100) / 100;
}
