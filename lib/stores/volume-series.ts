import type { ObservedVolumes } from './contract';

/**
 * What the kubelet counts of volumes; drivers of volumes give it or not.
 * @param claims names of the claims, a regular expression of Prometheus
 */
export function volumesOf(namespace: string, claims: string): ObservedVolumes {
  const of = (series: string) => `${series}{namespace="${namespace}",persistentvolumeclaim=~"${claims}"}`;
  return { usedBytes: of('kubelet_volume_stats_used_bytes'), bytes: of('kubelet_volume_stats_capacity_bytes') };
}
