/** The formats of the weights that a replica loads, and whether its engine reads them on its card. */
import { checkpointIn } from '../catalog/checkpoints';
import { Engine } from '../catalog/engines/engine';
import type { WeightSupport } from '../catalog/engines/weight-kernels';
import type { ReplicaSpec } from './replica-spec';

/** One format of the weights of a replica, and what its engine says of it. */
export interface FormatOnCard {
  readonly format: string;
  readonly support: WeightSupport;
}

/** Formats that the engine is known to have kernels for on some card; none for weights in 16 bit. */
export function formatsOnCard(replica: ReplicaSpec): readonly FormatOnCard[] {
  const { engine, gpu } = replica;
  return formatsOf(replica).flatMap((format) => {
    const support = engine.weightSupport?.(format, repositoryOf(replica, format), gpu) ?? null;
    return support === null ? [] : [{ format, support }];
  });
}

/** What is planned takes the place of what is published, except where the model is published quantized. */
function formatsOf({ quantization, model }: ReplicaSpec): readonly string[] {
  const { nativeQuantization, expertQuantization } = model.facts;
  const planned = quantization === 'checkpoint' || nativeQuantization !== null ? [nativeQuantization, expertQuantization] : [quantization];
  return [...new Set(planned.filter((format) => format !== null))];
}

/** Where the weights come from; empty where the engine makes the format of 16-bit weights. */
function repositoryOf({ checkpoint, model, quantization, engine }: ReplicaSpec, format: string): string {
  const { nativeQuantization, huggingFaceId, id } = model.facts;
  if (checkpoint !== undefined) return checkpoint;
  if (nativeQuantization !== null || quantization === 'checkpoint') return huggingFaceId;
  if (Engine.isEngine(engine) && engine.quantizesAtLoad(format)) return '';
  return checkpointIn(id, quantization)?.repository ?? '';
}
