/** A tool on GPUs as `fleet.plan.json` holds it. */
import { poolCostPerHour } from '../economics/cost';
import { monthOf, partOf } from '../economics/cost-points';
import type { GpuServiceView } from '../inference/gpu-service-view';
import { nodeRoomPlan } from '../inference/node-room-plan';
import { pricePlan } from '../inference/price-plan';
import { type PriorityTerms, priorityPlan } from '../inference/priority-plan';
import type { GpuServicePlan } from '../plan/sections/gpu-service';
import { gpuResource } from '../platform/gpu-resource';

/** What the view does not say. */
export interface GpuServiceParts extends PriorityTerms {
  /** As the cluster pulls it. */
  readonly image: string;
  readonly startupSeconds: number;
}

export function toGpuServicePlan(view: GpuServiceView, { image, startupSeconds, ...priority }: GpuServiceParts): GpuServicePlan {
  const { name, path, namespace, cluster, spec, nodes, idleReplicas, maxReplicas, money, heldGiB } = view;
  const { gpu, gpusPerReplica } = spec;
  const costOf = (replicas: number) => poolCostPerHour(replicas, gpusPerReplica, nodes.price?.usdPerGpuHour ?? null);
  return {
    name,
    path,
    namespace,
    cluster,
    image,
    gpu: { id: gpu.id, name: gpu.name },
    resource: gpuResource(gpu, nodes.nodePools),
    ...(nodes.sharing === null ? {} : { sharing: { enginesPerCard: nodes.sharing.engines } }),
    ...priorityPlan(view, priority),
    ...nodeRoomPlan(view),
    gpusPerReplica,
    replicas: { min: idleReplicas, max: maxReplicas },
    memoryGiBPerGpu: heldGiB,
    usableGiBPerGpu: gpu.reportedMemoryGiB,
    startupSeconds,
    price: pricePlan(nodes.price, view.setting),
    costPerHour: { floor: costOf(idleReplicas), ceiling: costOf(maxReplicas) },
    economics: {
      replicas: money.replicas,
      usdPerHour: money.usdPerHour,
      usdPerMonth: monthOf(money.usdPerHour),
      usdPerDay: partOf(money.usdPerHour.plan, 24),
    },
  };
}
