/** What the Prometheus operator makes of PodMonitors and PrometheusRules: scrape configurations and rule files. */

import { labelsOf } from '../checks/workloads';
import { at, type KubeObject, listAt } from '../cluster/kube-object';

export interface PrometheusConfig {
  readonly config: unknown;
  readonly rules: unknown;
}

export function prometheusConfig(
  objects: readonly KubeObject[],
  kubeconfig: string,
  proxyUrl: string,
  rulesFile: string,
): PrometheusConfig {
  const monitors = objects.filter(({ kind }) => kind === 'PodMonitor');
  const rules = objects.filter(({ kind }) => kind === 'PrometheusRule');
  return {
    config: {
      global: { scrape_interval: '30s', evaluation_interval: '30s' },
      rule_files: [rulesFile],
      scrape_configs: monitors.flatMap((monitor) =>
        listAt(monitor, 'spec', 'podMetricsEndpoints').map((endpoint, index) =>
          scrapeConfig(monitor, endpoint, index, kubeconfig, proxyUrl),
        ),
      ),
    },
    rules: { groups: rules.flatMap((rule) => listAt(rule, 'spec', 'groups')) },
  };
}

function scrapeConfig(monitor: KubeObject, endpoint: unknown, index: number, kubeconfig: string, proxyUrl: string) {
  const { name, namespace } = monitor.metadata;
  const interval = at(endpoint, 'interval');
  return {
    job_name: `podMonitor/${namespace}/${name}/${index}`,
    honor_labels: at(endpoint, 'honorLabels') === true,
    metrics_path: at(endpoint, 'path') ?? '/metrics',
    ...(interval === undefined ? {} : { scrape_interval: interval, scrape_timeout: '5s' }),
    proxy_url: proxyUrl,
    kubernetes_sd_configs: [{ role: 'pod', kubeconfig_file: kubeconfig, namespaces: { names: [namespace] } }],
    relabel_configs: relabeling(monitor, String(at(endpoint, 'port'))),
  };
}

/** The rules that the operator generates, in its order. */
function relabeling(monitor: KubeObject, port: string) {
  const labels = Object.entries(labelsOf(at(monitor, 'spec', 'selector', 'matchLabels')));
  const copy = (source: string, target: string) => ({ source_labels: [`__meta_kubernetes_${source}`], target_label: target });
  return [
    { action: 'drop', source_labels: ['__meta_kubernetes_pod_phase'], regex: '(Failed|Succeeded)' },
    ...labels.map(([key, value]) => {
      const label = key.replace(/[^A-Za-z0-9_]/g, '_');
      const source_labels = [`__meta_kubernetes_pod_label_${label}`, `__meta_kubernetes_pod_labelpresent_${label}`];
      return { action: 'keep', source_labels, regex: `(${value});true` };
    }),
    { action: 'keep', source_labels: ['__meta_kubernetes_pod_container_port_name'], regex: port },
    copy('namespace', 'namespace'),
    copy('pod_container_name', 'container'),
    copy('pod_name', 'pod'),
    { target_label: 'job', replacement: `${monitor.metadata.namespace}/${monitor.metadata.name}` },
    { target_label: 'endpoint', replacement: port },
  ];
}
