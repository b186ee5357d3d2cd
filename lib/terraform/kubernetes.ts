/**
 * The only door to the Kubernetes provider: one deep import per resource, because the barrel costs a second and 260 MB. What the
 * classes are given is data.
 */
import { ClusterRoleV1 as ClusterRole } from '@cdktf/provider-kubernetes/lib/cluster-role-v1';
import { ConfigMapV1 as ConfigMap } from '@cdktf/provider-kubernetes/lib/config-map-v1';
import { DataKubernetesNamespaceV1 as DataNamespace } from '@cdktf/provider-kubernetes/lib/data-kubernetes-namespace-v1';
import { DeploymentV1 as Deployment, type DeploymentV1Config } from '@cdktf/provider-kubernetes/lib/deployment-v1';
import type { JobV1, JobV1Config } from '@cdktf/provider-kubernetes/lib/job-v1';
import { NamespaceV1 as Namespace } from '@cdktf/provider-kubernetes/lib/namespace-v1';
import { NetworkPolicyV1 as NetworkPolicy } from '@cdktf/provider-kubernetes/lib/network-policy-v1';
import { PersistentVolumeClaimV1 as PersistentVolumeClaim } from '@cdktf/provider-kubernetes/lib/persistent-volume-claim-v1';
import { PodDisruptionBudgetV1 as PodDisruptionBudget } from '@cdktf/provider-kubernetes/lib/pod-disruption-budget-v1';
import { KubernetesProvider as Provider } from '@cdktf/provider-kubernetes/lib/provider';
import { ServiceAccountV1 as ServiceAccount } from '@cdktf/provider-kubernetes/lib/service-account-v1';
import { ServiceV1 as Service } from '@cdktf/provider-kubernetes/lib/service-v1';
import type { StatefulSetV1, StatefulSetV1Config } from '@cdktf/provider-kubernetes/lib/stateful-set-v1';
import type { Construct } from 'constructs';
import { once } from '../core/once';
import { KEPT_RESTARTS } from './kept-restarts';
import { providerWithLiteralData, withLiteralData } from './literal-blocks';

export type {
  DeploymentV1Spec,
  DeploymentV1SpecTemplateSpec,
  DeploymentV1SpecTemplateSpecContainer,
  DeploymentV1SpecTemplateSpecContainerEnv,
  DeploymentV1SpecTemplateSpecContainerVolumeMount,
  DeploymentV1SpecTemplateSpecInitContainer,
  DeploymentV1SpecTemplateSpecVolume,
} from '@cdktf/provider-kubernetes/lib/deployment-v1';
export type { JobV1 } from '@cdktf/provider-kubernetes/lib/job-v1';
export type {
  NetworkPolicyV1Spec,
  NetworkPolicyV1SpecEgress,
  NetworkPolicyV1SpecIngress,
} from '@cdktf/provider-kubernetes/lib/network-policy-v1';

export type { PriorityClassV1, PriorityClassV1Config } from '@cdktf/provider-kubernetes/lib/priority-class-v1';
export type { KubernetesProviderConfig } from '@cdktf/provider-kubernetes/lib/provider';
export type {
  StatefulSetV1Spec,
  StatefulSetV1SpecTemplateSpec,
  StatefulSetV1SpecTemplateSpecContainer,
} from '@cdktf/provider-kubernetes/lib/stateful-set-v1';

export class ClusterRoleV1 extends withLiteralData(ClusterRole) {}
export class ConfigMapV1 extends withLiteralData(ConfigMap) {}
export class DataKubernetesNamespaceV1 extends withLiteralData(DataNamespace) {}
/** A restart by hand stays: what else is changed by hand is put back. */
export class DeploymentV1 extends withLiteralData(Deployment) {
  constructor(scope: Construct, id: string, config: DeploymentV1Config) {
    super(scope, id, { ...config, lifecycle: { ...config.lifecycle, ...KEPT_RESTARTS } });
  }
}
export class NamespaceV1 extends withLiteralData(Namespace) {}
export class NetworkPolicyV1 extends withLiteralData(NetworkPolicy) {}
export class PersistentVolumeClaimV1 extends withLiteralData(PersistentVolumeClaim) {}
export class PodDisruptionBudgetV1 extends withLiteralData(PodDisruptionBudget) {}
export class KubernetesProvider extends providerWithLiteralData(Provider) {}
export class ServiceAccountV1 extends withLiteralData(ServiceAccount) {}
export class ServiceV1 extends withLiteralData(Service) {}

// The classes of jobs and stateful sets bring about five megabytes of code each, and many apps make none of these: they are loaded with the first object.
const jobClass = once(() => {
  const { JobV1: Job } = require('@cdktf/provider-kubernetes/lib/job-v1') as typeof import('@cdktf/provider-kubernetes/lib/job-v1');
  return withLiteralData(Job);
});
/** The class itself, for a resource that is written only where it is used. */
export const priorityClassResource = once(() => {
  const { PriorityClassV1: PriorityClass } =
    require('@cdktf/provider-kubernetes/lib/priority-class-v1') as typeof import('@cdktf/provider-kubernetes/lib/priority-class-v1');
  return withLiteralData(PriorityClass);
});
const statefulSetClass = once(() => {
  const { StatefulSetV1: StatefulSet } =
    require('@cdktf/provider-kubernetes/lib/stateful-set-v1') as typeof import('@cdktf/provider-kubernetes/lib/stateful-set-v1');
  return withLiteralData(StatefulSet);
});

export const job = (scope: Construct, id: string, config: JobV1Config): JobV1 => new (jobClass())(scope, id, config);

export const statefulSet = (scope: Construct, id: string, config: StatefulSetV1Config): StatefulSetV1 =>
  new (statefulSetClass())(scope, id, { ...config, lifecycle: { ...config.lifecycle, ...KEPT_RESTARTS } });
