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
const exportedOf = (selector: string): string => selector.replace(/(^|,)(namespace|pod)=/g, '$1exported_$2=');

/** Share of its memory that the fullest card has given away. DCGM writes no total; what the driver reserves came with later releases. */
export function usedMemory(selector: string): string {
  const share = (labels: string) => {
    const of = (part: string) => `DCGM_FI_DEV_FB_${part}{${labels}}`;
    return `${of('USED')} / (${of('USED')} + ${of('FREE')} + (${of('RESERVED')} or 0 * ${of('FREE')}))`;
  };
  return `max((${share(selector)}) or (${share(exportedOf(selector))}))`;
}

export function activeGpus(selector: string): string {
  const exported = exportedOf(selector);
  const metric = 'DCGM_FI_PROF_GR_ENGINE_ACTIVE';
  return `avg(${metric}{${selector}} or ${metric}{${exported}})`;
}

/** GPU resource as kube-state-metrics writes it, e.g. `nvidia_com_gpu`. */
export const resourceLabel = (resource: string): string => resource.replace(/[^A-Za-z0-9_]/g, '_');
