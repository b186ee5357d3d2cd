/**
 * What each flag of SGLang does to what the plan computed. Those that matter most are judged, by their own help text and by the terms of the
 * plan; any other flag was not judged yet, and a plan with one is uncertain. November 2026.
 */
import type { FlagEffectRow, RefusalDetail } from '../flag-effect';
import { SGLANG_FLAGS } from './flags';

const LIBRARY = 'the library';

/** Set by props or by the library itself, or read into the arithmetic. */
const SET: readonly FlagEffectRow[] = [
  ['--model-path', 'prop', 'model'],
  ['--served-model-name', 'library', LIBRARY],
  ['--host', 'library', LIBRARY],
  ['--port', 'library', LIBRARY],
  ['--enable-metrics', 'library', LIBRARY],
  ['--uvicorn-access-log-exclude-prefixes', 'library', LIBRARY],
  ['--cuda-graph-max-bs-decode', 'library', LIBRARY],
  ['--swa-full-tokens-ratio', 'library', LIBRARY],
  ['--tp-size', 'prop', 'gpusPerReplica'],
  ['--nnodes', 'prop', 'nodesPerReplica'],
  ['--node-rank', 'prop', 'nodesPerReplica'],
  ['--dist-init-addr', 'prop', 'nodesPerReplica'],
  ['--context-length', 'prop', 'maxContextTokens'],
  ['--max-running-requests', 'prop', 'maxNumSeqs'],
  ['--chunked-prefill-size', 'prop', 'maxNumBatchedTokens'],
  ['--mem-fraction-static', 'prop', 'engineMemoryFraction'],
  ['--quantization', 'prop', 'quantization'],
  ['--kv-cache-dtype', 'prop', 'kvCacheDtype'],
  ['--tool-call-parser', 'prop', 'toolCalling'],
  ['--reasoning-parser', 'prop', 'reasoning'],
  ['--chat-template', 'prop', 'chatTemplate'],
  ['--grammar-backend', 'prop', 'structuredOutput'],
  ['--enable-lora', 'prop', 'adapters'],
  ['--lora-paths', 'prop', 'adapters'],
  ['--max-loras-per-batch', 'prop', 'adapters'],
  ['--max-lora-rank', 'prop', 'adapters'],
  ['--lora-target-modules', 'prop', 'adapters'],
  ['--max-loaded-loras', 'prop', 'adapters'],
  ['--sampling-backend', 'prop', 'tuning.sampler'],
  ['--enable-hierarchical-cache', 'prop', 'offload.kvCacheGiB'],
  ['--hicache-size', 'prop', 'offload.kvCacheGiB'],
  ['--hicache-storage-backend', 'prop', 'offload.kvCacheDiskGiB'],
  ['--cuda-graph-backend-decode', 'prop', 'tuning.enforceEager'],
  ['--cuda-graph-backend-prefill', 'prop', 'tuning.enforceEager'],
  ['--scheduler-recv-interval', 'counted', 'schedulerRecvInterval'],
];

const refused = (why: string, detail: RefusalDetail, flags: string): FlagEffectRow[] =>
  flags.split(' ').map((flag) => [flag, 'refused', why, detail] as const);

const GRAPHS = '--cuda-graph-config --cuda-graph-max-bs-prefill --cuda-graph-bs-decode --cuda-graph-bs-prefill';
const NO_GRAPHS = '--disable-cuda-graph --disable-decode-cuda-graph --disable-prefill-cuda-graph';
const SPREAD = '--pp-size --dp-size --attn-dp-size --dcp-size --ep-size --attn-cp-size --moe-dp-size --enable-dp-attention';
const HOST_TIERS = '--enable-lmcache --enable-flexkv --hicache-ratio --hicache-storage-backend-extra-config --hicache-host-memory-mode';
const DRAFTS = '--speculative-algorithm --speculative-draft-model-path --speculative-num-steps --speculative-num-draft-tokens';
const KEYS = '--api-key --admin-api-key';
const TLS = '--ssl-certfile --ssl-keyfile --ssl-ca-certs --enable-http2';

