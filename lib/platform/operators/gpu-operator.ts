/** NVIDIA GPU operator: driver, container toolkit, device plugin, GPU labels of nodes, GPU metrics. */
import { Pins } from '../../catalog/pins';
import type { Cluster } from '../cluster';
import type { GpuOperatorProps } from '../fleet-platform-props';
import { cpuNodeAffinity } from '../placement';
import { type ChartValues, mergeValues } from './chart-values';
import { mirrored, type Operator, type OperatorContext } from './operator';

/** Repository of each part's image by its path in the values; the chart has no common setting for a mirror. */
const REPOSITORIES: readonly (readonly [path: string, repository: string])[] = [
  ['validator', 'nvcr.io/nvidia'],
  ['operator', 'nvcr.io/nvidia'],
  ['driver', 'nvcr.io/nvidia'],
  ['driver.manager', 'nvcr.io/nvidia/cloud-native'],
  ['toolkit', 'nvcr.io/nvidia/k8s'],
  ['devicePlugin', 'nvcr.io/nvidia'],
  ['dcgm', 'nvcr.io/nvidia/cloud-native'],
  ['dcgmExporter', 'nvcr.io/nvidia/k8s'],
  ['gfd', 'nvcr.io/nvidia'],
  ['migManager', 'nvcr.io/nvidia/cloud-native'],
  ['nodeStatusExporter', 'nvcr.io/nvidia'],
  ['gds', 'nvcr.io/nvidia/cloud-native'],
  ['gdrcopy', 'nvcr.io/nvidia/cloud-native'],
  ['vgpuManager.driverManager', 'nvcr.io/nvidia/cloud-native'],
  ['vgpuDeviceManager', 'nvcr.io/nvidia/cloud-native'],
  ['vfioManager', 'nvcr.io/nvidia/cloud-native'],
  ['vfioManager.driverManager', 'nvcr.io/nvidia/cloud-native'],
  ['sandboxDevicePlugin', 'nvcr.io/nvidia'],
  ['kataSandboxDevicePlugin', 'nvcr.io/nvidia/cloud-native'],
  ['ccManager', 'nvcr.io/nvidia/cloud-native'],
  ['node-feature-discovery.image', 'registry.k8s.io/nfd/node-feature-discovery'],
];

export function gpuOperator(props: GpuOperatorProps, { cluster, monitored }: OperatorContext): Operator {
  return {
    id: 'gpu-operator',
    prop: 'gpuOperator',
    releaseName: 'gpu-operator',
    namespace: props.namespace ?? 'gpu-operator',
    // Drivers and device plugins work on the host.
    podSecurity: 'privileged',
    pin: Pins.charts.gpuOperator,
    webhookPorts: [],
    callers: [],
    timeoutSeconds: 900,
    defaults: mergeValues(
      {
        driver: { enabled: props.driver ?? true },
        toolkit: { enabled: props.toolkit ?? true },
        // "single" shows slices as whole GPUs, and a node of mixed slices shows nothing that can be planned with.
        mig: { strategy: props.migStrategy ?? 'mixed' },
        // Skipped by the operator when the kind is not there yet: Prometheus comes first.
        dcgmExporter: { serviceMonitor: { enabled: monitored, honorLabels: true } },
      },
      placement(),
      tolerations(props),
      mirrors(cluster),
    ),
    // Pools ask for the device plugin's resource, are placed by the labels, and are observed through DCGM.
    relied: { devicePlugin: { enabled: true }, gfd: { enabled: true }, dcgmExporter: { enabled: true } },
    overrides: props.values ?? {},
  };
}

/** Lists replace those of the chart, so the usual taint of GPU nodes stays among them. */
function tolerations({ tolerations: own = [] }: GpuOperatorProps): ChartValues {
  if (own.length === 0) return {};
  const all = [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }, ...own.map((toleration) => ({ ...toleration }))];
  return { daemonsets: { tolerations: all }, 'node-feature-discovery': { worker: { tolerations: all } } };
}

function mirrors(cluster: Cluster): ChartValues {
  if (cluster.registryMirror === undefined) return {};
  return mergeValues(...REPOSITORIES.map(([path, repository]) => nested(path.split('.'), mirrored(cluster, repository))));
}

/** The operator itself and the masters of node feature discovery need no GPU; what works on GPU nodes are its daemon sets. */
function placement(): ChartValues {
  const affinity = { nodeAffinity: cpuNodeAffinity() };
  return { operator: { affinity }, 'node-feature-discovery': { master: { affinity }, gc: { affinity } } };
}

function nested(path: readonly string[], values: ChartValues): ChartValues {
  return path.reduceRight<ChartValues>((inner, key) => ({ [key]: inner }), values);
}
