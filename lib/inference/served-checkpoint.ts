/** The checkpoint that a pool starts with, so that it holds the weights that were planned: the model's own, a published one, or the user's. */
import type { Quantization } from '../capacity/replica-spec';
import { checkpointIn, checkpointNamed, formatInName, type PublishedCheckpoint } from '../catalog/checkpoints';
import type { Engine } from '../catalog/engines/engine';
import { Model } from '../catalog/model';
import type { InferencePoolSpec } from './inference-pool-props';
import { objectStoreOf } from './weights';

export interface ServedCheckpoint {
  /** Repository or path that the engine loads. */
  readonly repository: string;
  /** Format that the engine makes of 16-bit weights while it loads them; null where the checkpoint is served as it is. */
  readonly atLoad: Quantization | null;
  /** What is known of it beside its name. */
  readonly published: PublishedCheckpoint | undefined;
}

/** What a user says of the weights. */
export type AskedWeights = Pick<InferencePoolSpec, 'model' | 'quantization' | 'checkpoint' | 'weights'>;

/** Repository or path that the user names; an object store names it by its address. */
export const namedCheckpoint = ({ checkpoint, weights }: Pick<AskedWeights, 'checkpoint' | 'weights'>): string | undefined =>
  checkpoint ?? objectStoreOf(weights)?.uri;

export function servedCheckpoint(asked: AskedWeights, engine: Engine): ServedCheckpoint {
  const { model, quantization } = asked;
  const checkpoint = namedCheckpoint(asked);
  const { huggingFaceId, nativeQuantization, id } = model.facts;
  const quantizes = quantization !== 'checkpoint' && engine.quantizesAtLoad(quantization);
  if (checkpoint !== undefined) {
    const atLoad = quantizes && nativeQuantization === null && formatInName(checkpoint) === undefined ? quantization : null;
    return { repository: checkpoint, atLoad, published: checkpointNamed(checkpoint) };
  }
  if (quantization === 'checkpoint' || nativeQuantization !== null)
    return { repository: huggingFaceId, atLoad: null, published: undefined };
  if (quantizes) return { repository: huggingFaceId, atLoad: quantization, published: undefined };
  const published = checkpointIn(id, quantization);
  return { repository: published?.repository ?? huggingFaceId, atLoad: null, published };
}

/** Format of a repository, by the catalog or by its name; null where it holds 16-bit weights, undefined where nothing is known of it. */
export function publishedFormat(repository: string): string | null | undefined {
  const known = Model.all().find(({ facts }) => facts.huggingFaceId === repository);
  return known === undefined ? formatInName(repository) : known.facts.nativeQuantization;
}
