/** The replica that a row asks about, as `agent-fleet size` counts it. */

import { estimateReplica } from '../lib/capacity/ask-engine';
import type { Band } from '../lib/capacity/engines/doubts';
import { plannedReplica } from '../lib/capacity/fit/balance';
import type { ReplicaSpec } from '../lib/capacity/replica-spec';
import { findGpu } from '../lib/sizing/find-gpu';
import { findModel } from '../lib/sizing/find-model';
import { engineOf, toldBy } from '../lib/sizing/question-engine';
import { formatOf } from '../lib/sizing/question-format';
import { poolOf } from '../lib/sizing/question-verdict';
import { replicaOf } from '../lib/sizing/replica-of';
import { sizeRequestSchema } from '../lib/sizing/size-request';
import type { FieldRow } from './field-rows';

export interface AskedReplica {
  readonly spec: ReplicaSpec;
  /** What only the name of the checkpoint tells. */
  readonly format: Band;
}

/** Null where model, card or engine are not known. */
export function askedReplica({ request: line }: FieldRow): AskedReplica | null {
  const request = sizeRequestSchema.parse(line);
  const found = findModel(request.model, request.modelConfig, request.checkpointGiB);
  const card = findGpu(request.gpu, request.memoryGiB ?? null);
  const engine = engineOf(request);
  if (found === null || card === null || engine === null) return null;
  const { spec: asked } = replicaOf(request, found, card.gpu, engine);
  const spec = plannedReplica(poolOf(request, asked, toldBy(request), []));
  return { spec, format: formatOf(request, estimateReplica(spec), found).formatBand };
}
