/** How the toy engine divides a GPU: its share, less weights, one pass and a GiB of its own. Nobody measured its speed. */
import { type EngineModel, modelByAccounting, UNCOMPARED_LATENCY } from 'cdktf-agent-fleet/capacity';

const OWN_GIB = 1;

export const TOY_SIZING: EngineModel = modelByAccounting({
  id: 'toy',
  name: 'Toy',
  spelled: /^toy$/i,
  compared: 'made up for tests',
  unread: [],
  memoryShare: { input: 'gpuMemoryUtilization', setting: '--memory', meaning: 'share of the reported memory for everything' },
  latency: UNCOMPARED_LATENCY,
  accounting: ({ gpuMemoryUtilization }) => ({
    budget: ({ physical }) => physical.perGpuGiB * gpuMemoryUtilization,
    kvCache: ({ budget, weights }, { activation }) => budget - weights - activation.plannedGiB - OWN_GIB,
    bandGiB: () => 1,
  }),
});
