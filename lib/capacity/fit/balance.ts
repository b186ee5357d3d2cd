/** One pool with its demand measured against its supply: the arithmetic that rules, messages and repairs all read. */
import { toGiB } from '../../core/units';
import { replicaLayout, sizeReplica } from '../ask-engine';
import { inFlight, mixedRate } from '../demand/request-rate';
import type { RoleDemand } from '../demand/role-demand';
import { fixedReplica } from '../fixed-replica';
import { blockOf, type KvLayout, sequenceBytes } from '../model/kv-layout';
import type { ReplicaSpec } from '../replica-spec';
import type { ReplicaSupply } from '../replica-supply';
import { HEADROOM } from './headroom';
import type { PoolInput } from './pool-input';
import { holdsPlaces, limitsFrom, standingLimit } from './standing-limit';

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
  const layout = replicaLayout(input.replica);
  const demandGiB = toGiB(total(demands, (demand) => bytesOf(demand, { layout, supply, replicas }) * input.replica.tensorParallel));
  return {
    input: { ...input, demands, replicas },
    sessions: sessionsIn(demands),
    demandTokens: total(demands, (demand) => demand.sessions * demand.contextTokens - sharedTokens(layout, demand, replicas)),
    demandGiB,
    ...supplied(supply, demandGiB, replicas),
  };
}

/** The same demand against another supply of each replica. */
export const withSupply = (balance: Balance, supply: ReplicaSupply): Balance => ({
  ...balance,
  ...supplied(supply, balance.demandGiB, balance.input.replicas),
});

function supplied(supply: ReplicaSupply, demandGiB: number, replicas: number): Pick<Balance, 'supply' | 'supplyGiB' | 'headroom'> {
  const supplyGiB = Math.max(0, supply.kvCacheGiB) * replicas;
  return { supply, supplyGiB, headroom: headroomOf(demandGiB, supplyGiB) };
}

function headroomOf(demandGiB: number, supplyGiB: number): number {
  if (demandGiB === 0) return 1;
  return supplyGiB === 0 ? Number.NEGATIVE_INFINITY : (supplyGiB - demandGiB) / supplyGiB;
}

/**
 * The replica with the admission limit that the engine is started with: the one that stands whatever is asked (`standingLimit`). It gives way only where the
 * plan needs it: to the next power of two where more sessions are planned than it admits, and to halves of it where memory does not hold the plan beside it.
 */
export function plannedReplica(input: PoolInput): ReplicaSpec {
  const known = PLANNED.get(input);
  if (known !== undefined) return known;
  const planned = fixedReplica(withAdmission(input));
  PLANNED.set(input, planned);
  return planned;
}

/** Asked for by every rule; a rate makes it a search. */
const PLANNED = new WeakMap<PoolInput, ReplicaSpec>();

function withAdmission(input: PoolInput): ReplicaSpec {
  const { replica, settled } = input;
  if (replica.maxNumSeqs !== undefined) return replica;
  const asked = sessionsPerReplica(input);
  if (asked === 0 && settled === undefined) return replica;
  const limit = limitFor({ ...input, ...settled }) ?? limitFor(input) ?? Math.max(1, asked);
  return { ...replica, maxNumSeqs: limit };
}

/** The largest limit beside which the demand fits, or else is tight; undefined where it is too much beside any. */
function limitFor(input: PoolInput): number | undefined {
  const { replica } = input;
  const sessions = Math.max(1, sessionsPerReplica(input));
  const standing = standingLimit(replica);
  const above = limitsFrom(sessions <= standing ? standing : powerOfTwoFrom(sessions)).filter((limit) => limit > sessions);
  const limits = [...above.filter((limit) => limit <= standing || holdsPlaces(replica, limit)), sessions];
  const leaving = (share: number) => limits.find((limit) => headroomAdmitting(input, limit) >= share);
  return leaving(HEADROOM.tightBelow) ?? leaving(HEADROOM.rejectedBelow);
}

const powerOfTwoFrom = (count: number) => 2 ** Math.ceil(Math.log2(count));

/** The least, at the floor and at the peak. Facts that are missing refuse nothing. */
function headroomAdmitting(input: PoolInput, limit: number): number {
  const admitting = { ...input, replica: { ...input.replica, maxNumSeqs: limit } };
  const balances = [balanceAtFloor(admitting), balanceAtPeak(admitting)].filter((balance) => balance !== null);
  return Math.min(...balances.map(({ supply, headroom }) => (supply.missing.length > 0 ? 1 : headroom)));
}

/** Sessions of one replica, at the floor or at the peak, whichever is more; where a rate keeps more requests in flight, those. */
export const sessionsPerReplica = (input: PoolInput): number =>
  Math.max(perReplica(input, input.demands, input.replicas), perReplica(input, input.peakDemands ?? [], input.maxReplicas));

function perReplica(input: PoolInput, demands: readonly RoleDemand[], replicas: number): number {
  const planned = Math.ceil(sessionsIn(demands) / Math.max(1, replicas));
  const rate = mixedRate(demands);
  if (rate === null || input.replica.maxNumSeqs !== undefined) return planned;
  const each = { ...rate, requestsPerSecond: rate.requestsPerSecond / Math.max(1, replicas) };
  return Math.max(planned, inFlight(input.replica, each, input.measured?.on === undefined ? input.measured : {}) ?? 0);
}

const sessionsIn = (demands: readonly RoleDemand[]) => total(demands, (demand) => demand.sessions);

const total = (demands: readonly RoleDemand[], of: (demand: RoleDemand) => number) => demands.reduce((sum, demand) => sum + of(demand), 0);

/** Bytes of all sessions of a role over the whole pool; a shared prefix once on every replica. */
export const demandBytes = (replica: ReplicaSpec, supply: ReplicaSupply, demand: RoleDemand, replicas: number): number =>
  bytesOf(demand, { layout: replicaLayout(replica), supply, replicas }) * replica.tensorParallel;

interface Served {
  readonly layout: KvLayout;
  readonly supply: ReplicaSupply;
  readonly replicas: number;
}

/** On one GPU of each replica. */
function bytesOf(demand: RoleDemand, { layout, supply, replicas }: Served): number {
  const credit = sharedTokens(layout, demand, replicas) * (layout.bytesPerToken - layout.windowedBytesPerToken);
  return Math.max(0, demand.sessions * sequenceBytes(layout, demand.contextTokens, supply.maxNumBatchedTokens) - credit);
}

/** Tokens that sessions hold in common and that a replica needs once: whole blocks only, and each replica with a session has its copy. */
function sharedTokens(layout: KvLayout, { sessions, contextTokens, sharedPrefixTokens }: RoleDemand, replicas: number): number {
  if (sharedPrefixTokens === undefined) return 0;
  const block = blockOf(layout);
  const whole = Math.floor(Math.min(Math.max(0, sharedPrefixTokens), contextTokens) / block) * block;
  return whole * Math.max(0, sessions - Math.max(1, replicas));
}

/** Bytes of one session over all GPUs of a replica. */
export function sessionBytes(replica: ReplicaSpec, supply: ReplicaSupply, tokens: number): number {
  return sequenceBytes(replicaLayout(replica), tokens, supply.maxNumBatchedTokens) * replica.tensorParallel;
}
