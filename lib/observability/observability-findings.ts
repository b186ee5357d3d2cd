import type { IConstruct } from 'constructs';
import { evaluateRules } from '../core/evaluate-rules';
import { type Finding, place } from '../core/finding';
import type { Cluster } from '../platform/cluster';
import { WATCH_RULES, WATCHED_RULES } from './rules';
import type { WatchedPool, WatchView } from './watch-view';

/** What is wrong with how fleets are watched. */
export function observabilityFindings(watcher: IConstruct & { readonly cluster: Cluster }, view: WatchView): Finding[] {
  const { environment } = watcher.cluster;
  const watched = watchedPools(watcher, view).flatMap((pool) => evaluateRules(WATCHED_RULES, pool, { environment }));
  return [...evaluateRules(WATCH_RULES, view, { environment }), ...watched].map((finding) => place(watcher.node.path, finding));
}

const watchedPools = (watcher: IConstruct & { readonly cluster: Cluster }, { spec }: WatchView): WatchedPool[] =>
  spec.fleets.flatMap((fleet, index) =>
    fleet.pools().map((pool) => ({
      prop: `fleets.${index}`,
      path: pool.node.path,
      sameApp: pool.node.root === watcher.node.root,
      cluster: pool.cluster.identity,
      watcher: watcher.cluster.identity,
    })),
  );
