/** What is wrong between the pools of one cluster: GPUs that they compete for, pools that could be one, latency classes in one queue. */
import { CLASS_RULES, SHARING_RULES } from '../capacity/fit/between-roles';
import { kinds } from '../capacity/fit/shared-pools';
import { checkShares } from '../capacity/gpu-sharing';
import { evaluateRules } from '../core/evaluate-rules';
import { type Finding, place } from '../core/finding';
import { budgetFindings } from './budget-findings';
import { type CutCard, cutCards } from './cut-card';
import { quotaFindings } from './gpu-quota';
import type { PoolView } from './pool-view';
import { priceFindings } from './price-findings';
import { CUT_CARD_RULES, SHARED_CARD_RULES } from './rules';
import { type SharedCard, sharedCards } from './shared-card';

/**
 * Asked once for each cluster. Every finding has the path of the first pool that it concerns.
 * @param pools all pools of the cluster, in the order in which they were made
 */
export function clusterFindings(pools: readonly PoolView[]): Finding[] {
  return [
    ...quotaFindings(pools),
    ...sharingFindings(pools),
    ...sharedCards(pools).flatMap(cardFindings),
    ...cutCards(pools).flatMap(sliceFindings),
    ...pools.flatMap(mixedLatencyFindings),
    ...priceFindings(pools),
    ...budgetFindings(pools),
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
  const engines = card.heaviest.map(({ replica, verdict, minReplicas }) => ({
    spec: replica,
    demandGiB: verdict.demandGiB / Math.max(1, minReplicas),
  }));
  const found = [...checkShares(engines), ...evaluateRules(SHARED_CARD_RULES, card)];
  return found.map((finding) => place(card.sharers[0]?.path ?? '', finding));
}

const sliceFindings = (card: CutCard): Finding[] =>
  evaluateRules(CUT_CARD_RULES, card).map((finding) => place(card.pools[0]?.path ?? '', finding));

function mixedLatencyFindings({ name, path, demand, environment }: PoolView): Finding[] {
  return evaluateRules(CLASS_RULES, { pool: name, roles: demand.classes }, { environment }).map((finding) => place(path, finding));
}
