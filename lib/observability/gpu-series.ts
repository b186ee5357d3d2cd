/** What exporters of Kubernetes and of the GPUs say of the cards that some pods hold. */

/** GPUs that running pods hold. */
export function heldBy(selector: string, gpuResource: string): string {
  const requests = `kube_pod_container_resource_requests{${selector},resource="${gpuResource}"}`;
  const running = `max by (namespace, pod) (kube_pod_status_phase{${selector},phase="Running"} == 1)`;
  return `sum(${requests} * on (namespace, pod) group_left () ${running})`;
}

/** Zero where pods are known and none runs; nothing at all, rather than zero, where no pods are reported. */
export const heldOrNone = (selector: string, gpuResource: string): string =>
  `${heldBy(selector, gpuResource)} or 0 * sum(kube_pod_status_phase{${selector}})`;

/** Where the scrape of DCGM keeps its own target labels, the labels of the workload arrive as `exported_…`. */
export function activeGpus(selector: string): string {
  const exported = selector.replace(/(^|,)(namespace|pod)=/g, '$1exported_$2=');
  const metric = 'DCGM_FI_PROF_GR_ENGINE_ACTIVE';
  return `avg(${metric}{${selector}} or ${metric}{${exported}})`;
}

/** GPU resource as kube-state-metrics writes it, e.g. `nvidia_com_gpu`. */
export const resourceLabel = (resource: string): string => resource.replace(/[^A-Za-z0-9_]/g, '_');
