/** All rules of one observability stack. */

import type { CheckedBudget } from '../economics/budget';
import type { ObservedRouter } from '../routing/contract';
import type { ObservedStateStore, ObservedStore, ObservedVectorStore } from '../stores/contract';
import { costRules } from './cost-rules';
import { capacityGroup, saysWhyFailed } from './failure-causes';
import { gpuServiceAlerts } from './gpu-service-alerts';
import { gpuServiceSeries } from './gpu-service-series';
import type { ObservedAgents } from './observed-fleet';
import type { ObservedGpuService } from './observed-gpu-service';
import type { ObservedPool } from './observed-pool';
import { poolAlerts } from './pool-alerts';
import { poolSeries } from './pool-series';
import { routerRules } from './router-rules';
import type { RuleGroup } from './rule';
import { withRunbooks } from './runbooks';
import { stageRules } from './stage-rules';
import { stateStoreRules } from './state-store-rules';
import { storeRules } from './store-rules';
import { isWorking, taskRules } from './task-rules';
import type { Thresholds } from './thresholds';
import { vectorStoreRules } from './vector-store-rules';

export interface RuleProps {
  readonly alerts: Thresholds;
  readonly budget?: CheckedBudget | undefined;
}

/** Stores of all kinds, each once. */
export interface ObservedStores {
  readonly stores: readonly ObservedStore[];
  readonly stateStores: readonly ObservedStateStore[];
  readonly vectorStores: readonly ObservedVectorStore[];
}

export function ruleGroups(
  name: string,
  pools: readonly ObservedPool[],
  routers: readonly ObservedRouter[],
  agents: readonly ObservedAgents[],
  { stores, stateStores, vectorStores }: ObservedStores,
  gpuServices: readonly ObservedGpuService[],
  { alerts, budget }: RuleProps,
): RuleGroup[] {
  const groups = [
    ...pools.flatMap((pool) => [poolSeries(pool), poolAlerts(pool, alerts), ...stageRules(pool)]),
    ...(routers.some(saysWhyFailed) ? capacityGroup(name, pools, alerts) : []),
    ...routers.map((router) => routerRules(router, pools, alerts)),
    ...agents.filter(isWorking).map(taskRules),
    ...stores.map(storeRules),
    ...stateStores.map(stateStoreRules),
    ...vectorStores.map(vectorStoreRules),
    ...gpuServices.flatMap((service) => [gpuServiceSeries(service), gpuServiceAlerts(service, alerts)]),
    ...costRules(name, pools, gpuServices, budget),
  ];
  return withRunbooks(namedApart(groups));
}

/** Kubernetes refuses two groups of one name in an object, and pools and stores of two namespaces may be called alike. */
function namedApart(groups: readonly RuleGroup[]): RuleGroup[] {
  const used = new Map<string, number>();
  return groups.map((group) => {
    const count = (used.get(group.name) ?? 0) + 1;
    used.set(group.name, count);
    return count === 1 ? group : { ...group, name: `${group.name}-${count}` };
  });
}
