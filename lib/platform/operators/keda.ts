/** KEDA: turns a Prometheus query into replicas. One per cluster: it owns the external metrics API. */
import { Pins } from '../../catalog/pins';
import type { OperatorProps } from '../fleet-platform-props';
import { mirroredImages, secretList } from './chart-images';
import { placedBy } from './chart-placement';
import type { Operator, OperatorContext } from './operator';
import { selectedBy } from './selected-by';

/** Namespace of KEDA by default. */
export const KEDA_NAMESPACE = 'keda';

/** A query that takes longer fails the scaler; the chart's 3 s are less than a busy Prometheus needs. */
const QUERY_TIMEOUT_MS = 10_000;

export function kedaOperator(props: OperatorProps, { cluster, monitored, nodes }: OperatorContext): Operator {
  const monitor = { enabled: monitored, serviceMonitor: { enabled: monitored, ...selectedBy(cluster, 'additionalLabels') } };
  return {
    id: 'keda',
    prop: 'keda',
    releaseName: 'keda',
    namespace: props.namespace ?? KEDA_NAMESPACE,
    podSecurity: 'restricted',
    pin: Pins.charts.keda,
    webhookPorts: [6443, 9443],
    callers: [],
    timeoutSeconds: 600,
    defaults: {
      ...mirroredImages('keda', cluster),
      ...(cluster.imagePullSecrets.length === 0 ? {} : { imagePullSecrets: secretList(cluster) }),
      http: { timeout: QUERY_TIMEOUT_MS },
      prometheus: { operator: monitor, metricServer: monitor, webhooks: monitor },
      ...placedBy(nodes),
    },
    // Without the annotation an uninstall deletes the kinds, with them every ScaledObject, and hangs on their finalizers.
    relied: { crds: { install: true, additionalAnnotations: { 'helm.sh/resource-policy': 'keep' } } },
    overrides: props.values ?? {},
  };
}
