/** CloudNativePG: runs Postgres for state stores. Its kinds survive an uninstall by the chart's own annotation. */
import { Pins } from '../../catalog/pins';
import type { OperatorProps } from '../fleet-platform-props';
import { mirroredImages, secretList } from './chart-images';
import { placedBy } from './chart-placement';
import type { Operator, OperatorContext } from './operator';
import { selectedBy } from './selected-by';

export function postgresOperator(props: OperatorProps, { cluster, monitored, nodes }: OperatorContext): Operator {
  return {
    id: 'postgres-operator',
    prop: 'postgresOperator',
    releaseName: 'cloudnative-pg',
    namespace: props.namespace ?? 'cnpg-system',
    podSecurity: 'restricted',
    pin: Pins.charts.cloudnativePg,
    webhookPorts: [9443],
    callers: [],
    timeoutSeconds: 600,
    defaults: {
      ...mirroredImages('cloudnative-pg', cluster),
      ...(cluster.imagePullSecrets.length === 0 ? {} : { imagePullSecrets: secretList(cluster) }),
      monitoring: { podMonitorEnabled: monitored, ...selectedBy(cluster, 'podMonitorAdditionalLabels') },
      ...placedBy(nodes),
      // The chart names user and group 10001.
      ...(cluster.namespaceTerms.podUsers === 'of-image' ? {} : { containerSecurityContext: { runAsUser: null, runAsGroup: null } }),
    },
    relied: { crds: { create: true }, config: { clusterWide: true } },
    overrides: props.values ?? {},
  };
}
