/**
 * Tells Prometheus to scrape the pods of a workload. Scaling and observability both need it and may both ask: the object is one.
 * The scrape adds `namespace`, `pod` and `container`; labels of the program itself (`engine`, `model_name`) stay as they are.
 */
import { MANAGED_BY } from '../security/labels';
import type { IScraped } from '../security/scraped';
import { CustomObjects } from '../terraform/custom-objects';
import { TerraformStack } from '../terraform/engine';

export const SCRAPE_INTERVAL_SECONDS = 15;

/** @param labels those by which the Prometheus of the cluster selects monitors */
export function scrapePods(target: IScraped, labels: Readonly<Record<string, string>> = {}): void {
  if (target.metricsPath === null) return;
  const { name, namespace, selector, owner } = target.workload;
  const objects = CustomObjects.of(TerraformStack.of(owner), namespace);
  objects.add(`pod-monitor-${name}`, () => ({
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PodMonitor',
    metadata: {
      name,
      namespace: namespace.name,
      // Pods of operators are selected by labels of the operator, which say nothing of a name.
      labels: { ...labels, 'app.kubernetes.io/name': name, ...selector, 'app.kubernetes.io/managed-by': MANAGED_BY },
    },
    spec: {
      selector: { matchLabels: { ...selector } },
      podMetricsEndpoints: [{ port: target.metricsPortName, path: target.metricsPath, interval: `${SCRAPE_INTERVAL_SECONDS}s` }],
    },
  }));
}
