/** Flags of `text-generation-launcher` 3.3.7, the last release: name, what it takes, and what it does to what the plan computed. Each also exists as a variable. */
import type { FlagRow } from '../flag';
import type { FlagEffectRow, VariableEffectRow } from '../flag-effect';
import { variablesOfFlags } from '../variables-of-flags';

export const TGI_RELEASE = '3.3.7';

type Row = readonly [flag: string, takes: FlagRow[1]];

const ROWS: readonly Row[] = [
  ['--api-key', 'text'],
  ['--cors-allow-origin', 'text'],
  ['--cuda-graphs', 'text'],
  ['--cuda-memory-fraction', 'float'],
  ['--disable-custom-kernels', 'switch'],
  ['--disable-grammar-support', 'switch'],
  ['--dtype', 'text'],
  ['--enable-prefill-logprobs', 'switch'],
  ['--env', 'switch'],
  ['--graceful-termination-timeout', 'count'],
  ['--hostname', 'text'],
  ['--huggingface-hub-cache', 'text'],
  ['--json-output', 'switch'],
  ['--kv-cache-dtype', 'text'],
  ['--lora-adapters', 'text'],
  ['--master-addr', 'text'],
  ['--master-port', 'count'],
  ['--max-batch-prefill-tokens', 'count'],
  ['--max-batch-size', 'count'],
  ['--max-batch-total-tokens', 'count'],
  ['--max-best-of', 'count'],
  ['--max-client-batch-size', 'count'],
  ['--max-concurrent-requests', 'count'],
  ['--max-input-length', 'count'],
  ['--max-input-tokens', 'count'],
  ['--max-stop-sequences', 'count'],
  ['--max-top-n-tokens', 'count'],
  ['--max-total-tokens', 'count'],
  ['--max-waiting-tokens', 'count'],
  ['--model-id', 'text'],
  ['--ngrok', 'switch'],
  ['--ngrok-authtoken', 'text'],
  ['--ngrok-edge', 'text'],
  ['--num-shard', 'count'],
  ['--otlp-endpoint', 'text'],
  ['--otlp-service-name', 'text'],
  ['--payload-limit', 'count'],
  ['--port', 'count'],
  ['--prometheus-port', 'count'],
  ['--quantize', 'text'],
  ['--revision', 'text'],
  ['--rope-factor', 'float'],
  ['--rope-scaling', 'text'],
  ['--shard-uds-path', 'text'],
  ['--sharded', 'text'],
  ['--speculate', 'count'],
  ['--tokenizer-config-path', 'text'],
  ['--trust-remote-code', 'switch'],
  ['--usage-stats', 'text'],
  ['--validation-workers', 'count'],
  ['--waiting-served-ratio', 'float'],
  ['--watermark-delta', 'float'],
  ['--watermark-gamma', 'float'],
  ['--weights-cache-override', 'text'],
];

export const TGI_FLAGS: readonly FlagRow[] = ROWS.map(([flag, takes]) => [flag, takes, TGI_RELEASE]);

const LIBRARY = 'the library';
const PLACE = 'the engine loads what the download brought, and nothing else';
const COUNTED = 'the plan counts the memory without it';

export const TGI_FLAG_EFFECTS: readonly FlagEffectRow[] = [
  ['--model-id', 'prop', 'model'],
  ['--num-shard', 'prop', 'gpusPerReplica'],
  ['--max-total-tokens', 'prop', 'maxContextTokens'],
  ['--max-input-tokens', 'prop', 'maxContextTokens'],
  ['--max-batch-prefill-tokens', 'prop', 'maxNumBatchedTokens'],
  ['--cuda-memory-fraction', 'prop', 'engineMemoryFraction'],
  ['--kv-cache-dtype', 'prop', 'kvCacheDtype'],
  ['--quantize', 'prop', 'quantization'],
  ['--hostname', 'library', LIBRARY],
  ['--port', 'library', LIBRARY],
  ['--json-output', 'library', LIBRARY],
  ['--usage-stats', 'library', LIBRARY],
  ['--graceful-termination-timeout', 'library', LIBRARY],
  [
    '--max-input-length',
    'refused',
    'it is the older name of --max-input-tokens, and the engine stops at both',
    { instead: 'maxContextTokens' },
  ],
  ['--sharded', 'refused', 'the plan divides the model over the GPUs of the replica', { instead: 'gpusPerReplica' }],
  ['--max-batch-total-tokens', 'refused', 'it cuts the KV cache that was planned', { instead: 'engineMemoryFraction' }],
  ['--max-batch-size', 'refused', 'the engine admits by tokens on these cards, and would admit fewer than planned'],
  ['--dtype', 'refused', COUNTED, { harmless: 'float16 bfloat16' }],
  ['--lora-adapters', 'refused', 'the plan of this engine does not count adapters'],
  ['--speculate', 'refused', 'the plan of this engine does not count drafts'],
  ['--revision', 'refused', PLACE, { instead: 'checkpoint' }],
  ['--huggingface-hub-cache', 'refused', PLACE, { instead: 'weights' }],
  ['--weights-cache-override', 'refused', PLACE, { instead: 'weights' }],
  ['--rope-scaling', 'refused', 'it changes how long a context the model takes', { instead: 'maxContextTokens' }],
  ['--rope-factor', 'refused', 'it changes how long a context the model takes', { instead: 'maxContextTokens' }],
  ['--ngrok', 'refused', 'it opens the engine to the internet'],
  ['--ngrok-authtoken', 'refused', 'it opens the engine to the internet'],
  ['--ngrok-edge', 'refused', 'it opens the engine to the internet'],
  ['--api-key', 'refused', 'routers and agents of the fleet send none, so every request would be refused'],
  ['--env', 'refused', 'the engine prints its environment and ends'],
  ['--cuda-graphs', 'uncertain', 'it was not measured what other graphs take'],
  ['--disable-custom-kernels', 'uncertain', 'it was not measured what other kernels take'],
  ['--enable-prefill-logprobs', 'uncertain', 'it keeps the logits of whole prompts'],
  ...(
    [
      '--cors-allow-origin',
      '--disable-grammar-support',
      '--master-addr',
      '--master-port',
      '--max-best-of',
      '--max-client-batch-size',
      '--max-concurrent-requests',
      '--max-stop-sequences',
      '--max-top-n-tokens',
      '--max-waiting-tokens',
      '--otlp-endpoint',
      '--otlp-service-name',
      '--payload-limit',
      '--prometheus-port',
      '--shard-uds-path',
      '--tokenizer-config-path',
      '--trust-remote-code',
      '--validation-workers',
      '--waiting-served-ratio',
      '--watermark-delta',
      '--watermark-gamma',
    ] as const
  ).map((flag) => [flag, 'none'] as const),
];

const VARIABLES: readonly VariableEffectRow[] = [
  ['CUDA_VISIBLE_DEVICES', 'refused', 'the node decides which GPUs a pod gets'],
  ['NVIDIA_VISIBLE_DEVICES', 'refused', 'the node decides which GPUs a pod gets'],
  ['TGI_WIGGLE_ROOM', 'refused', 'it changes the share of the memory that becomes blocks'],
  ['ATTENTION', 'uncertain', 'another kernel may take more memory'],
  ['PREFIX_CACHING', 'uncertain', 'the engine was not measured without it'],
];

/** The pool sets the folder of the hub itself, and no variable stands for --env. */
export const TGI_VARIABLE_EFFECTS: readonly VariableEffectRow[] = [
  ...VARIABLES,
  ...variablesOfFlags(TGI_FLAG_EFFECTS, ['HUGGINGFACE_HUB_CACHE', 'ENV']),
];
