/** A tool on GPUs as those see it who watch a fleet. */
import { GPU_VENDORS } from '../catalog/gpu-vendors';
import type { GpuServiceView } from '../inference/gpu-service-view';
import { resourceLabel } from '../observability/gpu-series';
import type { ObservedGpuService } from '../observability/observed-gpu-service';
import { gpuResource } from '../platform/gpu-resource';
import type { GpuServiceSpec } from './gpu-service-props';

/** What of the construct stands in no view. */
interface Watched {
  readonly metricSelector: string;
  readonly spec: GpuServiceSpec;
}

export function observedGpuService(view: GpuServiceView, { metricSelector, spec }: Watched): ObservedGpuService {
  const { name, namespace, idleReplicas, nodes, money } = view;
  const { gpu, metrics, startupSeconds, requestSeconds } = spec;
  const { requestsWaiting = null, requestsRunning = null, requestDuration = null } = metrics ?? {};
  return {
    name,
    namespace,
    selector: metricSelector,
    metrics: metrics === undefined ? null : { requestsWaiting, requestsRunning, requestDuration },
    minReplicas: idleReplicas,
    scaled: spec.scaling !== undefined,
    startupSeconds,
    requestSeconds,
    gpu: gpu.name,
    gpuResource: resourceLabel(gpuResource(gpu, nodes.nodePools)),
    dcgm: GPU_VENDORS[gpu.facts.vendor].byGpuOperator && nodes.sharing === null,
    declaredMemory: view.heldGiB === null || gpu.reportedMemoryGiB === null ? null : view.heldGiB / gpu.reportedMemoryGiB,
    price: nodes.price,
    floorUsdPerHour: money.usdPerHour.floor,
  };
}
