/** Nodes without internet: every image from a mirror that asks for a login, charts from an OCI registry, weights from a claim that was filled before. */
import { type App, TerraformStack } from 'cdktf';
import { Cluster, Engine, Gpu, InferencePool, Model, Weights } from 'cdktf-agent-fleet';

export function withoutInternet(app: App): void {
  const cluster = Cluster.fromKubeconfig({
    context: 'prod-eu',
    registryMirror: 'registry.internal/mirror',
    imagePullSecrets: ['registry-login'],
    nodePools: { l40s: { gpu: Gpu.L40S, nodes: 2 }, cpu: { nodes: 3 } },
  });
  const stack = new TerraformStack(app, 'sealed');
  new InferencePool(stack, 'assistant-model', {
    cluster,
    model: Model.QWEN3_8B,
    engine: Engine.vllm({ version: '0.30.0' }),
    gpu: Gpu.L40S,
    maxContextTokens: 8_192,
    weights: Weights.existingClaim('model-weights'),
  });
}
