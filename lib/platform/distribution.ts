/** What a distribution of Kubernetes asks of a fleet. The facts of each stand in one row; nothing else asks which it is. */
import type { ClusterDns } from '../security/cluster-dns';
import type { NamespaceTerms } from '../security/namespace-terms';

/** Distributions that differ for a fleet. */
export const DISTRIBUTIONS = ['kubernetes', 'openshift'] as const;
export type ClusterDistribution = (typeof DISTRIBUTIONS)[number];

/** How the autoscaler signs in at Prometheus. `bearer`: by the token of a service account, for one namespace at a time. */
export type PrometheusAccess = 'open' | 'bearer';

/** One distribution. */
export interface DistributionFacts {
  readonly dns: ClusterDns;
  readonly terms: Omit<
    NamespaceTerms,
    'monitoringNamespace' | 'dns' | 'outside' | 'bounds' | 'environment' | 'strict' | 'digests' | 'architectures' | 'mesh' | 'signatures'
  >;
  readonly monitoringNamespace: string;
  /** Address of its Prometheus for the autoscaler. */
  readonly prometheusUrl: (monitoringNamespace: string) => string;
  readonly prometheusAccess: PrometheusAccess;
  /** Props of `FleetPlatform` for what it has itself, or takes from its own catalog. */
  readonly brings: readonly ('prometheus' | 'gpuOperator')[];
}

const KUBERNETES: DistributionFacts = {
  dns: 'kube-dns',
  terms: { podUsers: 'of-image', fleetLabels: {}, annotatesNamespaces: false },
  monitoringNamespace: 'monitoring',
  prometheusUrl: (namespace) => `http://prometheus-operated.${namespace}.svc.cluster.local:9090`,
  prometheusAccess: 'open',
  brings: [],
};

/**
 * Read in November 2026: "Managing security context constraints" (restricted-v2), "Configuring user workload monitoring" and "Configuring the custom metrics
 * autoscaler to use OpenShift Container Platform monitoring" of the OpenShift 4.17 documentation (docs.redhat.com).
 */
const OPENSHIFT: DistributionFacts = {
  dns: 'openshift',
  terms: { podUsers: 'of-namespace', fleetLabels: { 'openshift.io/user-monitoring': 'true' }, annotatesNamespaces: true },
  monitoringNamespace: 'openshift-user-workload-monitoring',
  // Its port for users of one namespace, who name it with each query.
  prometheusUrl: () => 'https://thanos-querier.openshift-monitoring.svc.cluster.local:9092',
  prometheusAccess: 'bearer',
  // The GPU operator: "Installing the NVIDIA GPU Operator on OpenShift" (docs.nvidia.com) knows the catalog of operators alone, read in November 2026.
  brings: ['prometheus', 'gpuOperator'],
};

const FACTS: Readonly<Record<ClusterDistribution, DistributionFacts>> = { kubernetes: KUBERNETES, openshift: OPENSHIFT };

export const distributionFacts = (distribution: ClusterDistribution): DistributionFacts => FACTS[distribution];
