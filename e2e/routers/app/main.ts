/** A router with an external model of every provider, on a cluster that opens hosts by name: LiteLLM must call these hosts and no other. */
import { App, TerraformStack } from 'cdktf';
import { Cluster, ExternalModel, Gpu, InferencePool, LiteLLMRouter, Model, SecretRef, WorkloadIdentity } from 'cdktf-agent-fleet';

const key = SecretRef.existing('provider', 'key');
const openAi = { model: 'gpt-4o', key, maxContextTokens: 128_000 };
const nova = { model: 'eu.amazon.nova-pro-v1:0', awsRegion: 'eu-central-1', maxContextTokens: 300_000 };
const profile = 'arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/abc123';
const gemini = { model: 'gemini-2.5-pro', project: 'my-project', location: 'europe-west4', maxContextTokens: 1_000_000 };

const app = new App();
const cluster = Cluster.fromKubeconfig({
  context: 'e2e',
  namedEgress: { policies: 'cilium' },
  nodePools: { gpu: { gpu: Gpu.L40S, gpusPerNode: 4, nodes: 1 }, cpu: { nodes: 2 } },
});
const stack = new TerraformStack(app, 'providers');
const pool = new InferencePool(stack, 'engine', { cluster, model: Model.QWEN3_8B, gpu: Gpu.L40S, maxContextTokens: 8_192 });

/** Each router has one model, so that what its policies open is what the model needs. */
const MODELS: Readonly<Record<string, ExternalModel>> = {
  'open-ai': ExternalModel.openAi(openAi),
  anthropic: ExternalModel.anthropic({ ...openAi, model: 'claude-sonnet-4-5' }),
  azure: ExternalModel.azure({ ...openAi, url: 'https://mine.openai.azure.com', apiVersion: '2024-10-21' }),
  compatible: ExternalModel.openAiCompatible({ ...openAi, model: 'big-1', url: 'https://llm.example.com/v1' }),
  bedrock: ExternalModel.bedrock({ ...nova, key }),
  'bedrock-profile': ExternalModel.bedrock({ ...nova, key, model: profile, awsRegion: 'eu-west-1' }),
  'bedrock-role': ExternalModel.bedrock(nova),
  vertex: ExternalModel.vertex({ ...gemini, key }),
  'vertex-claude': ExternalModel.vertex({ ...gemini, key, model: 'claude-sonnet-4-5@20250929', location: 'eu' }),
  'vertex-llama': ExternalModel.vertex({ ...gemini, key, model: 'meta/llama-4-maverick-17b-128e-instruct-maas', location: 'us-east5' }),
  'vertex-global': ExternalModel.vertex({ ...gemini, key, model: 'zai-org/glm-5-maas', location: 'global' }),
  'vertex-account': ExternalModel.vertex(gemini),
};
const IDENTITIES: Readonly<Record<string, WorkloadIdentity>> = {
  'bedrock-role': WorkloadIdentity.aws({ roleArn: 'arn:aws:iam::123456789012:role/router' }),
  'vertex-account': WorkloadIdentity.google({ serviceAccount: 'router@my-project.iam.gserviceaccount.com' }),
};
for (const [name, big] of Object.entries(MODELS)) {
  const identity = IDENTITIES[name];
  const router = new LiteLLMRouter(stack, name, { cluster, externalModels: { big }, ...(identity === undefined ? {} : { identity }) });
  router.addRoute({ alias: 'near', pool });
}
app.synth();
