import type { ReplicaEngine } from '../replica-engine';
import { modelByAccounting } from './by-accounting';
import type { EngineModel } from './engine-model';
import { shareOfAll } from './memory-share';
import { UNCOMPARED_LATENCY } from './uncompared-latency';

/** An engine without a description: weights and layout follow from the model, what it takes beside them is missing, so no answer is yes. */
export function undescribedEngine({ id, name }: ReplicaEngine): EngineModel {
  return modelByAccounting({
    id,
    name,
    spelled: /^(?!)/,
    compared: 'not described',
    unread: [],
    memoryShare: shareOfAll(null),
    latency: UNCOMPARED_LATENCY,
    missing: [`memory accounting of ${name} (registerEngineModel)`],
    accounting: ({ gpuMemoryUtilization }) => ({
      budget: ({ physical }) => physical.perGpuGiB * gpuMemoryUtilization,
      kvCache: ({ budget, weights }, { activation }) => budget - weights - activation.plannedGiB,
      bandGiB: ({ physical }) => 0.1 * physical.perGpuGiB,
    }),
  });
}
