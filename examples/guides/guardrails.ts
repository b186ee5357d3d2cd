/** The router of docs/guides/guardrails.md. */
import { type App, TerraformStack } from 'cdktf';
import { Cluster, Gpu, Guardrail, InferencePool, InternalService, LiteLLMRouter, Model, SecretRef } from 'cdktf-agent-fleet';

export function guarded(app: App): void {
  const stack = new TerraformStack(app, 'guarded');
  const cluster = Cluster.fromKubeconfig({ context: 'prod' });
  const pool = new InferencePool(stack, 'planner', { cluster, model: Model.QWEN3_8B, gpu: Gpu.H100_SXM, maxContextTokens: 8_192 });
  const service = new InternalService({ name: 'guard', namespace: 'guards', port: 8080, key: SecretRef.existing('guard', 'key') });
  const router = new LiteLLMRouter(stack, 'router', {
    cluster,
    guardrails: {
      pii: Guardrail.contentFilter({ mask: ['email', 'iban'], block: ['aws_access_key'], blockedWords: ['project-falcon'] }),
      tools: Guardrail.toolScope({ allow: ['search', 'files.read'] }),
      own: Guardrail.own({ service, on: 'input' }),
    },
  });
  router.addRoute({ alias: 'planner', pool });
}
