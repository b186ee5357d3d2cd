/** The router of docs/guides/secrets.md. */
import { type App, TerraformStack } from 'cdktf';
import { Cluster, ExternalModel, ExternalSecret, LiteLLMRouter } from 'cdktf-agent-fleet';

export function withVault(app: App): void {
  const stack = new TerraformStack(app, 'support');
  const cluster = Cluster.fromKubeconfig({ context: 'prod-eu' });
  const openai = new ExternalSecret(stack, 'openai', {
    cluster,
    store: 'vault',
    keys: { 'api-key': { key: 'prod/openai', property: 'key' } },
  });
  const gpt = ExternalModel.openAi({
    model: 'gpt-5.1',
    key: openai.key('api-key'),
    maxContextTokens: 200_000,
    cidrs: ['203.0.113.0/24'],
  });
  new LiteLLMRouter(stack, 'router', { cluster, externalModels: { gpt } });
}
