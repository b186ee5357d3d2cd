/** How sure the format of the weights is where only the name of the checkpoint tells it. */
import type { Told } from '../capacity/engines/engine-model';
import { weightsPerGpu } from '../capacity/model/weights';
import type { ReplicaEstimate } from '../capacity/replica-estimate';
import type { FoundModel } from './find-model';
import type { SizeRequest } from './size-request';

/** Share of the pool from which an input that is not given decides. */
const DECIDES = 0.1;

/** GiB by which the pool of one GPU may be smaller or larger, and what is not given where that is much. */
export type QuestionFormat = Required<Pick<Told, 'formatBand' | 'formatOpen'>>;

export function formatOf({ model }: SizeRequest, { perGpuGiB }: ReplicaEstimate, found: FoundModel): QuestionFormat {
  const { keepsSome, otherCopy } = found;
  const formatBand = ofNamedScheme(perGpuGiB.weights, found);
  const decides = Math.max(...formatBand) > DECIDES * Math.max(0, perGpuGiB.kvCache);
  const named = keepsSome === true || otherCopy !== undefined;
  return { formatBand, formatOpen: named && decides ? [`modelConfig: which matrices ${model ?? 'the copy'} keeps in 16 bit`] : [] };
}

/** What matrices chosen one by one add to the weights: 4 to 20 % in public start-up logs, the more the smaller the model. */
const CHOSEN_SHARE = 0.2;

/**
 * GiB below and above: copies by one name differ in what they leave in 16 bit. Up to a fourteenth of the weights more was seen, and a fortieth less; more
 * where the name is used for two ways of making a copy.
 */
function ofNamedScheme(weights: number, found: FoundModel): readonly [less: number, more: number] {
  if (found.schemeFromName === null) return [0, 0];
  const other = weightOfOther(found);
  return [Math.max(found.keepsSome === true ? CHOSEN_SHARE : 0.07, other) * weights, Math.max(0.025, -other) * weights];
}

/** How much heavier the other kind of copy is, as a share; negative where it is lighter. */
function weightOfOther({ model, schemeFromName, otherCopy }: FoundModel): number {
  if (otherCopy === undefined || schemeFromName === null) return 0;
  const inScheme = (facts: FoundModel['model']['facts'], scheme: string) =>
    weightsPerGpu({ ...facts, nativeQuantization: scheme, expertQuantization: null, checkpointGiB: null }, 'checkpoint', 1).perGpuGiB;
  const [own, other] = [inScheme(model.facts, schemeFromName), inScheme(otherCopy.model.facts, otherCopy.scheme)];
  return own === null || other === null ? 0 : other / own - 1;
}
