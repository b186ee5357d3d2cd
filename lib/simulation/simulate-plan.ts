/** Lets the fleets of a plan work for some hours. */
import { parseData } from '../core/schema';
import { readPlan } from '../plan/read-plan';
import type { FleetPlan } from '../plan/schema';
import type { PoolPlan } from '../plan/sections/pool';
import { assumptionsOf, SCALER } from './assumptions';
import { EventQueue } from './event-queue';
import { fleetFindings, poolFindings, roleFindings } from './findings';
import { checkNames, withRequests } from './given-plan';
import { type LoadedPool, plannedLoad } from './planned-load';
import { hashOf, Random } from './random';
import type { SimulatedFleet, SimulatedPlan, SimulatedPoolResult, SimulationResult } from './result';
import { RoleRecord } from './role-record';
import { FleetAtWork } from './simulated-fleet';
import { SimulatedPool } from './simulated-pool';
import { type SimulationProps, type SimulationSpec, simulationPropsSchema } from './simulation-props';
import { percentilesOf } from './statistics';

/**
 * Simulates the fleets of a plan: workflows go through their stages, wait for sequences and KV cache of the pools, and pools grow as they are scaled.
 * Prompts and tokens take as long as the latency estimate of the plan says. The same plan, options and seed give the same answer.
 *
 * @param plan a `FleetPlan`, as `fleet.plan.json` holds it
 * @returns what happened, or `uncertain` with what the plan lacks
 * @throws FleetSpecError AF-SPEC-001 when the plan or an option is not valid
 */
export function simulatePlan(plan: unknown, props: SimulationProps = {}): SimulationResult {
  const known = readPlan(plan, 'simulatePlan');
  const given = parseData(simulationPropsSchema, props, { path: 'simulatePlan', className: 'simulatePlan' });
  checkNames(known, given);
  const asked = withRequests(known, given);
  const { pools, missing } = plannedLoad(asked, given);
  return missing.length > 0 ? { verdict: 'uncertain', stack: known.stack, missing } : simulated(asked, pools, given);
}

function simulated(plan: FleetPlan, loaded: ReadonlyMap<string, LoadedPool>, options: SimulationSpec): SimulatedPlan {
  const events = new EventQueue();
  const pools = new Map([...loaded].map(([path, pool]) => [path, poolAtWork(pool, events, options)]));
  const records: RoleRecord[] = [];
  const fleets = plan.fleets.map((fleet) => {
    const roles = new Map<string, RoleRecord>();
    for (const role of fleet.roles) {
      const pool = pools.get(role.poolPath) as SimulatedPool;
      const record = new RoleRecord(role, fleet.name, { events, pool, sharedTokens: sharedTokens(plan, fleet.name, role.name) });
      roles.set(role.name, record);
      records.push(record);
    }
    return new FleetAtWork(fleet, { events, random: new Random((options.seed ^ hashOf(fleet.path)) >>> 0), options, roles });
  });
  events.runUntil(options.hours * 3_600);
  const resultOf = ([path, pool]: readonly [string, SimulatedPool]) => {
    const { plan: planned } = loaded.get(path) as LoadedPool;
    const result = poolResult(planned, pool, records, options.hours);
    return { result, findings: poolFindings(planned, result) };
  };
  const [ofFleets, ofPools, ofRoles] = [
    fleets.map((fleet) => fleetResult(fleet, options.hours)),
    [...pools].map(resultOf),
    records.map((record) => record.result()),
  ];
  return {
    verdict: 'simulated',
    stack: plan.stack,
    hours: options.hours,
    seed: options.seed,
    fleets: ofFleets,
    roles: ofRoles,
    pools: ofPools.map(({ result }) => result),
    findings: [...ofFleets.flatMap(fleetFindings), ...ofPools.flatMap(({ findings }) => findings), ...ofRoles.flatMap(roleFindings)],
    assumptions: assumptionsOf(plan, options),
  };
}

function sharedTokens(plan: FleetPlan, fleet: string, role: string): number {
  const demand = plan.pools.flatMap((pool) => pool.demand).find((one) => one.fleet === fleet && one.role === role);
  return demand?.sharedPrefixTokens ?? 0;
}

function poolAtWork({ plan, rates, isSticky }: LoadedPool, events: EventQueue, options: SimulationSpec): SimulatedPool {
  const { replicas, coldStart, limits, memory } = plan;
  return new SimulatedPool({
    events,
    rates,
    isSticky,
    isCold: options.start === 'cold',
    limits: { sequences: limits.maxNumSeqs, kvTokens: memory.kvTokensPerReplica, batchedTokens: limits.maxNumBatchedTokens },
    counters: { promptTokens: 0, computedTokens: 0, recomputedTokens: 0, evictedSessions: 0, outputTokens: 0 },
    scaling: {
      ...SCALER,
      min: replicas.min,
      max: replicas.max,
      waitingPerReplica: options.waitingPerReplica,
      startSeconds: (coldStart?.seconds ?? 0) + (coldStart?.nodeSeconds ?? 0),
    },
  });
}

function poolResult(plan: PoolPlan, pool: SimulatedPool, all: readonly RoleRecord[], hours: number): SimulatedPoolResult {
  const seconds = hours * 3_600;
  const records = all.filter((record) => record.plan.poolPath === plan.path);
  const callSeconds = records.flatMap((record) => record.callSeconds);
  const { kvTokenSeconds, busySeconds } = pool.totals();
  const [paid, answering] = [pool.replicas.areaAt(seconds), pool.answering.areaAt(seconds)];
  return {
    pool: plan.name,
    calls: callSeconds.length,
    waitSeconds: percentilesOf(records.flatMap((record) => record.waitSeconds)),
    callsInFlight: pool.inFlight.areaAt(seconds) / seconds,
    callSeconds: percentilesOf(callSeconds)?.mean ?? null,
    replicas: pool.trajectory,
    mostReplicas: pool.kept.highest,
    kvUse: answering === 0 ? 0 : kvTokenSeconds / (answering * plan.memory.kvTokensPerReplica),
    ...pool.counters,
    gpuHours: (paid * plan.gpusPerReplica) / 3_600,
    busyShare: paid === 0 ? 0 : busySeconds / paid,
    cost: costOf(plan, paid / 3_600, hours),
  };
}

/** Replicas of the floor at its price, those above it at what the plan counts for them. */
function costOf({ replicas, costPerHour: { floor, ceiling } }: PoolPlan, replicaHours: number, hours: number): number | null {
  if (floor === null || ceiling === null) return null;
  const above = replicas.max > replicas.min ? (ceiling - floor) / (replicas.max - replicas.min) : 0;
  return floor * hours + above * Math.max(0, replicaHours - replicas.min * hours);
}

function fleetResult({ plan, started, seconds }: FleetAtWork, hours: number): SimulatedFleet {
  return {
    fleet: plan.name,
    started,
    finished: seconds.length,
    inFlight: started - seconds.length,
    workflowsPerHour: seconds.length / hours,
    workflowSeconds: percentilesOf(seconds),
  };
}
