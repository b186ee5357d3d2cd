/** Flags of `sglang.launch_server` as its own argument parser reported them: name, what it takes, first and last release read that has it. */
import type { AliasRow, FlagRow } from '../../flag';
import { ADAPTERS_FLAGS } from './adapters';
import { DEVICE_FLAGS } from './device';
import { DISAGGREGATION_FLAGS } from './disaggregation';
import { EXECUTION_FLAGS } from './execution';
import { GONE_FLAGS } from './gone';
import { MEMORY_FLAGS } from './memory';
import { MODEL_FLAGS } from './model';
import { MULTIMODAL_FLAGS } from './multimodal';
import { OBSERVABILITY_FLAGS } from './observability';
import { PARALLEL_FLAGS } from './parallel';
import { SCHEDULE_FLAGS } from './schedule';
import { SERVING_FLAGS } from './serving';
import { SPECULATION_FLAGS } from './speculation';

export const SGLANG_FLAGS: readonly FlagRow[] = [
  ...ADAPTERS_FLAGS,
  ...DEVICE_FLAGS,
  ...DISAGGREGATION_FLAGS,
  ...EXECUTION_FLAGS,
  ...GONE_FLAGS,
  ...MEMORY_FLAGS,
  ...MODEL_FLAGS,
  ...MULTIMODAL_FLAGS,
  ...OBSERVABILITY_FLAGS,
  ...PARALLEL_FLAGS,
  ...SCHEDULE_FLAGS,
  ...SERVING_FLAGS,
  ...SPECULATION_FLAGS,
];

/** Further spellings. */
export const SGLANG_FLAG_ALIASES: readonly AliasRow[] = [
  ['--attention-context-parallel-size', '--attn-cp-size', '0.5.20'],
  ['--attention-data-parallel-size', '--attn-dp-size', '0.5.22'],
  ['--context-bucket', '--cuda-graph-prefill-max-context', '0.5.22'],
  ['--data-parallel-size', '--dp-size', '0.5.20'],
  ['--decode-context-parallel-size', '--dcp-size', '0.5.20'],
  ['--enable-hicache', '--enable-hierarchical-cache', '0.5.23'],
  ['--ep', '--ep-size', '0.5.20'],
  ['--expert-parallel-size', '--ep-size', '0.5.20'],
  ['--grpc-http-sidecar-port', '--smg-http-sidecar-port', '0.5.20'],
  ['--hierarchical-sparse-attention-extra-config', '--hisparse-config', '0.5.20'],
  ['--model', '--model-path', '0.5.20'],
  ['--moe-data-parallel-size', '--moe-dp-size', '0.5.20'],
  ['--nccl-init-addr', '--dist-init-addr', '0.5.20'],
  ['--pipeline-parallel-size', '--pp-size', '0.5.20'],
  ['--speculative-draft-model', '--speculative-draft-model-path', '0.5.20'],
  ['--tensor-parallel-size', '--tp-size', '0.5.20'],
];
