/** A model of your own by its config.json, with adapters, from a private repository of the hub; and the same from a claim that you filled. */
import { type App, TerraformStack } from 'cdktf';
import { Cluster, Gpu, InferencePool, Model, SecretRef, Weights } from 'cdktf-agent-fleet';

/** The file beside the weights, e.g. `JSON.parse(fs.readFileSync('config.json', 'utf8'))`. */
const CONFIG = {
  architectures: ['Qwen3ForCausalLM'],
  model_type: 'qwen3',
  hidden_size: 4_096,
  intermediate_size: 12_288,
  num_hidden_layers: 36,
  num_attention_heads: 32,
  num_key_value_heads: 8,
  head_dim: 128,
  vocab_size: 151_936,
  max_position_embeddings: 40_960,
  tie_word_embeddings: false,
  torch_dtype: 'bfloat16',
};

export function privateModels(app: App): void {
  const cluster = Cluster.fromKubeconfig({ context: 'prod-eu', nodePools: { l40s: { gpu: Gpu.L40S, nodes: 3 }, cpu: { nodes: 3 } } });
  const stack = new TerraformStack(app, 'support');
  const common = { cluster, gpu: Gpu.L40S, maxContextTokens: 8_192 };

  // The name is a repository: it is downloaded with the token, and the adapters with it.
  new InferencePool(stack, 'from-hub', {
    ...common,
    model: Model.fromConfig(CONFIG, {
      id: 'acme/support-8b',
      source: 'config.json of acme/support-8b',
      asOf: '2026-11-20',
      checkpointGiB: 15.3,
    }),
    adapters: [{ name: 'support-de', source: 'acme/support-de-lora', rank: 16 }],
    huggingFaceToken: SecretRef.existing('hub', 'token'),
    weights: Weights.claim({ storageClass: 'shared-rwx' }),
  });

  // Nothing is downloaded: the claim holds the folder that `checkpoint` names, below /models.
  new InferencePool(stack, 'from-claim', {
    ...common,
    model: Model.fromConfig(CONFIG, { id: 'support-8b' }),
    checkpoint: '/models/support-8b',
    weights: Weights.existingClaim('model-weights'),
  });
}
