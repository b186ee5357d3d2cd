/** Operators that are released as plain YAML because they have no official chart. */
import type { ManifestPin } from './pin';

export const MANIFESTS = {
  rabbitmqClusterOperator: {
    kind: 'manifest',
    id: 'rabbitmq-cluster-operator',
    repository: 'https://github.com/rabbitmq/cluster-operator',
    file: 'cluster-operator.yml',
    version: 'v2.22.3',
    provenance: { source: 'rabbitmq/cluster-operator@06cda8e8 (2026-07-17)', asOf: '2026-08', evidence: 'found' },
  },
  rabbitmqTopologyOperator: {
    kind: 'manifest',
    id: 'rabbitmq-topology-operator',
    repository: 'https://github.com/rabbitmq/messaging-topology-operator',
    file: 'messaging-topology-operator.yaml',
    version: 'v1.20.1',
    provenance: { source: 'rabbitmq/messaging-topology-operator', asOf: '2026-08', evidence: 'found' },
    note: 'a variant with cert-manager exists',
  },
  gatewayApiInferenceExtension: {
    kind: 'manifest',
    id: 'gateway-api-inference-extension',
    repository: 'https://github.com/kubernetes-sigs/gateway-api-inference-extension',
    file: 'v1-manifests.yaml',
    version: 'v1.6.0',
    provenance: { source: 'kubernetes-sigs/gateway-api-inference-extension@84436a96 (2026-08-10)', asOf: '2026-08', evidence: 'found' },
    note: 'InferencePool is inference.networking.k8s.io/v1',
  },
  agentSandbox: {
    kind: 'manifest',
    id: 'agent-sandbox',
    repository: 'https://github.com/kubernetes-sigs/agent-sandbox',
    file: 'sandbox-with-extensions.yaml',
    version: 'v0.5.6',
    provenance: { source: 'kubernetes-sigs/agent-sandbox@2fd412d5 (2026-08-20)', asOf: '2026-08', evidence: 'found' },
  },
} as const satisfies Readonly<Record<string, ManifestPin>>;
