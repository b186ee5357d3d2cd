/** A model of Amazon Bedrock, which knows the router by its identity, and a router with further settings of LiteLLM. */
import { type App, TerraformStack } from 'cdktf';
import { Cluster, ExternalModel, LiteLLMRouter, WorkloadIdentity } from 'cdktf-agent-fleet';

export function withBedrock(app: App): void {
  const cluster = Cluster.fromKubeconfig({ context: 'prod-eu' });
  const stack = new TerraformStack(app, 'research');
  const big = ExternalModel.bedrock({
    model: 'eu.anthropic.claude-sonnet-4-5-20250929-v1:0',
    awsRegion: 'eu-central-1',
    maxContextTokens: 200_000,
    region: 'EU',
  });
  new LiteLLMRouter(stack, 'router', {
    cluster,
    externalModels: { big },
    identity: WorkloadIdentity.aws({ roleArn: 'arn:aws:iam::123456789012:role/router' }),
    extraConfig: {
      litellm_settings: { modify_params: true, prometheus_latency_buckets: [0.1, 1, 10, 60] },
      general_settings: { missing_session_id: 'reject' },
    },
  });
}
