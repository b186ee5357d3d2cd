import type { RoleDemand } from '../capacity/demand/role-demand';
import type { ClassifiedRole } from '../capacity/fit/classified-pool';

/** What a fleet asks of a pool; asked for when the app is synthesized, because roles may still be added. */
export interface DemandSource {
  /** What is asked on the replicas that are always there. */
  planned(): readonly RoleDemand[];
  /** Demand at the declared peak; empty when the plan is the peak. */
  peak(): readonly RoleDemand[];
  /** Latency classes that its roles on this pool declare. */
  classes?(): readonly ClassifiedRole[];
}

export function isDemandSource(value: unknown): value is DemandSource {
  const { planned, peak, classes } = value as Partial<Record<keyof DemandSource, unknown>>;
  return typeof planned === 'function' && typeof peak === 'function' && (classes === undefined || typeof classes === 'function');
}

/** What all fleets together ask of one pool. */
export interface PoolDemand {
  /** What all fleets together plan to ask. */
  readonly planned: readonly RoleDemand[];
  /** What they ask at their peak; empty when none declares one. */
  readonly peak: readonly RoleDemand[];
  /** Latency classes that roles on the pool declare. */
  readonly classes: readonly ClassifiedRole[];
}

export const NO_DEMAND: PoolDemand = { planned: [], peak: [], classes: [] };

/** Demands of several fleets add up. A fleet without a peak has its plan at the peak of the others. */
export function poolDemand(sources: readonly DemandSource[]): PoolDemand {
  const asked = sources.map((source) => ({ peak: source.peak(), planned: source.planned() }));
  const hasPeak = asked.some(({ peak }) => peak.length > 0);
  return {
    planned: asked.flatMap(({ planned }) => planned),
    peak: hasPeak ? asked.flatMap(({ peak, planned }) => (peak.length === 0 ? planned : peak)) : [],
    classes: sources.flatMap((source) => source.classes?.() ?? []),
  };
}
