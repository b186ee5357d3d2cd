/** One pool with the demand of all its roles: what is judged. */
import type { Gpu } from '../../catalog/gpu';
import type { Environment } from '../../core/rule';
import type { RoleDemand } from '../demand/role-demand';
import type { Told } from '../engines/engine-model';
import type { MeasuredServing } from '../latency/measured-serving';
import type { ReplicaSpec } from '../replica-spec';

/** One pool, what is asked of it, and what repairs may change. */
export interface PoolInput {
  /** Name of the pool in messages and repairs. */
  readonly name: string;
  readonly replica: ReplicaSpec;
  /** Replicas that are always there; the planned demand must fit here. */
  readonly replicas: number;
  /** Replicas the scaler may reach; the peak demand must fit here. */
  readonly maxReplicas: number;
  readonly demands: readonly RoleDemand[];
  /**
   * Which inputs that move the pool are given; what is not given widens the range of its verdict.
   * @default - the release and all options of the replica are said, and an earlier start left its compiled kernels
   */
  readonly told?: Partial<Told>;
  /**
   * Inputs that are not known and whose effect has no known bound: with them the verdict may be no, never yes.
   * @default - none
   */
  readonly doubts?: readonly string[];
  /** Demand at the declared peak; empty when the plan is the peak. */
  readonly peakDemands?: readonly RoleDemand[];
  /**
   * The demand once every rollout has come to its end: the engine's admission limit is planned for it, so that a share changes nothing in pods. Given with
   * no demand at all, the pool is deployed before anybody asks it.
   * @default - the demands; where there are none, the engine admits what it does by default
   */
  readonly settled?: Pick<PoolInput, 'demands' | 'peakDemands'>;
  /** USD per GPU and hour; null where no price is known. */
  readonly pricePerGpuHour: number | null;
  /**
   * Measured on one replica; repairs that change the replica correct the estimate by it.
   * @default - the estimate with its band
   */
  readonly measured?: MeasuredServing;
  /** Price of any other GPU, USD per hour; lets repairs propose one. */
  readonly prices?: (gpu: Gpu) => number | null;
  /**
   * GPUs that repairs may propose, where `prices` knows them.
   * @default - every GPU of the catalog
   */
  readonly alternatives?: readonly Gpu[];
  /**
   * Repairs are searched for what does not fit. `false` where only the verdict counts.
   * @default true
   */
  readonly searchesRepairs?: boolean;
  /**
   * Repairs may propose pipeline stages. `false` where they cannot be deployed.
   * @default true
   */
  readonly stagesCanChange?: boolean;
  /**
   * GPUs that one replica may have over all its stages; repairs propose no more. Where a replica is one pod it ends with the node.
   * @default - no limit
   */
  readonly mostGpusPerReplica?: number;
  /**
   * What the cluster is for; decides how severe some findings are, never the verdict.
   * @default 'production'
   */
  readonly environment?: Environment;
  /**
   * GPUs of a node with another card, null where it is not known: a repair that moves the pool moves it there.
   * @default - the nodes of the replica, whatever the card
   */
  readonly gpusPerNodeOf?: (gpu: Gpu) => number | null;
}