/** They change what was computed, or who may ask. */
const REFUSED: readonly FlagEffectRow[] = [
  ...refused('it sets another size of the KV cache than planned', { instead: 'engineMemoryFraction' }, '--max-total-tokens'),
  ...refused('a pass would take more tokens than planned', { instead: 'maxNumBatchedTokens' }, '--max-prefill-tokens'),
  ...refused('it changes the memory of the CUDA graphs', {}, GRAPHS),
  ...refused('it changes the memory of the CUDA graphs', { instead: 'tuning: { enforceEager: true }' }, NO_GRAPHS),
  ...refused('it changes how long prompts are cut', {}, '--enable-dynamic-chunking'),
  ...refused('it divides the memory of windows in another way than planned', {}, '--disable-hybrid-swa-memory --swa-prefix-tails'),
  ...refused('it spreads a replica in another way than planned', { instead: 'gpusPerReplica' }, SPREAD),
  ...refused('it keeps KV blocks outside the GPU in another way than planned', { instead: 'offload: { kvCacheGiB }' }, HOST_TIERS),
  ...refused('weights outside the GPU are not in the plan of this engine', {}, '--cpu-offload-gb --offload-group-size'),
  ...refused('the memory of drafts is not in the plan of this engine', {}, DRAFTS),
  ...refused('it rounds every sequence to other blocks than planned', {}, '--page-size'),
  ...refused('it changes the size of weights and KV cache', { instead: 'quantization or kvCacheDtype', harmless: 'auto' }, '--dtype'),
  ...refused('the plan counts with prompts that are kept', {}, '--disable-radix-cache'),
  ...refused('the router and the agents do not know this key', {}, KEYS),
  ...refused('the router and the probes speak plain HTTP/1.1 with it', {}, TLS),
  ...refused('flags in a file are not read by the plan', { instead: 'the flags themselves in extraArgs' }, '--config'),
  ...refused('a replica is one pod with the GPUs that it asked for', {}, '--base-gpu-id --gpu-id-step --device'),
  ...refused('it makes another kind of model of it', {}, '--is-embedding --encoder-only'),
  ...refused('it changes the model that was planned', {}, '--json-model-override-args'),
  ...refused('prefill and decode in pods of their own are not in the plan', { harmless: 'null' }, '--disaggregation-mode'),
  ...refused('weights are kept where the pod has its volume for them', { instead: 'weights' }, '--download-dir'),
  ...refused('it writes the queue of a replica once for each rank', {}, '--enable-metrics-for-all-schedulers'),
  ...refused('it loads no weights', { harmless: 'auto safetensors fastsafetensors runai_streamer' }, '--load-format'),
  ...refused('requests would come before the engine has answered one itself', {}, '--skip-server-warmup'),
  ...refused('the router and the probes do not speak it', {}, '--smg-grpc-mode --grpc-mode'),
];

/** Neither memory nor tokens. */
const HARMLESS = [
  '--trust-remote-code --revision --tokenizer-mode --random-seed --watchdog-timeout --soft-watchdog-timeout --sleep-on-idle',
  '--schedule-policy --schedule-conservativeness --max-queued-requests --stream-interval --radix-eviction-policy --sampling-defaults',
  '--log-level --log-level-http --log-requests --log-requests-level --log-requests-format --decode-log-interval --show-time-cost',
  '--enable-cache-report --extra-metric-labels --bucket-time-to-first-token --bucket-inter-token-latency --bucket-e2e-request-latency',
  '--prompt-tokens-buckets --generation-tokens-buckets --enable-trace --otlp-traces-endpoint --otlp-service-name',
  '--constrained-json-whitespace-pattern --constrained-json-disable-any-whitespace --preferred-sampling-params',
  '--default-chat-template-kwargs --allow-auto-truncate --enable-priority-scheduling',
  '--schedule-low-priority-values-first --default-priority-value',
]
  .join(' ')
  .split(' ');

const JUDGED: readonly FlagEffectRow[] = [...SET, ...REFUSED, ...HARMLESS.map((flag) => [flag, 'none'] as const)];

const judged = new Set<string>(JUDGED.map(([flag]) => flag));

/** One row a flag. */
export const SGLANG_FLAG_EFFECTS: readonly FlagEffectRow[] = [
  ...JUDGED,
  ...SGLANG_FLAGS.filter(([flag]) => !judged.has(flag)).map(
    ([flag]) => [flag, 'uncertain', 'it is not known what it does to memory and tokens'] as const,
  ),
];
