import type { ReplicaSpec } from '../../replica-spec';
import { cardMiB, staticFraction } from './accounting';
import { sglangRelease } from './release';
import { type SglangBatches, sglangBatches } from './reserve';

/** What a plan counts with, and what the engine is therefore told. */
export interface SglangSettings extends SglangBatches {
  /** `--mem-fraction-static` */
  readonly memFractionStatic: number;
}

/** The settings of a replica: as given, else those that the release takes on this card by itself. */
export function sglangSettings(spec: ReplicaSpec): SglangSettings {
  const release = sglangRelease(spec.engine.version);
  return {
    ...sglangBatches({ cardMiB: cardMiB(spec), spec, release }),
    memFractionStatic: spec.engineMemoryFraction ?? staticFraction(spec, release),
  };
}
