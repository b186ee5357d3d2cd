import type { PoolDemand } from './pool-demand';

/** Every role on the pool says that it works in the background, and none of them directs others. */
export function isBackground({ planned, classes, orchestrators = [] }: PoolDemand): boolean {
  const said = new Set(classes.filter(({ latency }) => latency === 'background').map(({ role }) => role));
  return planned.length > 0 && orchestrators.length === 0 && planned.every(({ role }) => said.has(role));
}
