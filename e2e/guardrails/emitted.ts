/** The files of a router with guardrails, as a stack writes them. */
import { Cluster, Gpu, Guardrail, InferencePool, InternalService, LiteLLMRouter, Model, SecretRef } from '../../lib';
import { TerraformStack, Testing } from '../../lib/terraform/engine';

/** Files by name, as the ConfigMap of the router holds them. */
export function emittedFiles(): Readonly<Record<string, string>> {
  const stack = new TerraformStack(Testing.app(), 'research');
  const cluster = Cluster.fromKubeconfig({ context: 'prod-eu' });
  const service = new InternalService({ name: 'guard', namespace: 'guards', port: 8080, key: SecretRef.existing('guard', 'key') });
  const router = new LiteLLMRouter(stack, 'router', {
    cluster,
    sessionAffinity: false,
    retries: 0,
    guardrails: {
      pii: Guardrail.contentFilter({ mask: ['email', 'iban'], block: ['aws_access_key'], blockedWords: ['project-falcon'] }),
      tools: Guardrail.toolScope({ allow: ['search', 'files.read'] }),
      own: Guardrail.own({ service, on: 'input' }),
    },
  });
  const pool = new InferencePool(stack, 'engine', { cluster, model: Model.QWEN3_8B, gpu: Gpu.L40S, maxContextTokens: 8_192 });
  router.addRoute({ alias: 'worker', pool });
  const { resource } = JSON.parse(Testing.synth(stack)) as {
    resource: { kubernetes_config_map_v1: Record<string, { data: Record<string, string> }> };
  };
  const data = Object.values(resource.kubernetes_config_map_v1).find((map) => map.data['config.yaml'] !== undefined)?.data ?? {};
  // As Terraform reads it.
  return Object.fromEntries(Object.entries(data).map(([name, text]) => [name, text.replaceAll('$${', '${').replaceAll('%%{', '%{')]));
}
