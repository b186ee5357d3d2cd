/** A fleet on OpenShift: users from the range of the namespace, metrics of the cluster's own monitoring, a Route to the agents. */
import { Manifest } from '@cdktf/provider-kubernetes/lib/manifest';
import { type App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, FleetPlatform, Gpu, InferencePool, Model, ObservabilityStack, Scaling, Topology } from 'cdktf-agent-fleet';

export function onOpenShift(app: App): void {
  const cluster = Cluster.fromKubeconfig({
    context: 'ocp',
    distribution: 'openshift',
    nodePools: { l40s: { gpu: Gpu.L40S, nodes: 2 }, cpu: { nodes: 3 } },
  });

  // OpenShift has a Prometheus; the NVIDIA GPU operator comes from its own catalog. Both are 'existing' here without a word.
  const platform = new TerraformStack(app, 'platform');
  new FleetPlatform(platform, 'operators', { cluster });

  const stack = new TerraformStack(app, 'support');
  stack.addDependency(platform);
  const pool = new InferencePool(stack, 'assistant-model', {
    cluster,
    model: Model.QWEN3_8B,
    gpu: Gpu.L40S,
    maxContextTokens: 8_192,
    scaling: Scaling.queueDepth({ min: 1, max: 2 }),
  });
  const fleet = new AgentFleet(stack, 'support', {
    cluster,
    topology: Topology.flat({ agents: ['assistant'] }),
    concurrentWorkflows: 10,
    roles: { assistant: { pool, contextTokens: 6_000 } },
    // The routers of OpenShift may call the agents; nobody else from outside.
    runtime: { framework: 'langgraph', image: 'registry.example.com/support:3.1.0', port: 8000, callers: ['openshift-ingress'] },
  });
  new ObservabilityStack(stack, 'observability', { cluster, fleets: [fleet], dashboards: false });

  new Manifest(stack, 'route', {
    manifest: {
      apiVersion: 'route.openshift.io/v1',
      kind: 'Route',
      metadata: { name: 'support', namespace: 'support' },
      spec: {
        to: { kind: 'Service', name: 'support-agents' },
        port: { targetPort: 'http' },
        tls: { termination: 'edge', insecureEdgeTerminationPolicy: 'Redirect' },
      },
    },
  });
}
