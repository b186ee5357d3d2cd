/** What each flag of Text Embeddings Inference, and the variable of the same meaning, does to what the plan computed. */
import type { FlagEffectRow, VariableEffectRow } from '../flag-effect';
import { variablesOfFlags } from '../variables-of-flags';

const LIBRARY = 'the library';
const DTYPE = 'the plan counts weights and batches in 16 bit, which the engine takes by itself';
const PLACE = 'the engine loads the folder that the download filled, and nothing else';
const TOKEN = 'only the download of the weights sees the token';

export const TEI_FLAG_EFFECTS: readonly FlagEffectRow[] = [
  ['--model-id', 'prop', 'model'],
  ['--max-batch-tokens', 'prop', 'maxNumBatchedTokens'],
  ['--max-batch-requests', 'prop', 'maxNumSeqs'],
  // Releases without it answer with the path of the weights as the name of the model.
  ['--served-model-name', 'prop', 'engine'],
  ['--hostname', 'library', LIBRARY],
  ['--port', 'library', LIBRARY],
  ['--auto-truncate', 'library', LIBRARY],
  ['--json-output', 'library', LIBRARY],
  ['--dtype', 'refused', DTYPE, { harmless: 'float16' }],
  ['--revision', 'refused', PLACE, { instead: 'checkpoint' }],
  ['--huggingface-hub-cache', 'refused', PLACE, { instead: 'weights' }],
  ['--hf-token', 'refused', TOKEN, { instead: 'huggingFaceToken' }],
  ['--hf-api-token', 'refused', TOKEN, { instead: 'huggingFaceToken' }],
  ['--api-key', 'refused', 'routers and agents of the fleet send none, so every request would be refused'],
  ['--cors-allow-origin', 'none'],
  ['--default-prompt', 'none'],
  ['--default-prompt-name', 'none'],
  ['--dense-path', 'none'],
  ['--disable-spans', 'none'],
  ['--max-client-batch-size', 'none'],
  ['--max-concurrent-requests', 'none'],
  ['--otlp-endpoint', 'none'],
  ['--otlp-service-name', 'none'],
  ['--payload-limit', 'none'],
  ['--pooling', 'none'],
  // The server of the HTTP image writes its metrics on the port of the API alone.
  ['--prometheus-port', 'none'],
  ['--tokenization-workers', 'none'],
  ['--uds-path', 'none'],
];

/** Every option is read from a variable, too. Those of the flags that the library sets, of the folder and of the token are owned by props. */
export const TEI_VARIABLE_EFFECTS: readonly VariableEffectRow[] = [
  ['CUDA_VISIBLE_DEVICES', 'refused', 'the node decides which GPUs a pod gets'],
  ['NVIDIA_VISIBLE_DEVICES', 'refused', 'the node decides which GPUs a pod gets'],
  ['USE_FLASH_ATTENTION', 'refused', 'the plan counts the attention that the image of the card takes by itself'],
  ...variablesOfFlags(TEI_FLAG_EFFECTS, ['HUGGINGFACE_HUB_CACHE', 'HF_TOKEN', 'HF_API_TOKEN']),
];
