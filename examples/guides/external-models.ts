/** The fleet of docs/guides/external-models.md. */
import { type App, TerraformStack } from 'cdktf';
import { Cluster, ExternalModel, Gpu, InferencePool, LiteLLMRouter, Model, SecretRef } from 'cdktf-agent-fleet';

export function withExternalModel(app: App): void {
  const stack = new TerraformStack(app, 'crossing');
  const cluster = Cluster.fromKubeconfig({ context: 'prod' });
  const pool = new InferencePool(stack, 'planner', {
    cluster,
    model: Model.QWEN3_8B,
    gpu: Gpu.H100_SXM,
    maxContextTokens: 8_192,
  });
  const big = ExternalModel.anthropic({
    model: 'claude-sonnet-4-5',
    key: SecretRef.existing('anthropic', 'key'),
    maxContextTokens: 200_000,
    costPerMillionTokens: { input: 3, output: 15, asOf: '2026-07-03' },
    requestsPerMinute: 60,
    // Of the provider, or of your own proxy to the internet.
    cidrs: ['203.0.113.0/24'],
  });
  const router = new LiteLLMRouter(stack, 'router', {
    cluster,
    externalModels: { big },
    fallbacks: { planner: ['big'] },
    contextWindowFallbacks: { planner: ['big'] },
    contentPolicyFallbacks: { big: ['planner'] },
  });
  router.addRoute({ alias: 'planner', pool });
}
