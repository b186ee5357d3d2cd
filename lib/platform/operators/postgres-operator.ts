/** CloudNativePG: runs Postgres for state stores. Its kinds survive an uninstall by the chart's own annotation. */
import { Pins } from '../../catalog/pins';
import type { OperatorProps } from '../fleet-platform-props';
import { cpuNodeAffinity } from '../placement';
import { mirrored, type Operator, type OperatorContext } from './operator';

const IMAGE = 'ghcr.io/cloudnative-pg/cloudnative-pg';

export function postgresOperator(props: OperatorProps, { cluster, monitored }: OperatorContext): Operator {
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
      ...(cluster.registryMirror === undefined ? {} : { image: mirrored(cluster, IMAGE) }),
      monitoring: { podMonitorEnabled: monitored },
      affinity: { nodeAffinity: cpuNodeAffinity() },
    },
    relied: { crds: { create: true }, config: { clusterWide: true } },
    overrides: props.values ?? {},
  };
}
