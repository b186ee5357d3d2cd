/** What can be wrong with one role: its pool, its growing context, how soon it must answer. */

import { checkConversation } from '../capacity/demand/check-conversation';
import { checkGrowth } from '../capacity/demand/check-growth';
import { checkPercentiles } from '../capacity/demand/check-percentiles';
import { growthPlanned } from '../capacity/demand/rules/growth-planned';
import { checkTier } from '../capacity/fit/check-tier';
import { checkRoleLatency } from '../capacity/latency/check-role';
import type { Load } from '../capacity/latency/step-terms';
import type { LatencyClass } from '../catalog/latency-class';
import { evaluateRules } from '../core/evaluate-rules';
import type { UnplacedFinding } from '../core/finding';
import { API_RULES, PRICE_RULES } from '../economics/rules';
import type { PoolView } from '../inference/pool-view';
import type { FleetView } from './fleet-view';
import { growthOf, strategyOf } from './role-context';
import { apiPriceOf, isAlone, roleCrossover } from './role-crossover';
import { loadOf, type RoleLoad, requestLoad } from './role-load';
import type { RoleProps } from './role-props';
import type { RoleView } from './role-view';
import { ROLE_RULES } from './rules';

export function roleFindings(fleet: FleetView, role: RoleView): UnplacedFinding[] {
  return [
    ...evaluateRules(ROLE_RULES, { fleet, role }, { environment: fleet.setting.environment ?? 'production' }),
    ...contextFindings(fleet, role),
    ...latencyFindings(role),
    ...crossoverFindings(fleet, role),
    ...apiPriceFindings(fleet, role),
  ];
}

function apiPriceFindings(fleet: FleetView, role: RoleView): UnplacedFinding[] {
  const price = apiPriceOf(fleet, role);
  if (price === null) return [];
  const isDeclared = role.props.apiAlternative !== undefined;
  return evaluateRules(PRICE_RULES, {
    what: price.name,
    asOf: price.asOf,
    usedBy: [role.name],
    prop: isDeclared ? `roles.${role.name}.apiAlternative.asOf` : 'costPerMillionTokens.asOf',
    isDeclared: true,
    planDate: fleet.setting.nodes.planDate,
  });
}

/** Of a role that shares its pool the plan says the same, and nothing is warned about: the pool would stay. */
function crossoverFindings(fleet: FleetView, role: RoleView): UnplacedFinding[] {
  const found = roleCrossover({ fleet, role });
  if (found === null || found.times === null || found.breakEvenTokensPerHour === null || !isAlone({ fleet, role })) return [];
  return evaluateRules(API_RULES, {
    fleetUsdPerHour: found.usdPerHour * found.times,
    apiUsdPerHour: found.usdPerHour,
    ratio: 1 / found.times,
    breakEvenTokensPerHour: found.breakEvenTokensPerHour,
    use: role.pool.money.use,
    usdPerMTokens: found.usdPerMillionTokens,
    prop: `roles.${role.name}.pool`,
    role: { name: role.name, api: found.api },
    countedOnceUsdPerHour: found.usdPerHourCountedOnce,
  });
}

/** AF-CAP-009, -010 and -015: does the plan cover the sessions as they grow, or as they were measured? */
function contextFindings(fleet: FleetView, role: RoleView): UnplacedFinding[] {
  const { name, props } = role;
  const [growth, strategy, cap] = [growthOf(role), strategyOf(role), role.pool.spec.maxContextTokens];
  if (growth === undefined) {
    return props.measuredContext === undefined ? [] : checkPercentiles(name, definedContext(props.measuredContext), cap, strategy);
  }
  return [
    ...checkGrowth(name, growth, cap, strategy, surroundings(role)),
    ...checkConversation(fleet.spec.runtime.framework, name, role.contextTokens, growth, strategy),
    ...evaluateRules([growthPlanned], {
      role: name,
      growth,
      strategy,
      capTokens: cap,
      contextTokens: props.contextTokens,
      framework: fleet.spec.runtime.framework,
    }),
  ];
}

const definedContext = ({ maxTokens, ...percentiles }: NonNullable<RoleProps['measuredContext']>) =>
  maxTokens === undefined ? percentiles : { ...percentiles, maxTokens };

function surroundings({ pool, longPool, props: { growth }, demand }: RoleView) {
  const longPools = longPool === null ? undefined : { [longPool.name]: longPool.spec.maxContextTokens };
  const turnsPerMinute = growth?.turnsPerMinute;
  const poolTokens = pool.verdict.supply.kvTokens * pool.input.replicas;
  return {
    ...(longPools === undefined ? {} : { longPools }),
    ...(demand === null || turnsPerMinute === undefined ? {} : { pace: { poolTokens, sessions: demand.sessions, turnsPerMinute } }),
  };
}

/** A pool that does not hold its sessions has a finding already; how late it would answer is beside the point. */
const latencyFindings = (role: RoleView): UnplacedFinding[] => [
  ...latencyOn(role.pool, role, role.load),
  ...role.furtherPools.flatMap((pool) =>
    latencyOn(pool, role, loadOf(pool, role.request)).map((finding) => ({ ...finding, message: `on ${pool.name}: ${finding.message}` })),
  ),
];

function latencyOn(
  pool: PoolView,
  { name, contextTokens, props: { latency, latencyTargets } }: RoleView,
  load: RoleLoad,
): UnplacedFinding[] {
  if (latency === undefined || pool.existing !== undefined || pool.spec.model.facts.kind !== 'llm' || pool.verdict.verdict === 'rejected')
    return [];
  const late = checkRoleLatency({ ...load, role: name, target: latency, latencyTargets, contextTokens });
  return [...late, ...tierFindings(pool, latency, requestLoad(load))];
}

/** AF-LAT-003 among the cards that the cluster has: any other could not be chosen. */
function tierFindings({ setting, input }: PoolView, target: LatencyClass, load: Load | null): UnplacedFinding[] {
  const cards = [...new Set(setting.nodes.pools.flatMap(({ gpu }) => (gpu === undefined ? [] : [gpu])))];
  return load === null || cards.length < 2 ? [] : checkTier({ ...input, alternatives: cards }, target, load);
}
