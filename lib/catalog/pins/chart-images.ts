/**
 * The images of the operators' charts, read in the values of exactly the pinned versions (the commits that the pins name; kube-prometheus-stack with its
 * parts grafana 12.11.1, kube-state-metrics 8.4.0 and prometheus-node-exporter 4.56.1).
 */

/** How the values of a chart name an image: registry and repository, the whole name as repository, or a folder as repository and the name as image. */
export type ImageKeys = 'registry' | 'repository' | 'folder';

export interface ChartImage {
  /** Object within the values that names the image. */
  readonly at: string;
  readonly keys: ImageKeys;
  /** Registry and repository. */
  readonly name: string;
  /** Tag; null where it follows from the cluster or its nodes, or is not fixed. */
  readonly version: string | null;
  /** Pulled only where a value of the chart asks for it, which ours do not. */
  readonly asked: boolean;
}

const image = (at: string, keys: ImageKeys, name: string, version: string | null): ChartImage => ({
  at,
  keys,
  name,
  version,
  asked: false,
});
const asked = (at: string, keys: ImageKeys, name: string, version: string | null): ChartImage => ({ at, keys, name, version, asked: true });

// biome-ignore format: one row an image reads as a table
export const CHART_IMAGES: Readonly<Record<string, readonly ChartImage[]>> = {
  keda: [
    image('image.keda', 'registry', 'ghcr.io/kedacore/keda', '2.20.2'),
    image('image.metricsApiServer', 'registry', 'ghcr.io/kedacore/keda-metrics-apiserver', '2.20.2'),
    image('image.webhooks', 'registry', 'ghcr.io/kedacore/keda-admission-webhooks', '2.20.2'),
  ],
  'cloudnative-pg': [
    image('image', 'repository', 'ghcr.io/cloudnative-pg/cloudnative-pg', '1.30.0'),
  ],
  lws: [
    image('image.manager', 'repository', 'registry.k8s.io/lws/lws', 'v0.10.0'),
  ],
  'kuberay-operator': [
    image('image', 'repository', 'quay.io/kuberay/operator', 'v1.7.0'),
  ],
  'external-secrets': [
    image('image', 'repository', 'ghcr.io/external-secrets/external-secrets', 'v2.9.0'),
    image('webhook.image', 'repository', 'ghcr.io/external-secrets/external-secrets', 'v2.9.0'),
    image('certController.image', 'repository', 'ghcr.io/external-secrets/external-secrets', 'v2.9.0'),
  ],
  'kube-prometheus-stack': [
    image('crds.upgradeJob.image.busybox', 'registry', 'docker.io/library/busybox', '1.37.0'),
    image('crds.upgradeJob.image.kubectl', 'registry', 'registry.k8s.io/kubectl', null),
    image('alertmanager.alertmanagerSpec.image', 'registry', 'quay.io/prometheus/alertmanager', 'v0.34.0'),
    asked('prometheusOperator.admissionWebhooks.deployment.image', 'registry', 'quay.io/prometheus-operator/admission-webhook', 'v0.93.1'),
    image('prometheusOperator.admissionWebhooks.patch.image', 'registry', 'ghcr.io/jkroepke/kube-webhook-certgen', '1.8.7'),
    image('prometheusOperator.image', 'registry', 'quay.io/prometheus-operator/prometheus-operator', 'v0.93.1'),
    image('prometheusOperator.prometheusConfigReloader.image', 'registry', 'quay.io/prometheus-operator/prometheus-config-reloader', 'v0.93.1'),
    asked('prometheusOperator.thanosImage', 'registry', 'quay.io/thanos/thanos', 'v0.42.4'),
    image('prometheus.prometheusSpec.image', 'registry', 'quay.io/prometheus/prometheus', 'v3.14.0-distroless'),
    asked('thanosRuler.thanosRulerSpec.image', 'registry', 'quay.io/thanos/thanos', 'v0.42.4'),
    image('grafana.image', 'registry', 'docker.io/grafana/grafana', '13.2.0'),
    image('grafana.sidecar.image', 'registry', 'quay.io/kiwigrid/k8s-sidecar', '2.10.1'),
    asked('grafana.testFramework.image', 'registry', 'docker.io/bats/bats', '1.14.0'),
    asked('grafana.downloadDashboardsImage', 'registry', 'docker.io/curlimages/curl', '8.21.0'),
    asked('grafana.initChownData.image', 'registry', 'docker.io/library/busybox', '1.38.0'),
    asked('grafana.imageRenderer.image', 'registry', 'docker.io/grafana/grafana-image-renderer', null),
    image('kube-state-metrics.image', 'registry', 'registry.k8s.io/kube-state-metrics/kube-state-metrics', 'v2.20.0'),
    image('prometheus-node-exporter.image', 'registry', 'quay.io/prometheus/node-exporter', 'v1.12.1-distroless'),
  ],
  'gpu-operator': [
    image('validator', 'folder', 'nvcr.io/nvidia/gpu-operator', 'v26.7.0'),
    image('operator', 'folder', 'nvcr.io/nvidia/gpu-operator', 'v26.7.0'),
    image('driver', 'folder', 'nvcr.io/nvidia/driver', null),
    image('driver.manager', 'folder', 'nvcr.io/nvidia/cloud-native/k8s-driver-manager', 'v0.12.0'),
    image('toolkit', 'folder', 'nvcr.io/nvidia/k8s/container-toolkit', 'v1.20.0'),
    image('devicePlugin', 'folder', 'nvcr.io/nvidia/k8s-device-plugin', 'v0.20.0'),
    asked('dcgm', 'folder', 'nvcr.io/nvidia/cloud-native/dcgm', '4.6.0-1-ubuntu24.04'),
    image('dcgmExporter', 'folder', 'nvcr.io/nvidia/k8s/dcgm-exporter', '4.6.0-4.8.3-distroless'),
    image('gfd', 'folder', 'nvcr.io/nvidia/k8s-device-plugin', 'v0.20.0'),
    image('migManager', 'folder', 'nvcr.io/nvidia/cloud-native/k8s-mig-manager', 'v0.15.0'),
    asked('nodeStatusExporter', 'folder', 'nvcr.io/nvidia/gpu-operator', 'v26.7.0'),
    asked('gds', 'folder', 'nvcr.io/nvidia/cloud-native/nvidia-fs', '2.29.4'),
    asked('gdrcopy', 'folder', 'nvcr.io/nvidia/cloud-native/gdrdrv', 'v2.6'),
    asked('vgpuManager.driverManager', 'folder', 'nvcr.io/nvidia/cloud-native/k8s-driver-manager', 'v0.12.0'),
    asked('vgpuDeviceManager', 'folder', 'nvcr.io/nvidia/cloud-native/vgpu-device-manager', 'v0.5.0'),
    asked('vfioManager', 'folder', 'nvcr.io/nvidia/cloud-native/k8s-driver-manager', 'v0.12.0'),
    asked('vfioManager.driverManager', 'folder', 'nvcr.io/nvidia/cloud-native/k8s-driver-manager', 'v0.12.0'),
    asked('sandboxDevicePlugin', 'folder', 'nvcr.io/nvidia/kubevirt-gpu-device-plugin', 'v1.6.0'),
    asked('kataSandboxDevicePlugin', 'folder', 'nvcr.io/nvidia/cloud-native/nvidia-sandbox-device-plugin', 'v0.0.5'),
    asked('ccManager', 'folder', 'nvcr.io/nvidia/cloud-native/k8s-cc-manager', 'v0.4.3'),
    asked('draDriver', 'folder', 'nvcr.io/nvidia/dra-driver-nvidia-gpu', 'v0.5.0'),
    image('node-feature-discovery.image', 'repository', 'registry.k8s.io/nfd/node-feature-discovery', 'v0.19.0'),
  ],
};

/** Image with which CloudNativePG starts the pods of a database, beside Postgres itself: that of the operator. */
export const DATABASE_STARTER = 'ghcr.io/cloudnative-pg/cloudnative-pg';
