/** Emitters that are broken on purpose, on the reference fleet. A harness that misses one of them proves nothing. */
import type { StackJson } from '../../lib/plan/synthesized-app';
import { at, listAt } from '../cluster/kube-object';
import type { AssertionId } from '../deploy-example';
import { block, container, customObject, podSpec, removeResource, resource } from './edit';

export interface Mutant {
  readonly name: string;
  readonly caughtBy: AssertionId;
  /** Part of the problem that must be found: the right alarm for another reason is none. */
  readonly says: RegExp;
  readonly breaks: (json: StackJson) => void;
}

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'a network policy that does not wait for its namespace',
    caughtBy: 'order',
    says: /network_policy_v1.*does not wait/,
    breaks: (json) => {
      delete resource(json, 'kubernetes_network_policy_v1', 'planner-from-research-research-router')['depends_on'];
    },
  },
  {
    name: 'a literal key in the environment',
    caughtBy: 'secrets',
    says: /OPENAI_API_KEY/,
    breaks: (json) => {
      const env = listAt(container(json, 'research-agents'), 'env');
      container(json, 'research-agents')['env'] = [...env, { name: 'OPENAI_API_KEY', value: 'not-a-real-key' }];
    },
  },
  {
    name: 'a service that names a port which its pods do not have',
    caughtBy: 'wiring',
    says: /Service .*names port metrics/,
    breaks: (json) => {
      block(at(resource(json, 'kubernetes_service_v1', 'workers'), 'spec', 'port', 0), 'port')['target_port'] = 'metrics';
    },
  },
  {
    name: 'a pod monitor that names a port which its pods do not have',
    caughtBy: 'wiring',
    says: /PodMonitor .*names port metrics/,
    breaks: (json) =>
      customObject(json, 'PodMonitor', 'workers', (monitor) => {
        block(at(monitor, 'spec', 'podMetricsEndpoints', 0), 'endpoint')['port'] = 'metrics';
      }),
  },
  {
    name: 'a selector that selects no pod',
    caughtBy: 'wiring',
    says: /Service .*selects no pod/,
    breaks: (json) => {
      block(at(resource(json, 'kubernetes_service_v1', 'workers'), 'spec'), 'spec')['selector'] = { 'app.kubernetes.io/name': 'worker' };
    },
  },
  {
    name: 'a router that may not reach a pool',
    caughtBy: 'network',
    says: /research-router → .*planner.*closed at the called/,
    breaks: (json) => removeResource(json, 'kubernetes_network_policy_v1', 'planner-from-research-research-router'),
  },
  {
    name: 'a pool that Prometheus may not scrape',
    caughtBy: 'network',
    says: /cannot scrape .*workers/,
    breaks: (json) => removeResource(json, 'kubernetes_network_policy_v1', 'workers-from-monitoring-8000'),
  },
  {
    name: 'a label that Kubernetes refuses',
    caughtBy: 'applies',
    says: /valid label/,
    breaks: (json) => {
      const labels = block(at(resource(json, 'kubernetes_service_v1', 'workers'), 'metadata', 'labels'), 'labels');
      labels['agent-fleet/model'] = 'Llama 3.1 8B';
    },
  },
  {
    name: 'a field that the custom resource does not have',
    caughtBy: 'accepted',
    says: /unknown field.*minReplicas/,
    breaks: (json) =>
      customObject(json, 'ScaledObject', 'workers', (scaled) => {
        block(scaled['spec'], 'spec')['minReplicas'] = 2;
      }),
  },
  {
    name: 'a namespace without Pod Security',
    caughtBy: 'security',
    says: /no Pod Security level/,
    breaks: (json) => {
      const labels = block(at(resource(json, 'kubernetes_namespace_v1', 'research'), 'metadata', 'labels'), 'labels');
      delete labels['pod-security.kubernetes.io/enforce'];
    },
  },
  {
    name: 'a container without runAsNonRoot',
    caughtBy: 'admitted',
    says: /violates PodSecurity.*runAsNonRoot/,
    breaks: (json) => {
      delete block(at(container(json, 'workers'), 'security_context'), 'security context')['run_as_non_root'];
    },
  },
  {
    name: 'a container that keeps its capabilities',
    caughtBy: 'admitted',
    says: /violates PodSecurity.*capabilities/,
    breaks: (json) => {
      delete block(at(container(json, 'research-router'), 'security_context'), 'security context')['capabilities'];
    },
  },
  {
    name: 'a pool without the toleration of GPU nodes',
    caughtBy: 'running',
    says: /encoders/,
    breaks: (json) => {
      delete podSpec(json, 'encoders')['toleration'];
    },
  },
  {
    name: 'a pool on nodes with another GPU than planned',
    caughtBy: 'placed',
    says: /encoders.*planned: l40/,
    breaks: (json) => {
      const terms = at(
        podSpec(json, 'encoders'),
        'affinity',
        'node_affinity',
        'required_during_scheduling_ignored_during_execution',
        'node_selector_term',
      );
      block(at(terms, 0, 'match_expressions', 0), 'affinity')['values'] = ['NVIDIA-A100-80GB-PCIe'];
    },
  },
  {
    name: 'replicas that both Terraform and KEDA own',
    caughtBy: 'unchanged',
    says: /Deployment research\/workers.*replicas/,
    breaks: (json) => {
      block(at(resource(json, 'kubernetes_deployment_v1', 'workers'), 'spec'), 'spec')['replicas'] = '1';
    },
  },
];
