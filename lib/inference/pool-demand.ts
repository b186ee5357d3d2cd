import type { RoleDemand } from '../capacity/demand/role-demand';
import type { ClassifiedRole } from '../capacity/fit/classified-pool';
import { thingRule } from '../core/method-arguments';
import type { RoleTraffic } from '../economics/traffic-tokens';

/** What a fleet asks of a pool; asked for when the app is synthesized, because roles may still be added. */
export interface DemandSource {
  /** What is asked on the replicas that are always there. */
  planned(): readonly RoleDemand[];
  /** Demand at the declared peak; empty when the plan is the peak. */
  peak(): readonly RoleDemand[];
  /**
   * What is planned, and asked at the peak, once its rollouts have come to their end.
   * @default - the same
   */
  settled?(): Pick<PoolDemand, 'planned' | 'peak'>;
  /** Latency classes that its roles on this pool declare. */
  classes?(): readonly ClassifiedRole[];
  /**
   * What is asked in one hour of the day, 0 … 23.
   * @default - every hour asks for what is planned
   */
  atHour?(hour: number): readonly RoleDemand[];
  /**
   * What its roles on this pool ask on average over the day.
   * @default - not known
   */
  traffic?(): readonly RoleTraffic[];
  /**
   * Its roles on this pool that direct others, whose workflow waits for them.
   * @default - none
   */
  orchestrators?(): readonly string[];
  /**
   * Work that is cut off goes on from a checkpoint.
   * @default - not known
   */
  interruptible?(): boolean;
}

function isDemandSource(value: unknown): value is DemandSource {
  const { planned, peak, ...others } = value as Partial<Record<keyof DemandSource, unknown>>;
  const isOptional = (name: keyof typeof others) => others[name] === undefined || typeof others[name] === 'function';
  const optional = ['settled', 'classes', 'atHour', 'traffic', 'orchestrators', 'interruptible'] as const;
  return typeof planned === 'function' && typeof peak === 'function' && optional.every(isOptional);
}

/** What `addDemand` of a pool is asked with. */
export const DEMAND_SOURCE = thingRule(
  'source',
  isDemandSource,
  'functions that give the demand: planned, peak, classes',
  '{ planned: () => demands, peak: () => [] }',
);

/** What all fleets together ask of one pool. */
export interface PoolDemand {
  /** What all fleets together plan to ask. */
  readonly planned: readonly RoleDemand[];
  /** What they ask at their peak; empty when none declares one. */
  readonly peak: readonly RoleDemand[];
  /**
   * Both once every rollout has come to its end.
   * @default - the same
   */
  readonly settled?: Pick<PoolDemand, 'planned' | 'peak'>;
  /** Latency classes that roles on the pool declare. */
  readonly classes: readonly ClassifiedRole[];
  /**
   * What they ask in one hour of the day, 0 … 23.
   * @default - no role says how its day goes
   */
  readonly atHour?: (hour: number) => readonly RoleDemand[];
  /**
   * What their roles ask on average over the day.
   * @default - nobody asks
   */
  readonly traffic?: readonly RoleTraffic[];
  /**
   * Roles that direct others.
   * @default - none
   */
  readonly orchestrators?: readonly string[];
  /**
   * Work of every fleet that is cut off goes on from a checkpoint; false where that of one does not.
   * @default - not known
   */
  readonly interruptible?: boolean | undefined;
  /**
   * Fleets that use the pool.
   * @default 0
   */
  readonly fleets?: number;
}

export const NO_DEMAND: PoolDemand = { planned: [], peak: [], classes: [] };

/** Demands of several fleets add up. A fleet without a peak has its plan at the peak of the others. */
export function poolDemand(sources: readonly DemandSource[]): PoolDemand {
  return {
    ...together(sources.map((source) => ({ peak: source.peak(), planned: source.planned() }))),
    ...(sources.some(({ settled }) => settled !== undefined)
      ? { settled: together(sources.map((source) => source.settled?.() ?? { peak: source.peak(), planned: source.planned() })) }
      : {}),
    classes: sources.flatMap((source) => source.classes?.() ?? []),
    ...(sources.some(({ atHour }) => atHour !== undefined)
      ? { atHour: (hour) => sources.flatMap((source) => source.atHour?.(hour) ?? source.planned()) }
      : {}),
    traffic: sources.flatMap((source) => trafficOf(source)),
    orchestrators: sources.flatMap((source) => source.orchestrators?.() ?? []),
    interruptible: allInterruptible(sources.map((source) => source.interruptible?.())),
    fleets: sources.length,
  };
}

function together(asked: readonly Pick<PoolDemand, 'planned' | 'peak'>[]): Pick<PoolDemand, 'planned' | 'peak'> {
  const hasPeak = asked.some(({ peak }) => peak.length > 0);
  return {
    planned: asked.flatMap(({ planned }) => planned),
    peak: hasPeak ? asked.flatMap(({ peak, planned }) => (peak.length === 0 ? planned : peak)) : [],
  };
}

const allInterruptible = (said: readonly (boolean | undefined)[]): boolean | undefined =>
  said.includes(false) ? false : said.includes(undefined) || said.length === 0 ? undefined : true;

/** A source that says nothing of its traffic makes that of the pool unknown. */
const trafficOf = (source: DemandSource): readonly RoleTraffic[] =>
  source.traffic?.() ?? source.planned().map(({ fleet, role, rate = null }) => ({ fleet, role, rate }));
