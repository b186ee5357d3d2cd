/** What pools cost per hour. An unknown price makes the sum unknown: a partial total would look like a bargain. */

/** replicas × GPUs × USD per GPU and hour. */
export function poolCostPerHour(replicas: number, gpusPerReplica: number, usdPerGpuHour: number | null): number | null {
  return usdPerGpuHour === null ? null : roundToCents(replicas * gpusPerReplica * usdPerGpuHour);
}

/** A cost of an hour in whole cents; null stays unknown. */
export const inCents = (usd: number | null): number | null => (usd === null ? null : roundToCents(usd));

export function totalCost(costs: readonly (number | null)[]): number | null {
  return costs.every((cost): cost is number => cost !== null) ? roundToCents(costs.reduce((sum, cost) => sum + cost, 0)) : null;
}

function roundToCents(usd: number): number {
  return Math.round(usd * 100) / 100;
}
