import type { LibraryRow } from './library-row';
import { SOURCES } from './sources';

export const CAPACITY: readonly LibraryRow[] = [
  ['demand-fits', 'every pool', SOURCES.pagedAttention],
  ['headroom', 'every pool', SOURCES.engineTuning],
  ['planned-share', 'every pool', SOURCES.engineTuning],
  ['fp8-kv-cache', 'pools with an fp8 KV cache', SOURCES.kvQuantization],
  ['utilization-range', 'pools whose engine takes a share of the memory', SOURCES.engineTuning],
  ['gpu-sharing-fits', 'engines on one GPU', SOURCES.engineTuning],
  ['tensor-parallel-divides', 'pools with tensor parallel', SOURCES.engineParallelism],
  ['one-slice', 'pools on MIG slices', SOURCES.slices],
  ['growth-within-cap', 'roles with growth', SOURCES.contextOfAgents],
  ['long-pool-admits', 'roles with a pool for long sessions', SOURCES.contextOfAgents],
  ['pools-apart', 'pools of one cluster that serve the same model', SOURCES.pagedAttention],
  ['small-model-whole', 'pools with a small model on several GPUs', SOURCES.engineParallelism],
  ['throughput-enough', 'pools of which tokens per second are asked', SOURCES.prefillAndDecode],
  ['workflow-in-time', 'fleets with workflowLatency, and stages that users wait for', SOURCES.waiting],
  ['conversation-planned', 'roles of frameworks that keep the whole conversation', SOURCES.contextOfAgents],
];
