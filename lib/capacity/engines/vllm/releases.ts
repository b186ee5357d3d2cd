/** The vLLM releases at which the accounting changed. Read from the published wheels; dates are those of the reading. */
import { EngineVersion } from '../../../catalog/engines/engine-version';
import type { ReplicaEngine } from '../../replica-engine';

export const RELEASES = {
  /** The second engine core; before it the profiling pass ran `max-model-len` tokens. */
  v1Core: EngineVersion.of('0.8.0'),
  /** fp8 KV without FlashAttention 3 sent a replica back to the first core (0.8.5 `_is_v1_supported_oracle`; gone in 0.9). */
  fp8KvOnV1: EngineVersion.of('0.9.0'),
  /** Growth outside the allocator is counted from a first snapshot; before it everything on the card was, the CUDA context included (0.8.5 gpu_worker.py). */
  snapshotOfCard: EngineVersion.of('0.9.0'),
  /** Triton's kernels of MXFP4 experts come with the wheel (`has_triton_kernels`: a package of its own in 0.10 and 0.11, vllm/third_party since). */
  tritonExperts: EngineVersion.of('0.12.0'),
  /** Kernels of data-centre Blackwell round the width of an expert to 128 instead of 256 (wheels 0.26.0 and 0.27.0). */
  narrowExperts: EngineVersion.of('0.27.0'),
  /** No first core any more; the snapshot is taken after the collectives are set up, so their buffers no longer count (gpu_worker.py `init_device`). */
  onlyV1: EngineVersion.of('0.11.0'),
  /** Graphs of layers with a state are profiled with whole batches (vllm#45178, #50780). */
  hybridGraphsByBatch: EngineVersion.of('0.26.0'),
  /** Everything that left the free memory counts, with what was allocated before the pass (mem_utils.py `total_consumed`). */
  countsAllConsumed: EngineVersion.of('0.28.0'),
  /** FlashInfer's sampler had to be asked for (vllm#26859); before, an installed one was taken by default. Default again since vllm#40376. */
  samplerOptIn: EngineVersion.of('0.11.1'),
  /** Collective buffers of 2 GiB per rank over NVLink; about 0.6 GiB before. */
  largeCollectives: EngineVersion.of('0.17.0'),
  /** A leaner sampler warm-up, and the workspace of the experts beside it. */
  leanSampler: EngineVersion.of('0.17.0'),
  /** Layers of different kinds share one pool in groups; every layer kept the whole context before (kv_cache_utils.py of 0.8.5 and 0.9.2). */
  hybridManager: EngineVersion.of('0.9.0'),
  /** Models with a state cache prompts by default; they had to be asked before (`is_hybrid` in vllm/engine/arg_utils.py of 0.26 and 0.27, gone in 0.28). */
  hybridsCachePrompts: EngineVersion.of('0.28.0'),
  /** Tokens of mixed layouts are reported as full requests × their length from 0.20.1 on; blocks ÷ groups before (wheels 0.20.0 and 0.20.1). */
  tokensByRequests: EngineVersion.of('0.20.0'),
  /**
   * `VLLM_MEMORY_PROFILER_ESTIMATE_CUDAGRAPHS` on by default: graphs come out of the budget (vllm/v1/worker/gpu_worker.py). The engine's own message says
   * v0.21.0; public start-ups of 0.20.0 already deduct them (0.47 GiB on GB10, 0.36 on RTX 5090).
   */
  graphsInBudget: EngineVersion.of('0.20.0'),
  /** Four ranks over PCIe were seen with 1.7 GiB outside the allocator (public start-up log of 0.27); earlier ones with 0.2. */
  largeOverPcie: EngineVersion.of('0.27.0'),
  /** Qwen3 runs on Model Runner V2, dense and in its own format only (notes of 0.22.0, vllm#39337). */
  qwen3OnRunner2: EngineVersion.of('0.22.0'),
  /** Llama and Mistral as well (`DEFAULT_V2_MODEL_RUNNER_ARCHITECTURES` of 0.23.0). */
  llamaOnRunner2: EngineVersion.of('0.23.0'),
  /** Quantised copies of them as well (notes of 0.25.0; public start-ups of GPTQ and AWQ copies with 0.24.0 say which runner they use). */
  quantizedOnRunner2: EngineVersion.of('0.24.0'),
  /** All dense models run on Model Runner V2, whose graph estimate is 0 (wheels 0.25.0, 0.27.0, 0.28.0: `profile_cudagraph_memory` returns 0). */
  denseOnRunner2: EngineVersion.of('0.25.0'),
  /** Blackwell data-centre parts capture sizes up to 1,024 (vllm/config/vllm.py of 0.28.0). */
  wideCaptureOnBlackwell: EngineVersion.of('0.28.0'),
  /** Videos of 14 frames are profiled where the longest request holds them (models/qwen2_vl.py of 0.22.1 to 0.33.0; a log of 0.8.2 shows none). */
  longVideos: EngineVersion.of('0.22.0'),
  /** Sparse latents in plain fp8 on data-centre Blackwell (FLASHINFER_MLA_SPARSE first for fp8): read in 0.22.1 and later, not before. */
  plainSparseLatents: EngineVersion.of('0.22.0'),
  /** A kernel of sparse latents for desktop Blackwell (FLASHINFER_MLA_SPARSE_SM120: in 0.26.0, not in 0.22.1). */
  sparseOnDesktop: EngineVersion.of('0.26.0'),
  /** GLM with an indexer takes fp8 on data-centre Blackwell by itself (`GlmMoeDsaForCausalLM` in models/config.py: in 0.29.0, not in 0.26.0). */
  glmInEightBit: EngineVersion.of('0.29.0'),
  /** `auto` is what the checkpoint asks for: those of ModelOpt since 0.14.0 (vllm#29980), those of llm-compressor in 0.15.0 and not in 0.14.0 (wheels). */
  readsCacheFormat: EngineVersion.of('0.15.0'),
  /** All models on Model Runner V2, which measures its graphs (wheel 0.29.0: vllm/v1/worker/gpu/cudagraph_utils.py). */
  runner2Measures: EngineVersion.of('0.29.0'),
} as const;

/** The first core counts growth from a first snapshot since 0.6.6 (vllm/worker/worker.py); before it everything that the card held. */
export const countsFromSnapshot = ({ version }: Pick<ReplicaEngine, 'version'>): boolean => !/^v?0\.([0-5]\.|6\.[0-5])/.test(version);

/** Patch releases of one minor are equal everywhere else. */
export const countsByRequests = (engine: Pick<ReplicaEngine, 'version'>): boolean =>
  releaseOf(engine).atLeast(RELEASES.tokensByRequests) && !/^v?0\.20(\.0.*)?$/.test(engine.version);

export const releaseOf = (engine: Pick<ReplicaEngine, 'version'>): EngineVersion => EngineVersion.of(engine.version);
