/**
 * Options of `trtllm-serve` 1.2 (PyTorch backend), which are written with underscores, and what each does to what the plan computed. The 32 options and 7 second
 * names are those of `serve` in tensorrt_llm/commands/serve.py at 00209af1, compared one by one (2026-11-30). There the server for gRPC is a command of its
 * own, which NVIDIA/TensorRT-LLM#11037 of 27 January 2026 made the option `--grpc`. Whether the tag 1.2.1 has that could not be read: an option that is not here is
 * refused, and probes and routers speak HTTP.
 */
import type { FlagRow } from '../flag';
import type { FlagEffectRow, VariableEffectRow } from '../flag-effect';

export const TRTLLM_RELEASE = '1.2.1';

type Row = readonly [flag: string, takes: FlagRow[1]];

const ROWS: readonly Row[] = [
  ['--backend', 'text'],
  ['--chat-template', 'text'],
  ['--config', 'text'],
  ['--context-parallel-size', 'int'],
  ['--custom-module-dirs', 'text'],
  ['--custom-tokenizer', 'text'],
  ['--disagg-cluster-uri', 'text'],
  ['--enable-chunked-prefill', 'switch'],
  ['--fail-fast-on-attention-window-too-large', 'switch'],
  ['--free-gpu-memory-fraction', 'float'],
  ['--gpus-per-node', 'int'],
  ['--host', 'text'],
  ['--log-level', 'text'],
  ['--max-batch-size', 'int'],
  ['--max-beam-width', 'int'],
  ['--max-num-tokens', 'int'],
  ['--max-seq-len', 'int'],
  ['--media-io-kwargs', 'json'],
  ['--metadata-server-config-file', 'text'],
  ['--moe-cluster-parallel-size', 'int'],
  ['--moe-expert-parallel-size', 'int'],
  ['--num-postprocess-workers', 'int'],
  ['--otlp-traces-endpoint', 'text'],
  ['--pipeline-parallel-size', 'int'],
  ['--port', 'int'],
  ['--reasoning-parser', 'text'],
  ['--revision', 'text'],
  ['--server-role', 'text'],
  ['--tensor-parallel-size', 'int'],
  ['--tokenizer', 'text'],
  ['--tool-parser', 'text'],
  ['--trust-remote-code', 'switch'],
];

export const TRTLLM_FLAGS: readonly FlagRow[] = ROWS.map(([flag, takes]) => [flag, takes, TRTLLM_RELEASE]);

export const TRTLLM_ALIASES = (
  [
    ['--tp-size', '--tensor-parallel-size'],
    ['--pp-size', '--pipeline-parallel-size'],
    ['--cp-size', '--context-parallel-size'],
    ['--ep-size', '--moe-expert-parallel-size'],
    ['--cluster-size', '--moe-cluster-parallel-size'],
    ['--kv-cache-free-gpu-memory-fraction', '--free-gpu-memory-fraction'],
    ['--extra-llm-api-options', '--config'],
  ] as const
).map(([alias, flag]) => [alias, flag, TRTLLM_RELEASE] as const);

const LIBRARY = 'the library';
const BUFFERS = 'the plan of this engine does not count its buffers';

export const TRTLLM_FLAG_EFFECTS: readonly FlagEffectRow[] = [
  ['--max-seq-len', 'prop', 'maxContextTokens'],
  ['--max-batch-size', 'prop', 'maxNumSeqs'],
  ['--max-num-tokens', 'prop', 'maxNumBatchedTokens'],
  ['--tensor-parallel-size', 'prop', 'gpusPerReplica'],
  ['--free-gpu-memory-fraction', 'prop', 'engineMemoryFraction'],
  ['--tool-parser', 'prop', 'toolCalling'],
  ['--reasoning-parser', 'prop', 'reasoning'],
  ['--chat-template', 'prop', 'chatTemplate'],
  ['--host', 'library', LIBRARY],
  ['--port', 'library', LIBRARY],
  ['--backend', 'library', LIBRARY],
  ['--enable-chunked-prefill', 'library', LIBRARY],
  ['--config', 'refused', 'the file replaces what was planned', { instead: 'the props of the pool' }],
  ['--pipeline-parallel-size', 'refused', BUFFERS],
  ['--context-parallel-size', 'refused', BUFFERS],
  ['--moe-expert-parallel-size', 'refused', BUFFERS],
  ['--moe-cluster-parallel-size', 'refused', BUFFERS],
  ['--gpus-per-node', 'refused', 'a replica has the GPUs of its pod', { instead: 'gpusPerReplica' }],
  ['--max-beam-width', 'refused', 'the plan counts one answer for each request', { harmless: '1' }],
  ['--revision', 'refused', 'the engine loads what the download brought, and nothing else', { instead: 'checkpoint' }],
  ['--server-role', 'refused', 'the pool answers whole requests'],
  ['--metadata-server-config-file', 'refused', 'the pool answers whole requests'],
  ['--disagg-cluster-uri', 'refused', 'the pool answers whole requests'],
  ['--custom-module-dirs', 'uncertain', 'it is not known what your own code takes'],
  ['--fail-fast-on-attention-window-too-large', 'none'],
  ['--custom-tokenizer', 'none'],
  ['--log-level', 'none'],
  ['--media-io-kwargs', 'none'],
  ['--num-postprocess-workers', 'none'],
  ['--otlp-traces-endpoint', 'none'],
  ['--tokenizer', 'none'],
  ['--trust-remote-code', 'none'],
];

export const TRTLLM_VARIABLE_EFFECTS: readonly VariableEffectRow[] = [
  ['CUDA_VISIBLE_DEVICES', 'refused', 'the node decides which GPUs a pod gets'],
  ['NVIDIA_VISIBLE_DEVICES', 'refused', 'the node decides which GPUs a pod gets'],
  ['PYTORCH_CUDA_ALLOC_CONF', 'uncertain', 'another allocator keeps other reserves'],
];
