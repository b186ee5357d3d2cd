/** Between what and what the pool lies, and which inputs that nobody gave would move it by more than a tenth. */
import { engineModelOf } from '../../capacity/engines/registry';
import type { ReplicaEstimate } from '../../capacity/replica-estimate';
import type { ReplicaSpec } from '../../capacity/replica-spec';
import type { FoundModel } from './find-model';
import { toldBy } from './line-engine';
import type { SizeRequest } from './size-request';

/** Share of the pool from which an input that nobody gave decides. */
const DECIDES = 0.1;

export interface LineRange {
  readonly range: readonly [low: number, high: number];
  /** Inputs without which the figure stands for nothing. */
  readonly open: readonly string[];
  readonly narrows: readonly string[];
  readonly notes: readonly string[];
}

export function rangeOfLine(request: SizeRequest, spec: ReplicaSpec, { perGpuGiB }: ReplicaEstimate, found: FoundModel): LineRange {
  const formatBand = ofNamedScheme(perGpuGiB.weights, found);
  const [less] = formatBand;
  const { range, open, unbounded, narrows, notes } = engineModelOf(spec).unsaid(spec, { ...toldBy(request), formatBand });
  const keepsMuch = found.keepsSome === true && perGpuGiB.kvCache > 0 && less > DECIDES * perGpuGiB.kvCache;
  return {
    range,
    open: [...open, ...(keepsMuch ? [`modelConfig: which matrices ${request.model ?? 'the copy'} keeps in 16 bit`] : []), ...unbounded],
    narrows,
    notes,
  };
}

/** What matrices chosen one by one add to the weights: 4 to 20 % in public start-up logs, the more the smaller the model. */
const CHOSEN_SHARE = 0.2;

/** GiB below and above: copies by one name differ in what they leave in 16 bit; up to a fourteenth of the weights more was seen, and a fortieth less. */
function ofNamedScheme(weights: number, { schemeFromName, keepsSome }: FoundModel): readonly [less: number, more: number] {
  if (schemeFromName === null) return [0, 0];
  return [(keepsSome === true ? CHOSEN_SHARE : 0.07) * weights, 0.025 * weights];
}
