/** Users reach agents through the ingress controller of the cluster; nothing else from outside gets in. */
import { IngressV1 } from '@cdktf/provider-kubernetes/lib/ingress-v1';
import { type App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, Gpu, InferencePool, Model, Topology } from 'cdktf-agent-fleet';

export function behindIngress(app: App): void {
  const cluster = Cluster.fromKubeconfig({ context: 'prod-eu', nodePools: { l40s: { gpu: Gpu.L40S, nodes: 2 }, cpu: { nodes: 3 } } });
  const stack = new TerraformStack(app, 'support');
  const pool = new InferencePool(stack, 'assistant-model', { cluster, model: Model.QWEN3_8B, gpu: Gpu.L40S, maxContextTokens: 8_192 });
  const { runtime } = new AgentFleet(stack, 'support', {
    cluster,
    topology: Topology.flat({ agents: ['assistant'] }),
    concurrentWorkflows: 10,
    roles: { assistant: { pool, contextTokens: 6_000 } },
    // The namespace of the ingress controller.
    runtime: { framework: 'langgraph', image: 'registry.example.com/support:3.1.0', port: 8000, callers: ['ingress-nginx'] },
  });

  new IngressV1(stack, 'entry', {
    metadata: { name: 'support', namespace: runtime.workload.namespace.name },
    spec: {
      ingressClassName: 'nginx',
      tls: [{ hosts: ['agents.example.com'], secretName: 'agents-tls' }],
      rule: [
        {
          host: 'agents.example.com',
          http: { path: [{ path: '/', pathType: 'Prefix', backend: { service: { name: runtime.name, port: { name: 'http' } } } }] },
        },
      ],
    },
    dependsOn: [runtime.workload.namespace.resource],
  });
}
