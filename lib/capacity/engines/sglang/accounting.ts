/**
 * SGLang: the pool is what is free before the weights × the static fraction − the weights (`rest = free − total × (1 − mem_fraction_static)`). The
 * fraction follows from the memory of the card by a rule that changed with the releases; read in the wheels of 0.4.1 to 0.5.22.
 */
import { isUnified } from '../../../catalog/reported-cards';
import { gpusOfReplica } from '../../gpus-of-replica';
import type { ReplicaSpec } from '../../replica-spec';
import type { Accounting } from '../accounting';
import { type Band, both } from '../doubts';
import { contextGiB } from '../vllm/non-torch';
import { physicalMemory, type ReplicaMemory } from '../vllm/replica-memory';
import { atLeast, type SglangRelease } from './release';
import { reservedMiB } from './reserve';

const MIB_PER_GIB = 1024;

/** Handles, workspaces and rotary tables that come with the weights: 0.05–0.15 GiB in public start-up logs. */
const LOADED_BESIDE_GIB = 0.1;
/** Memory of linear layers over that of keys and values (`mamba_full_memory_ratio`). */
const MAMBA_RATIO = 0.9;

/** @param fraction `--mem-fraction-static` where it was given */
export function sglang(fraction: number | null, release: SglangRelease | null): Accounting {
  return {
    budget: (memory, spec) => freeGiB(memory, spec) * (fraction ?? staticFraction(spec, release)) * aiterShare(spec, release),
    kvCache: ({ budget, weights }, memory) => {
      const rest = budget - weights - LOADED_BESIDE_GIB;
      return memory.layout.bytesPerSequence > 0 ? rest / (1 + MAMBA_RATIO) : rest;
    },
    bandGiB: ({ physical }, spec) => bandOf(physical.perGpuGiB, spec, release),
  };
}

/**
 * One GPU of NVIDIA: nine start-ups of seven repositories (0.4.1 to 0.5.11) lie within two thirds of the band, from 0.56 GiB larger to 0.33 smaller; several
 * GPUs were seen twice. Since 0.5.18 graphs may be captured before the pool is cut: 2 to 3 GiB on large cards; one pool was 5.4 GiB larger (Qwen3-32B on H100, 0.5.19). On
 * cards of AMD five start-ups of one machine were from 7.4 GiB smaller to 3.7 larger.
 */
function bandOf(cardGiB: number, spec: ReplicaSpec, release: SglangRelease | null): Band {
  const { gpu } = spec;
  const late = release === null || atLeast(release, [0, 5, 18]);
  const early = gpusOfReplica(spec) === 1 ? Math.max(0.5, 0.0125 * cardGiB) : Math.max(1, 0.025 * cardGiB);
  const [less, more]: Band = late ? [Math.max(2.5, 0.04 * cardGiB), Math.max(2.5, 0.07 * cardGiB)] : both(early);
  return gpu.facts.vendor === 'AMD' ? [Math.max(less, ON_AMD_GIB), Math.max(more, ON_AMD_GIB)] : [less, more];
}

const ON_AMD_GIB = 4;

/** What the system leaves free of a memory that it shares: 110 and 111 of 119.6 GiB in public start-up logs of GB10. */
const FREE_OF_UNIFIED = 0.92;

/** Free when the weights start to load: the context is there, and the buffers of the collectives over fast links. */
function freeGiB({ physical }: ReplicaMemory, { gpu, tensorParallel }: ReplicaSpec): number {
  if (isUnified(gpu.facts)) return physical.perGpuGiB * FREE_OF_UNIFIED;
  const linked = gpu.facts.interconnect === 'nvlink' || gpu.facts.interconnect === 'infinity-fabric';
  return physical.perGpuGiB - contextGiB(linked ? tensorParallel : 1);
}

/** The share that the engine takes by default; rounded to three digits, as the engine does. */
export function staticFraction(spec: ReplicaSpec, release: SglangRelease | null): number {
  const card = cardMiB(spec);
  const reserved = reservedMiB({ cardMiB: card, release, spec, gpus: gpusOfReplica(spec) });
  return Number(((card - reserved) / card).toFixed(3)) * visionFactor(spec);
}

/** Contexts up to here are served without it. */
const SHORT_CONTEXT = 8_192;

/**
 * AITER, the attention kernels that Instinct cards get unless told otherwise, has 15 % of the fraction taken away where the context is longer than 8,192
 * tokens, also of one that was given (`mem_fraction_static *= 0.85`; https://github.com/sgl-project/sglang/pull/37242 of August 2026 says it of both). With
 * latents they are taken for 16 or 128 heads on a rank. Releases before 0.5 were not read.
 */
export function aiterShare({ gpu, model, tensorParallel, maxContextTokens }: ReplicaSpec, release: SglangRelease | null): number {
  const { mla, attentionHeads } = model.facts;
  const heads = (attentionHeads ?? 0) / tensorParallel;
  const isAiter = /^gfx9/.test(gpu.facts.gfxTarget ?? '') && (mla === null || heads === 16 || heads === 128);
  const isRead = release === null || atLeast(release, [0, 5, 0]);
  return isAiter && isRead && maxContextTokens > SHORT_CONTEXT ? 0.85 : 1;
}

/** Memory of the card as `nvidia-smi` shows it, else as the messages of engines do. */
export const cardMiB = ({ gpu: { facts } }: Pick<ReplicaSpec, 'gpu'>): number =>
  facts.driverMemoryMiB ?? physicalMemory(facts).perGpuGiB * MIB_PER_GIB;

/** The yardstick of towers, and what stands for a dimension that the file calls otherwise. */
const PLAIN_TOWER = { layers: 24, hiddenSize: 1_024 } as const;

/** Five percent less with a vision tower, and a tenth of what it has more than the yardstick (`adjust_mem_fraction_for_vlm`, wheel 0.5.23). */
export function visionFactor({ model, languageModelOnly }: Pick<ReplicaSpec, 'model' | 'languageModelOnly'>): number {
  const shape = model.facts.weightDetail?.towerShape;
  if (shape === undefined || languageModelOnly === true) return 1;
  const size = (shape.layers ?? PLAIN_TOWER.layers) * (shape.hiddenSize ?? PLAIN_TOWER.hiddenSize) ** 2;
  const ratio = size / (PLAIN_TOWER.layers * PLAIN_TOWER.hiddenSize ** 2);
  return 0.95 * Math.max(0.8, Math.min(1.05, 1 - 0.1 * (ratio - 1)));
}
