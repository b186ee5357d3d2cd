/** The small objects beside a workload: account, service, disruption budget, claim. */
import { PersistentVolumeClaimV1 } from '@cdktf/provider-kubernetes/lib/persistent-volume-claim-v1';
import { PodDisruptionBudgetV1 } from '@cdktf/provider-kubernetes/lib/pod-disruption-budget-v1';
import { ServiceAccountV1 } from '@cdktf/provider-kubernetes/lib/service-account-v1';
import { ServiceV1 } from '@cdktf/provider-kubernetes/lib/service-v1';
import { metadata, type Named, type Place, selector } from './namespace';

export function account({ stack, namespace }: Place, named: Named): ServiceAccountV1 {
  return new ServiceAccountV1(stack, `${named.name}-service-account`, {
    metadata: metadata(named),
    automountServiceAccountToken: false,
    dependsOn: [namespace],
  });
}

export function service({ stack, namespace }: Place, named: Named, port: number, portName = 'http'): ServiceV1 {
  return new ServiceV1(stack, `${named.name}-service`, {
    metadata: metadata(named),
    spec: { type: 'ClusterIP', selector: selector(named), port: [{ name: portName, port, targetPort: portName, protocol: 'TCP' }] },
    waitForLoadBalancer: false,
    dependsOn: [namespace],
  });
}

export function headlessService({ stack, namespace }: Place, named: Named, port: number, portName: string): ServiceV1 {
  return new ServiceV1(stack, `${named.name}-headless`, {
    metadata: metadata(named, `${named.name}-headless`),
    spec: {
      type: 'ClusterIP',
      clusterIp: 'None',
      selector: selector(named),
      port: [{ name: portName, port, targetPort: portName, protocol: 'TCP' }],
    },
    waitForLoadBalancer: false,
    dependsOn: [namespace],
  });
}

export function disruptionBudget({ stack, namespace }: Place, named: Named): PodDisruptionBudgetV1 {
  return new PodDisruptionBudgetV1(stack, `${named.name}-disruption-budget`, {
    metadata: metadata(named),
    spec: { maxUnavailable: '1', selector: { matchLabels: selector(named) } },
    dependsOn: [namespace],
  });
}

export interface Claim {
  readonly suffix: string;
  readonly accessMode: string;
  readonly storage: string;
  readonly storageClassName?: string;
}

export function claim({ stack, namespace }: Place, named: Named, { suffix, accessMode, storage, ...rest }: Claim): PersistentVolumeClaimV1 {
  return new PersistentVolumeClaimV1(stack, `${named.name}-${suffix}`, {
    metadata: metadata(named, `${named.name}-${suffix}`),
    spec: { accessModes: [accessMode], resources: { requests: { storage } }, ...rest },
    waitUntilBound: false,
    dependsOn: [namespace],
  });
}
