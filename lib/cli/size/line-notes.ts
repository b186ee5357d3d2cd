/** What a reader of the answer should know: what was assumed, and what is not counted. */
import type { ReplicaSpec } from '../../capacity/types';
import { otherEngine } from './line-engine';
import type { SizeRequest } from './size-request';

export function notesOf(request: SizeRequest, spec: ReplicaSpec): string[] {
  const foreign = otherEngine(request) !== null;
  return [
    ...(foreign ? [`${request.engine}: by the rules of its source, not checked against start-up logs`] : []),
    ...(request.engineVersion == null && !foreign
      ? [`engine version not given: figures are for ${spec.engine.version}, the range spans releases`]
      : []),
    ...(request.speculative == null || request.speculative === false ? [] : ['the drafter of speculative decoding is not counted']),
    ...((spec.model.facts.weightDetail?.towerParams ?? 0) > 0 && spec.model.facts.weightDetail?.towerPeakGiB === undefined
      ? ['the peak of the vision or audio tower is in the range, not in the figure']
      : []),
  ];
}
