/** A cluster whose pods reach the internet through a proxy alone. */
import { type App, TerraformStack } from 'cdktf';
import { Cluster, Gpu, InferencePool, Model, Weights } from 'cdktf-agent-fleet';

export function behindProxy(app: App): void {
  const cluster = Cluster.fromKubeconfig({
    context: 'prod-eu',
    proxy: { https: 'http://proxy.example.com:3128', cidrs: ['10.1.2.0/28'], noProxy: ['10.96.0.0/12', '.example.com'] },
    nodePools: { l40s: { gpu: Gpu.L40S, nodes: 2 }, cpu: { nodes: 3 } },
  });
  const stack = new TerraformStack(app, 'proxied');
  // The Job that brings the weights goes through the proxy; the pods that serve them have no way out, and no variables of the proxy.
  new InferencePool(stack, 'assistant-model', {
    cluster,
    model: Model.QWEN3_8B,
    gpu: Gpu.L40S,
    maxContextTokens: 8_192,
    weights: Weights.claim({ storageClass: 'shared-rwx' }),
  });
}
