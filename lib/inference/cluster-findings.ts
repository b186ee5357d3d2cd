/** What is wrong between the pools and GPU services of one cluster: GPUs that they compete for, pools that could be one, latency classes in one queue. */
import { CLASS_RULES, SHARING_RULES } from '../capacity/fit/between-roles';
import { kinds } from '../capacity/fit/shared-pools';
import { checkCard } from '../capacity/gpu-sharing';
import { evaluateRules } from '../core/evaluate-rules';
import { type Finding, place } from '../core/finding';
import { USED_NODE_RULES } from '../platform/rules';
import type { UsedNodes } from '../platform/used-nodes';
import { budgetFindings } from './budget-findings';
import { type CutCard, cutCards } from './cut-card';
import { hasPriorities } from './engines/flag-limits';
import { quotaFindings } from './gpu-quota';
import { type GpuTenant, isPool } from './gpu-tenant';
import { type NamedClass, namedClasses } from './named-class';
import type { PoolView } from './pool-view';
import { priceFindings } from './price-findings';
import { type PriorityRivals, priorityRivals } from './priority-rivals';
import { CUT_CARD_RULES, NAMED_CLASS_RULES, PRIORITY_RULES, SHARED_CARD_RULES } from './rules';
import { type SharedCard, sharedCards } from './shared-card';
import { usedNodes } from './used-nodes';

/**
 * Asked once for each cluster. Every finding has the path of the first pool or service that it concerns.
 * @param tenants all pools and GPU services of the cluster, in the order in which they were made
 * @param disks node pools whose disk is said by who starts them
 */
export function clusterFindings(tenants: readonly GpuTenant[], disks: ReadonlySet<string> = new Set()): Finding[] {
  const pools = tenants.filter(isPool);
  return [
    ...quotaFindings(tenants),
    ...usedNodes(tenants, disks).flatMap(nodeFindings),
    ...sharingFindings(pools),
    ...sharedCards(tenants).flatMap(cardFindings),
    ...cutCards(tenants).flatMap(sliceFindings),
    ...pools.flatMap(mixedLatencyFindings),
    ...namedClasses(tenants).flatMap(classFindings),
    ...priorityRivals(tenants).flatMap(priorityFindings),
    ...priceFindings(tenants),
    ...budgetFindings(tenants),
  ];
}

function sharingFindings(pools: readonly PoolView[]): Finding[] {
  return kinds(pools.map(({ input }) => input)).flatMap((group) => {
    const path = pools.find(({ input }) => input === group[0])?.path ?? '';
    return evaluateRules(SHARING_RULES, group).map((finding) => place(path, finding));
  });
}

/** What the engines on one card take together, and what sharing means for them. */
function cardFindings(card: SharedCard): Finding[] {
  const engines = card.heaviest.filter(isPool).map(({ replica, verdict, minReplicas }) => ({
    spec: replica,
    demandGiB: verdict.demandGiB / Math.max(1, minReplicas),
  }));
  const holders = card.heaviest.flatMap((tenant) =>
    isPool(tenant) ? [] : [{ name: tenant.name, gpu: tenant.spec.gpu, heldGiB: tenant.heldGiB ?? 0 }],
  );
  const found = [...checkCard(engines, holders), ...evaluateRules(SHARED_CARD_RULES, card)];
  return found.map((finding) => place(card.sharers[0]?.path ?? '', finding));
}

const sliceFindings = (card: CutCard): Finding[] =>
  evaluateRules(CUT_CARD_RULES, card).map((finding) => place(card.pools[0]?.path ?? '', finding));

const nodeFindings = (nodes: UsedNodes): Finding[] => evaluateRules(USED_NODE_RULES, nodes).map((finding) => place(nodes.path, finding));

const priorityFindings = (rivals: PriorityRivals): Finding[] =>
  evaluateRules(PRIORITY_RULES, rivals).map((finding) => place(rivals.pool.path, finding));

const classFindings = (named: NamedClass): Finding[] =>
  evaluateRules(NAMED_CLASS_RULES, named).map((finding) => place(named.users[0].path, finding));

function mixedLatencyFindings({ name, path, demand, environment, spec, adapter, replica }: PoolView): Finding[] {
  const available = hasPriorities(adapter, replica) ? 'available' : 'absent';
  const priorities = spec.tuning?.scheduling === 'priority' ? 'used' : available;
  return evaluateRules(CLASS_RULES, { pool: name, roles: demand.classes, priorities }, { environment }).map((finding) =>
    place(path, finding),
  );
}
