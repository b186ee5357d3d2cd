/** How sure the format of the weights is where only the name of the checkpoint tells it. */
import type { ReplicaEstimate } from '../capacity/replica-estimate';
import type { FoundModel } from './find-model';
import type { SizeRequest } from './size-request';

/** Share of the pool from which an input that is not given decides. */
const DECIDES = 0.1;

export interface QuestionFormat {
  /** GiB by which the pool of one GPU may be smaller or larger. */
  readonly formatBand: readonly [less: number, more: number];
  /** What is not given of the format and may decide. */
  readonly doubts: readonly string[];
}

export function formatOf({ model }: SizeRequest, { perGpuGiB }: ReplicaEstimate, found: FoundModel): QuestionFormat {
  const formatBand = ofNamedScheme(perGpuGiB.weights, found);
  const keepsMuch = found.keepsSome === true && perGpuGiB.kvCache > 0 && formatBand[0] > DECIDES * perGpuGiB.kvCache;
  return { formatBand, doubts: keepsMuch ? [`modelConfig: which matrices ${model ?? 'the copy'} keeps in 16 bit`] : [] };
}

/** What matrices chosen one by one add to the weights: 4 to 20 % in public start-up logs, the more the smaller the model. */
const CHOSEN_SHARE = 0.2;

/** GiB below and above: copies by one name differ in what they leave in 16 bit; up to a fourteenth of the weights more was seen, and a fortieth less. */
function ofNamedScheme(weights: number, { schemeFromName, keepsSome }: FoundModel): readonly [less: number, more: number] {
  if (schemeFromName === null) return [0, 0];
  return [(keepsSome === true ? CHOSEN_SHARE : 0.07) * weights, 0.025 * weights];
}
