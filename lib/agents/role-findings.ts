/** What can be wrong with one role: its pool, its growing context, its latency class. */

import { checkConversation } from '../capacity/demand/check-conversation';
import { checkGrowth } from '../capacity/demand/check-growth';
import { checkPercentiles } from '../capacity/demand/check-percentiles';
import { growthPlanned } from '../capacity/demand/rules/growth-planned';
import { checkTier } from '../capacity/fit/gpu-tier';
import { checkRoleLatency } from '../capacity/latency/check-role';
import type { Load } from '../capacity/latency/step-terms';
import type { LatencyClass } from '../catalog/latency-class';
import { evaluateRules } from '../core/evaluate-rules';
import type { UnplacedFinding } from '../core/finding';
import type { IInferencePool } from '../inference/contract';
import type { AgentFleet } from './agent-fleet';
import { contextOf, growthOf, longAlias, strategyOf } from './role-context';
import { loadOf, requestLoad } from './role-load';
import type { RoleProps } from './role-props';

export function roleFindings(fleet: AgentFleet, name: string, role: RoleProps): UnplacedFinding[] {
  return [
    ...clusterFindings(fleet, name, role),
    ...modelKindFindings(name, role),
    ...contextFindings(fleet, name, role),
    ...longSessionFindings(fleet, name, role),
    ...latencyFindings(fleet, name, role),
  ];
}

function clusterFindings(fleet: AgentFleet, name: string, { pool, contextStrategy }: RoleProps): UnplacedFinding[] {
  const named = [
    { prop: `roles.${name}.pool`, pool },
    ...(contextStrategy?.kind === 'long-pool' ? [{ prop: `roles.${name}.contextStrategy.pool`, pool: contextStrategy.pool }] : []),
  ];
  return named
    .filter((one) => one.pool.cluster !== fleet.cluster)
    .map((one) => ({
      code: 'AF-CLU-005',
      severity: 'error' as const,
      prop: one.prop,
      value: one.pool.node.path,
      allowed: `a pool on cluster ${fleet.cluster.name}`,
      message: `role ${name} is served by a pool on cluster ${one.pool.cluster.name}, but the fleet runs on ${fleet.cluster.name}; the router reaches pools inside its own cluster only`,
      repairs: ['pass the same Cluster object to both'],
    }));
}

function modelKindFindings(name: string, { pool }: RoleProps): UnplacedFinding[] {
  const { model } = pool.view().spec;
  if (model.facts.kind === 'llm') return [];
  return [
    {
      code: 'AF-SPEC-009',
      severity: 'error',
      prop: `roles.${name}.pool`,
      value: model.id,
      allowed: 'a pool that serves a language model',
      message: `role ${name} needs a language model, but ${pool.name} serves the ${model.facts.kind} model ${model.id}`,
      repairs: [`embeddings: ${pool.name} instead of a role`],
    },
  ];
}

/** AF-CAP-009, -010 and -015: does the plan cover the sessions as they grow, or as they were measured? */
function contextFindings(fleet: AgentFleet, name: string, role: RoleProps): UnplacedFinding[] {
  const [growth, strategy, cap] = [growthOf(role), strategyOf(role), role.pool.view().spec.maxContextTokens];
  if (growth === undefined) {
    return role.measuredContext === undefined ? [] : checkPercentiles(name, definedContext(role.measuredContext), cap, strategy);
  }
  return [
    ...checkGrowth(name, growth, cap, strategy, surroundings(fleet, name, role)),
    ...checkConversation(fleet.spec.runtime.framework, name, contextOf(role), growth, strategy),
    ...evaluateRules([growthPlanned], {
      role: name,
      growth,
      strategy,
      capTokens: cap,
      contextTokens: role.contextTokens,
      framework: fleet.spec.runtime.framework,
    }),
  ];
}

const definedContext = ({ maxTokens, ...percentiles }: NonNullable<RoleProps['measuredContext']>) =>
  maxTokens === undefined ? percentiles : { ...percentiles, maxTokens };

function surroundings(fleet: AgentFleet, name: string, { pool, contextStrategy, growth }: RoleProps) {
  const longPools =
    contextStrategy?.kind === 'long-pool' ? { [contextStrategy.pool.name]: contextStrategy.pool.view().spec.maxContextTokens } : undefined;
  const sessions = fleet.plannedDemand().find(({ demand }) => demand.role === name)?.demand.sessions;
  const turnsPerMinute = growth?.turnsPerMinute;
  const poolTokens = pool.view().verdict.supply.kvTokens * pool.view().minReplicas;
  return {
    ...(longPools === undefined ? {} : { longPools }),
    ...(sessions === undefined || turnsPerMinute === undefined ? {} : { pace: { poolTokens, sessions, turnsPerMinute } }),
  };
}

/** The agents' requests find the pool for long sessions only where the router falls back to it. */
function longSessionFindings(fleet: AgentFleet, name: string, { contextStrategy }: RoleProps): UnplacedFinding[] {
  const alias = longAlias(name);
  if (contextStrategy?.kind !== 'long-pool' || fleet.router.fallbacksOf(name, 'context-window').includes(alias)) return [];
  return [
    {
      code: 'AF-CAP-010',
      severity: 'error',
      prop: `roles.${name}.contextStrategy.pool`,
      value: contextStrategy.pool.name,
      message: `long sessions of '${name}' have the alias ${alias}, but the router does not fall back to it`,
      allowed: `contextWindowFallbacks: { ${name}: ['${alias}'] } on the router`,
      repairs: [`contextWindowFallbacks: { ${name}: ['${alias}'] }`, "the fleet's own router"],
    },
  ];
}

/** A pool that does not hold its sessions has a finding already; how late it would answer is beside the point. */
function latencyFindings(fleet: AgentFleet, name: string, role: RoleProps): UnplacedFinding[] {
  const found = loadOf(fleet, name);
  if (found === null || role.latency === undefined || role.pool.view().spec.model.facts.kind !== 'llm') return [];
  if (role.pool.view().verdict.verdict === 'rejected') return [];
  const late = checkRoleLatency({ ...found, role: name, target: role.latency, contextTokens: contextOf(role) });
  return [...late, ...tierFindings(role.pool, role.latency, requestLoad(found))];
}

/** AF-LAT-003 among the cards that the cluster has: any other could not be chosen. */
function tierFindings(pool: IInferencePool, target: LatencyClass, load: Load | null): UnplacedFinding[] {
  const cards = [...new Set(pool.cluster.nodePools.flatMap(({ gpu }) => (gpu === undefined ? [] : [gpu])))];
  return load === null || cards.length < 2 ? [] : checkTier({ ...pool.view().input, alternatives: cards }, target, load);
}
