/** TensorRT-LLM: options from typed props, non-root, read-only root. The numbers of the plan are always written out. */
import { gpusOfPod } from '../../../capacity/gpus-of-replica';
import { TENSORRT_LLM } from '../../../catalog/engines/tensorrt-llm/definition';
import type { EngineAdapter, ServingSpec } from '../adapter';
import { flags, hubEnv } from '../engine-args';
import { hubDownload, isRepository, pinned } from '../hub-download';
import { FRACTION, tensorRtLimits } from './limits';

const HOME = '/home/trtllm';
const WEIGHTS = '/models';

export const tensorRtLlmAdapter: EngineAdapter = {
  definition: TENSORRT_LLM,
  runAs: { user: 1000, group: 1000 },
  weightsFolder: WEIGHTS,
  // Assumed, as long as answers of agents take: nobody has measured how it ends.
  drainSeconds: 120,
  ownedFlags: [
    '--max-seq-len',
    '--max-batch-size',
    '--max-num-tokens',
    '--tensor-parallel-size',
    '--free-gpu-memory-fraction',
    '--chat-template',
  ],
  flagsOfProps: { toolCalling: ['--tool-parser'], reasoning: ['--reasoning-parser'] },
  // requirements.txt of 1.2 does not name them, and a tracer that cannot be made is an error in the log (llmapi/llm.py).
  untraced: 'whether its image has the packages of OpenTelemetry is not known, and without them it serves and sends none',
  ownedEnvironment: {
    HF_HUB_OFFLINE: 'weights',
    HF_HOME: 'weights',
    HF_TOKEN: 'huggingFaceToken',
    HUGGING_FACE_HUB_TOKEN: 'huggingFaceToken',
  },
  limits: tensorRtLimits,
  writableFolders: (replica) => [
    { name: 'tmp', path: '/tmp', sizeGiB: 8, usedByDownload: true },
    { name: 'home', path: HOME, sizeGiB: 10, usedByDownload: true },
    { name: 'shm', path: '/dev/shm', medium: 'Memory', sizeGiB: gpusOfPod(replica) > 1 ? 16 : 2 },
  ],
  command: () => ['trtllm-serve'],
  args: (spec) => [spec.checkpoint, ...servingFlags(spec), ...parserFlags(spec), ...spec.extraArgs],
  env: () => ({ HOME, USER: 'trtllm', HF_HOME: WEIGHTS, HF_HUB_OFFLINE: '1' }),
  pinsRevisions: true,
  repositories: ({ checkpoint }) => [checkpoint].filter(isRepository),
  download: (spec, marker) =>
    hubDownload({
      folder: WEIGHTS,
      marker: `${WEIGHTS}/${marker}`,
      repositories: pinned([spec.checkpoint].filter(isRepository), spec),
      vocabulary: false,
    }),
  downloadEnv: (spec) => hubEnv(HOME, WEIGHTS, spec),
};

function servingFlags({ replica, supply }: ServingSpec): string[] {
  return [
    ...flags({
      '--backend': 'pytorch',
      // By itself it listens to its own pod alone.
      '--host': '0.0.0.0',
      '--port': String(TENSORRT_LLM.port),
      ...(replica.tensorParallel > 1 ? { '--tensor_parallel_size': String(replica.tensorParallel) } : {}),
      '--max_seq_len': String(replica.maxContextTokens),
      '--max_batch_size': String(supply.maxNumSeqs),
      '--max_num_tokens': String(supply.maxNumBatchedTokens),
      '--free_gpu_memory_fraction': String(replica.engineMemoryFraction ?? FRACTION),
    }),
    // Without it prompts above max_num_tokens are refused.
    '--enable_chunked_prefill',
  ];
}

function parserFlags({ parsers: { toolCall, reasoning }, chatTemplate }: ServingSpec): string[] {
  return flags({
    ...(toolCall === null ? {} : { '--tool_parser': toolCall }),
    ...(reasoning === null ? {} : { '--reasoning_parser': reasoning }),
    ...(chatTemplate === undefined ? {} : { '--chat_template': chatTemplate }),
  });
}
