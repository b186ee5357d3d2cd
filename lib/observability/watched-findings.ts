import type { IConstruct } from 'constructs';
import type { UnplacedFinding } from '../core/finding';
import type { Cluster } from '../platform/cluster';
import type { IObservedFleet } from './observed-fleet';

/** AF-SPEC-014 and AF-CLU-005: a Prometheus scrapes its own cluster, and what another App makes is not known here. */
export function watchedFindings(watcher: IConstruct, cluster: Cluster, fleets: readonly IObservedFleet[]): UnplacedFinding[] {
  return fleets.flatMap((fleet, index) => fleet.pools().flatMap((pool) => poolFindings(watcher, cluster, `fleets.${index}`, pool)));
}

function poolFindings(
  watcher: IConstruct,
  cluster: Cluster,
  prop: string,
  pool: IConstruct & { readonly cluster: Cluster },
): UnplacedFinding[] {
  const base = { severity: 'error' as const, prop, value: pool.node.path };
  if (pool.node.root !== watcher.node.root) {
    const message = `${pool.node.path} belongs to another App, so nothing is known of it here`;
    return [{ ...base, code: 'AF-SPEC-014', allowed: 'a fleet of the same App', message, repairs: ['make both in one App'] }];
  }
  if (pool.cluster === cluster) return [];
  return [
    {
      ...base,
      code: 'AF-CLU-005',
      allowed: `a fleet on cluster ${cluster.name}`,
      message: `${pool.node.path} runs on cluster ${pool.cluster.name}, and the Prometheus of ${cluster.name} does not reach it`,
      repairs: ['pass the same Cluster object to both', 'an ObservabilityStack for each cluster'],
    },
  ];
}
