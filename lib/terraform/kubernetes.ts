/** The only door to the Kubernetes provider: one deep import per resource, because the barrel costs a second and 260 MB. */
export { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1';
export type {
  DeploymentV1SpecTemplateSpec,
  DeploymentV1SpecTemplateSpecContainer,
  DeploymentV1SpecTemplateSpecContainerEnv,
  DeploymentV1SpecTemplateSpecContainerVolumeMount,
  DeploymentV1SpecTemplateSpecVolume,
} from '@cdktf/provider-kubernetes/lib/deployment-v1';
export { DeploymentV1 } from '@cdktf/provider-kubernetes/lib/deployment-v1';
export { NamespaceV1 } from '@cdktf/provider-kubernetes/lib/namespace-v1';
export type { NetworkPolicyV1SpecEgress, NetworkPolicyV1SpecIngress } from '@cdktf/provider-kubernetes/lib/network-policy-v1';
export { NetworkPolicyV1 } from '@cdktf/provider-kubernetes/lib/network-policy-v1';
export { PersistentVolumeClaimV1 } from '@cdktf/provider-kubernetes/lib/persistent-volume-claim-v1';
export { PodDisruptionBudgetV1 } from '@cdktf/provider-kubernetes/lib/pod-disruption-budget-v1';
export { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
export { ServiceAccountV1 } from '@cdktf/provider-kubernetes/lib/service-account-v1';
export { ServiceV1 } from '@cdktf/provider-kubernetes/lib/service-v1';
export type {
  StatefulSetV1SpecTemplateSpec,
  StatefulSetV1SpecTemplateSpecContainer,
} from '@cdktf/provider-kubernetes/lib/stateful-set-v1';
export { StatefulSetV1 } from '@cdktf/provider-kubernetes/lib/stateful-set-v1';
