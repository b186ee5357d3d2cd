/** NVIDIA GPU operator: driver, container toolkit, device plugin, GPU labels of nodes, GPU metrics. */
import { Pins } from '../../catalog/pins';
import { toYaml } from '../../core/yaml';
import type { Cluster } from '../cluster';
import type { GpuOperatorProps } from '../fleet-platform-props';
import { migConfigs, type NodeMig } from '../node-mig';
import { sharingConfigs } from '../node-sharing';
import { gpuTolerations } from '../placement';
import { mirroredImages, secretList } from './chart-images';
import { type OperatorNodes, placedBy } from './chart-placement';
import { type ChartValues, mergeValues } from './chart-values';
import type { Operator, OperatorContext } from './operator';
import { selectedBy } from './selected-by';

/** Parts that are given logins for registries by name. */
const PARTS = [
  ...[
    'validator',
    'operator',
    'driver',
    'toolkit',
    'devicePlugin',
    'dcgm',
    'dcgmExporter',
    'gfd',
    'migManager',
    'nodeStatusExporter',
    'gds',
    'gdrcopy',
  ],
  ...[
    'vgpuManager',
    'vgpuDeviceManager',
    'vfioManager',
    'kataManager',
    'sandboxDevicePlugin',
    'kataSandboxDevicePlugin',
    'ccManager',
    'draDriver',
  ],
];

export function gpuOperator(props: GpuOperatorProps, { cluster, monitored, nodes }: OperatorContext): Operator {
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
        dcgmExporter: { serviceMonitor: { enabled: monitored, honorLabels: true, ...selectedBy(cluster, 'additionalLabels') } },
      },
      placement(nodes),
      tolerations(props, cluster),
      mirroredImages('gpu-operator', cluster),
      logins(cluster),
    ),
    // Pools ask for the device plugin's resource, are placed by the labels, and are observed through DCGM.
    relied: {
      devicePlugin: { enabled: true, ...sharedCards(cluster) },
      gfd: { enabled: true },
      dcgmExporter: { enabled: true },
      ...migLayouts(cluster),
    },
    overrides: mergeValues(props.migStrategy === undefined ? {} : { mig: { strategy: props.migStrategy } }, props.values ?? {}),
  };
}

/** Node pools whose cards are cut into slices. */
const cutPools = ({ nodes }: Cluster): NodeMig[] => nodes.pools.flatMap(({ mig }) => (mig === undefined ? [] : [mig]));

/** The layouts of all node pools in a ConfigMap of the chart; a node takes one by its label. */
function migLayouts(cluster: Cluster): ChartValues {
  const migs = cutPools(cluster);
  const [first] = migs;
  if (first === undefined) return {};
  const data = { 'config.yaml': toYaml(migConfigs(migs)) };
  return {
    mig: { strategy: first.strategy ?? 'mixed' },
    migManager: { enabled: true, config: { create: true, name: 'agent-fleet-mig', data } },
  };
}

/** The ways to share of all node pools in a ConfigMap of the chart; a node takes one by its label, and without the label it shares nothing. */
function sharedCards({ nodes }: Cluster): ChartValues {
  const ways = nodes.pools.flatMap(({ sharing }) => (sharing === undefined ? [] : [sharing]));
  if (ways.length === 0) return {};
  const data = Object.fromEntries(Object.entries(sharingConfigs(ways)).map(([name, config]) => [name, toYaml(config)]));
  return { config: { create: true, name: 'agent-fleet-device-plugin', default: '', data } };
}

/** Lists replace those of the chart, so the usual taint of GPU nodes stays among them. */
function tolerations({ tolerations: own = [] }: GpuOperatorProps, { nodePools }: Cluster): ChartValues {
  const declared = gpuTolerations(nodePools).filter(
    ({ key, effect }) => !own.some((one) => one.key === key && (one.effect ?? effect) === effect),
  );
  if (own.length + declared.length === 0) return {};
  const all = [
    { key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' },
    ...[...own, ...declared].map((toleration) => ({ ...toleration })),
  ];
  return { daemonsets: { tolerations: all }, 'node-feature-discovery': { worker: { tolerations: all } } };
}

function logins(cluster: Cluster): ChartValues {
  const { imagePullSecrets } = cluster;
  if (imagePullSecrets.length === 0) return {};
  const parts = PARTS.map((part) => ({ [part]: { imagePullSecrets: [...imagePullSecrets] } }));
  return mergeValues(...parts, { 'node-feature-discovery': { imagePullSecrets: secretList(cluster) } });
}

/** The operator itself and the masters of node feature discovery need no GPU; what works on GPU nodes are its daemon sets. */
function placement(nodes: OperatorNodes): ChartValues {
  const { affinity = null, tolerations: chosen = [] } = placedBy(nodes);
  const tolerations = Array.isArray(chosen) && chosen.length > 0 ? { tolerations: [CONTROL_PLANE, ...chosen] } : {};
  // The hooks that upgrade and remove the kinds take no affinity.
  const selector = Object.keys(nodes.selector).length === 0 ? {} : { nodeSelector: { ...nodes.selector } };
  const placed = { affinity, ...tolerations };
  return { operator: { ...placed, ...selector }, 'node-feature-discovery': { master: placed, gc: placed } };
}

/** Lists replace those of the chart, so the taint of control planes stays among them. */
const CONTROL_PLANE = { key: 'node-role.kubernetes.io/control-plane', operator: 'Equal', value: '', effect: 'NoSchedule' };
