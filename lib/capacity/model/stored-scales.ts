/** How the files of a replica store their matrices: the format, and how many elements share a scale. */
import { checkpointIn, formatInName, scaleGroupNamed } from '../../catalog/checkpoints';
import { Engine } from '../../catalog/engines/engine';
import { isGguf } from '../../catalog/gguf';
import { groupOfFormat, type ScaleGroup } from '../../catalog/scale-group';
import type { WeightKind } from '../../catalog/weight-detail';
import type { ReplicaSpec } from '../replica-spec';

export interface StoredScales {
  readonly format: string;
  readonly group: ScaleGroup;
}

/** Of a kind of matrices; null where they are stored in 16 bit. */
export type ScalesOf = (kind: WeightKind) => StoredScales | null;

const NOTHING: ScalesOf = () => null;

/** What a quantiser made before the engine starts: weights that it quantizes itself while it loads them are split first. */
export function storedScales(replica: ReplicaSpec): ScalesOf {
  const { model, quantization, checkpoint } = replica;
  const native = model.facts.nativeQuantization;
  // Facts that say a format are those of the files, whatever their name says.
  if (quantization === 'checkpoint' && native !== null) return ofModel(replica);
  const named = checkpoint === undefined ? undefined : formatInName(checkpoint);
  if (named !== undefined && named !== native) return inFormat(named, scaleGroupNamed(checkpoint ?? ''));
  const asPublished = quantization === 'checkpoint' || named === native || (checkpoint === undefined && native !== null);
  if (asPublished) return ofModel(replica);
  if (isMadeAtLoad(replica)) return NOTHING;
  return inFormat(quantization, checkpoint === undefined ? (checkpointIn(model.id, quantization)?.scaleGroup ?? null) : null);
}

const isMadeAtLoad = ({ engine, quantization }: ReplicaSpec) =>
  Engine.isEngine(engine) ? engine.quantizesAtLoad(quantization) : quantization === 'fp8';

const inFormat = (format: string, group: ScaleGroup): ScalesOf =>
  isGguf(format) ? NOTHING : () => ({ format, group: groupOfFormat(format) ?? group });

function ofModel({ model: { facts } }: ReplicaSpec): ScalesOf {
  const { nativeQuantization: native, expertQuantization, weightDetail } = facts;
  if (native !== null && isGguf(native)) return NOTHING;
  const experts = expertQuantization ?? native;
  // The others of a checkpoint with one format for its experts stay in 16 bit.
  const others = expertQuantization !== null && expertQuantization === native ? null : native;
  const told = weightDetail?.scaleGroup ?? weightDetail?.quantizationGroup ?? null;
  return (kind) => {
    const format = weightDetail?.unquantized?.includes(kind) === true ? null : kind === 'experts' ? experts : others;
    return format === null ? null : { format, group: groupOfFormat(format) ?? told };
  };
}
