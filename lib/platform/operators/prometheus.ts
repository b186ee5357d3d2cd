/** kube-prometheus-stack: Prometheus, its operator and kinds, Grafana, node and object metrics. */
import { Pins } from '../../catalog/pins';
import type { Cluster } from '../cluster';
import type { PrometheusProps } from '../fleet-platform-props';
import { groupsOfClass } from '../held-volume';
import { mirroredImages, secretList } from './chart-images';
import { type OperatorNodes, placedBy, placedWhereChosen } from './chart-placement';
import { type ChartValues, mergeValues } from './chart-values';
import type { Operator, OperatorContext } from './operator';

/** Share of the volume that Prometheus may fill; the rest is for its write-ahead log and compaction. */
const USABLE_SHARE = 0.8;

/** Pod and node labels that become labels of `kube_pod_labels` and `kube_node_labels`; by these cost is split. */
const POD_LABELS = ['app.kubernetes.io/name', 'app.kubernetes.io/component', 'app.kubernetes.io/part-of', 'agent-fleet/model'];
const NODE_LABELS = ['nvidia.com/gpu.product'];

export function prometheusOperator(props: PrometheusProps, { cluster, kedaNamespace, nodes }: OperatorContext): Operator {
  return {
    id: 'prometheus',
    prop: 'prometheus',
    releaseName: 'kube-prometheus-stack',
    namespace: cluster.monitoringNamespace,
    // The node exporter reads the host's network, processes and root.
    podSecurity: 'privileged',
    holdsData: props.deletionProtection ?? true,
    pin: Pins.charts.kubePrometheusStack,
    webhookPorts: [10250],
    callers: callers(props, kedaNamespace),
    timeoutSeconds: 900,
    defaults: mergeValues(mirroredImages('kube-prometheus-stack', cluster), {
      // Generated names are cut at 26 characters and change with the release.
      fullnameOverride: 'kube-prometheus-stack',
      ...(cluster.imagePullSecrets.length === 0 ? {} : { global: { imagePullSecrets: secretList(cluster) } }),
      prometheus: { prometheusSpec: { ...retention(props), ...memberOf(groupsOfClass(props.storageClass, cluster)), ...placedBy(nodes) } },
      alertmanager: { alertmanagerSpec: placedBy(nodes) },
      prometheusOperator: { ...placedBy(nodes), ...webhookJobs(nodes) },
      'kube-state-metrics': placedBy(nodes),
      grafana: { ...grafanaAdmin(props), ...placedBy(nodes) },
      ...nodeExporter(cluster),
      ...controlPlane(props.controlPlaneMetrics ?? false),
      crds: { upgradeJob: { ...upgradeJob(), ...placedWhereChosen(nodes) } },
    }),
    relied: reliedOn(),
    overrides: props.values ?? {},
  };
}

/** Without these, objects of other releases are ignored in silence, and dashboards and cost stay empty. */
function reliedOn(): ChartValues {
  return {
    crds: { enabled: true },
    prometheus: {
      enabled: true,
      prometheusSpec: {
        serviceMonitorSelectorNilUsesHelmValues: false,
        podMonitorSelectorNilUsesHelmValues: false,
        ruleSelectorNilUsesHelmValues: false,
        probeSelectorNilUsesHelmValues: false,
        scrapeConfigSelectorNilUsesHelmValues: false,
      },
    },
    kubeStateMetrics: { enabled: true },
    'kube-state-metrics': { metricLabelsAllowlist: [`pods=[${POD_LABELS.join(',')}]`, `nodes=[${NODE_LABELS.join(',')}]`] },
    grafana: {
      // The chart's own role reads every Secret of the cluster as well.
      rbac: { useExistingClusterRole: DASHBOARD_READER },
      sidecar: {
        datasources: { resource: 'configmap' },
        dashboards: {
          enabled: true,
          resource: 'configmap',
          label: 'grafana_dashboard',
          labelValue: '1',
          searchNamespace: 'ALL',
          folderAnnotation: 'grafana_folder',
          provider: { foldersFromFilesStructure: true },
        },
      },
    },
  };
}

/** Cluster role of Grafana's sidecar: config maps and nothing else. */
export const DASHBOARD_READER = 'agent-fleet-dashboard-reader';

const PROMETHEUS_PORT = 9090;
const GRAFANA_PORT = 3000;

/** The autoscaler asks Prometheus; people come through namespaces that were named. */
function callers({ callers: named = [] }: PrometheusProps, kedaNamespace: string): Operator['callers'] {
  return [
    { namespace: kedaNamespace, port: PROMETHEUS_PORT },
    ...named.flatMap((namespace) => [GRAFANA_PORT, PROMETHEUS_PORT].map((port) => ({ namespace, port }))),
  ].filter(
    (caller, index, all) => all.findIndex(({ namespace, port }) => namespace === caller.namespace && port === caller.port) === index,
  );
}

/** Without a volume every restart forgets all metrics. */
function retention({ retentionDays = 15, storageGiB = 50, storageClass }: PrometheusProps): ChartValues {
  return {
    retention: `${retentionDays}d`,
    retentionSize: `${Math.floor(storageGiB * USABLE_SHARE)}GiB`,
    storageSpec: {
      volumeClaimTemplate: {
        spec: {
          accessModes: ['ReadWriteOnce'],
          ...(storageClass === undefined ? {} : { storageClassName: storageClass }),
          resources: { requests: { storage: `${storageGiB}Gi` } },
        },
      },
    },
  };
}

/** The chart's own user and fsGroup stay beside it. */
const memberOf = (supplementalGroups: readonly number[]): ChartValues =>
  supplementalGroups.length === 0 ? {} : { securityContext: { supplementalGroups: [...supplementalGroups] } };

function grafanaAdmin({ grafanaAdminSecret }: PrometheusProps): ChartValues {
  return grafanaAdminSecret === undefined ? {} : { admin: { existingSecret: grafanaAdminSecret } };
}

/** Managed clouds do not let anybody scrape their control plane: the alerts about it would never end. */
function controlPlane(enabled: boolean): ChartValues {
  return {
    kubeEtcd: { enabled },
    kubeControllerManager: { enabled },
    kubeScheduler: { enabled },
    kubeProxy: { enabled },
  };
}

/** The chart's kinds lie where Helm never upgrades them; this job does, before each upgrade. Its image has no fixed tag by default. */
function upgradeJob(): ChartValues {
  return { enabled: true, image: { busybox: { tag: Pins.images.busybox.version } } };
}

/** Jobs that make the certificate of the webhook, before and after each upgrade. */
function webhookJobs(nodes: OperatorNodes): ChartValues {
  return nodes.isChosen ? { admissionWebhooks: { patch: placedBy(nodes) } } : {};
}

/** It runs on every node: the chart tolerates taints with `NoSchedule` alone. */
function nodeExporter({ nodePools }: Cluster): ChartValues {
  const evicts = nodePools.some(({ taints }) => taints.some(({ effect }) => effect === 'NoExecute'));
  const tolerations = ['NoSchedule', 'NoExecute'].map((effect) => ({ operator: 'Exists', effect }));
  return evicts ? { 'prometheus-node-exporter': { tolerations } } : {};
}
