/** Every way that data may take, by its last hop, with the shortest way to that. */
import type { DataEdge, DataPlace } from './data-place';

/** A place and the way to it: the first hop leaves the sender. */
export interface DataWay {
  readonly hops: readonly DataEdge[];
  readonly place: DataPlace;
}

const idOf = ({ kind, name, region }: DataPlace): string => JSON.stringify([kind, name, region?.key]);

/**
 * Each hop once, nearest first; ways that lead in circles end where they began.
 *
 * @param goesOn whether what lies behind a place is asked for
 */
export function dataWays(start: readonly DataEdge[], goesOn: (place: DataPlace) => boolean = () => true): DataWay[] {
  const seen = new Set<string>();
  const ways: DataWay[] = start.map((edge) => ({ hops: [edge], place: edge.to }));
  // The list grows while it is read.
  for (const { hops, place } of ways) {
    if (seen.has(idOf(place)) || !goesOn(place)) continue;
    seen.add(idOf(place));
    ways.push(...(place.onward?.() ?? []).map((edge) => ({ hops: [...hops, edge], place: edge.to })));
  }
  return ways;
}

/** `planner → runs in runtime research-agents (eu-central-1) → asks router …`. */
export const wayText = (from: string, { hops }: Pick<DataWay, 'hops'>): string => [from, ...hops.map(hopText)].join(' → ');

/** `falls back on failure to external model gpt-5 (region unknown)`. */
export const hopText = ({ how, to }: DataEdge): string => `${how} ${to.kind} ${to.name} (${to.region?.name ?? 'region unknown'})`;
