/** One pool with its demand measured against its supply: the arithmetic that rules, messages and repairs all read. */
import { toGiB } from '../../core/units';
import { sequenceBytes } from '../memory/kv-layout';
import { replicaLayout } from '../memory/replica-layout';
import { sizeReplica } from '../replica';
import type { PoolInput, ReplicaSpec, ReplicaSupply, RoleDemand } from '../types';

/** Demand and supply of one pool in GiB, at its floor of replicas. */
export interface Balance {
  readonly input: PoolInput;
  readonly supply: ReplicaSupply;
  readonly sessions: number;
  readonly demandTokens: number;
  readonly demandGiB: number;
  readonly supplyGiB: number;
  /** (supply − demand) ÷ supply; 1 when nothing is asked, −∞ when nothing is there. */
  readonly headroom: number;
}

/** The planned demand against the replicas that are always there. */
export function balanceAtFloor(input: PoolInput): Balance {
  return balance(input, input.demands, input.replicas);
}

/** The peak demand against the replicas that scaling may reach; null when no peak was declared. */
export function balanceAtPeak(input: PoolInput): Balance | null {
  const peak = input.peakDemands ?? [];
  return peak.length === 0 ? null : balance(input, peak, input.maxReplicas);
}

function balance(input: PoolInput, demands: readonly RoleDemand[], replicas: number): Balance {
  const supply = sizeReplica(plannedReplica(input));
  const supplyGiB = Math.max(0, supply.kvCacheGiB) * replicas;
  const demandGiB = toGiB(total(demands, (demand) => demand.sessions * sessionBytes(input.replica, supply, demand.contextTokens)));
  return {
    input: { ...input, demands, replicas },
    supply,
    sessions: sessionsIn(demands),
    demandTokens: total(demands, (demand) => demand.sessions * demand.contextTokens),
    demandGiB,
    supplyGiB,
    headroom: headroomOf(demandGiB, supplyGiB),
  };
}

function headroomOf(demandGiB: number, supplyGiB: number): number {
  if (demandGiB === 0) return 1;
  return supplyGiB === 0 ? Number.NEGATIVE_INFINITY : (supplyGiB - demandGiB) / supplyGiB;
}

/**
 * The replica with its admission limit set from the plan: twice the planned sessions of a replica, capped at the engine's default.
 * The cap gives way when the plan itself holds more sessions than the default admits.
 */
export function plannedReplica(input: PoolInput): ReplicaSpec {
  const perReplica = Math.max(
    Math.ceil(sessionsIn(input.demands) / Math.max(1, input.replicas)),
    Math.ceil(sessionsIn(input.peakDemands ?? []) / Math.max(1, input.maxReplicas)),
  );
  if (input.replica.maxNumSeqs !== undefined || perReplica === 0) return input.replica;
  const ceiling = input.replica.engine.admissionDefaults(input.replica.gpu).maxNumSeqs;
  return { ...input.replica, maxNumSeqs: Math.max(perReplica, Math.min(2 * perReplica, ceiling)) };
}

const sessionsIn = (demands: readonly RoleDemand[]) => total(demands, (demand) => demand.sessions);

const total = (demands: readonly RoleDemand[], of: (demand: RoleDemand) => number) => demands.reduce((sum, demand) => sum + of(demand), 0);

/** Bytes of one session over all GPUs of a replica. */
export function sessionBytes(replica: ReplicaSpec, supply: ReplicaSupply, tokens: number): number {
  return sequenceBytes(replicaLayout(replica), tokens, supply.maxNumBatchedTokens) * replica.gpusPerReplica;
}
