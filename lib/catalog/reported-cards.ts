/**
 * Cards outside the catalog, known by what the engine or PyTorch reports of them ("total capacity of … GiB" in start-up logs and out-of-memory
 * messages of public issues, read November 2026). Enough for memory; how fast they are is known of few.
 */

import type { GpuFacts } from './gpu-facts';

/** Stands in the notes of cards that share their memory with the CPU. */
export const UNIFIED_MEMORY = 'memory shared with the CPU';

export const isUnified = ({ notes }: Pick<GpuFacts, 'notes'>): boolean => notes === UNIFIED_MEMORY;

export interface ReportedCard {
  readonly name: string;
  /** Lowest and highest total that was seen, GiB. Windows and WSL show the larger one. */
  readonly reportedGiB: readonly [low: number, high: number];
  /** CUDA compute capability; absent for AMD. */
  readonly computeCapability?: number;
  /** Memory of boards that are sold under the same name and are in no row here, GB. */
  readonly soldWithGb?: readonly number[];
  readonly architecture: string;
  readonly link?: 'nvlink' | 'nvlink-bridge';
  /** From its data sheet. */
  readonly speed?: CardSpeed;
  /** CPU and GPU share one memory, and the driver's management library reports none. */
  readonly unified?: boolean;
}

/** Figures of a data sheet; TFLOPS dense. */
export interface CardSpeed extends Pick<GpuFacts, 'memoryBandwidthGBps' | 'nativeFp8' | 'nativeFp4'> {
  readonly tflops: Partial<GpuFacts['tflops']>;
  readonly source: string;
}

type Row = readonly [RegExp, ReportedCard];

const row = (
  pattern: RegExp,
  name: string,
  reportedGiB: readonly [number, number],
  computeCapability: number,
  more: Partial<ReportedCard> = {},
): Row => [pattern, { name, reportedGiB, computeCapability, architecture: architectureOf(computeCapability), ...more }];

const amd = (pattern: RegExp, name: string, architecture: string, reportedGiB: readonly [number, number]): Row => [
  pattern,
  { name, architecture, reportedGiB },
];

function architectureOf(computeCapability: number): string {
  if (computeCapability >= 10) return 'Blackwell';
  if (computeCapability >= 9) return 'Hopper';
  if (computeCapability > 8.8) return 'Ada Lovelace';
  if (computeCapability >= 8) return 'Ampere';
  if (computeCapability >= 7.5) return 'Turing';
  return computeCapability >= 7 ? 'Volta' : 'Pascal';
}

/** 1 PFLOPS of fp4 with sparsity; other formats are not published, and each step to twice the width halves the rate on this architecture. */
const GB10_SPEED: CardSpeed = {
  memoryBandwidthGBps: 273,
  tflops: { fp4: 500, fp8: 250, fp16: 125, bf16: 125 },
  nativeFp8: true,
  nativeFp4: true,
  source: 'NVIDIA DGX Spark User Guide, hardware overview (https://docs.nvidia.com/dgx/dgx-spark/hardware.html, read November 2026)',
};

/** Patterns read the name in lower case, words and numbers only; the first that fits decides. */
const ROWS: readonly Row[] = [
  row(/\bgb10\b|dgx spark/, 'GB10', [119.63, 121.69], 12.1, { unified: true, speed: GB10_SPEED }),
  row(/\bthor\b/, 'Jetson AGX Thor', [122.8, 122.82], 11, { unified: true }),
  row(/\bjetson\b.{0,200}\borin\b|\borin\b/, 'Jetson AGX Orin 64GB', [61.37, 61.37], 8.7, { unified: true, soldWithGb: [32] }),
  row(/\bh20\b.{0,200}\b(141|3e)/, 'H20 141GB', [139.72, 139.81], 9, { link: 'nvlink' }),
  row(/\bh20\b/, 'H20 96GB', [95.0, 95.22], 9, { link: 'nvlink' }),
  row(/\bh800\b/, 'H800 80GB', [79.11, 79.33], 9, { link: 'nvlink' }),
  row(/\ba800\b/, 'A800 80GB', [79.14, 79.35], 8, { link: 'nvlink', soldWithGb: [40] }),
  row(/\ba30\b/, 'A30', [23.5, 23.6], 8, { link: 'nvlink-bridge' }),
  row(/\ba16\b/, 'A16', [14.53, 14.6], 8.6),
  row(/\ba2\b/, 'A2', [14.53, 14.62], 8.6),
  row(/\bl20\b/, 'L20', [44.39, 44.53], 8.9),
  row(/\bv100\b.{0,200}\b32/, 'V100 32GB', [31.73, 31.75], 7, { link: 'nvlink' }),
  row(/\bv100\b/, 'V100 16GB', [15.77, 15.78], 7, { link: 'nvlink' }),
  row(/\bp100\b/, 'P100 16GB', [15.89, 15.9], 6, { soldWithGb: [12] }),
  row(/\bp40\b/, 'P40', [22.38, 23.87], 6.1),
  row(/\b(rtx )?a6000\b/, 'RTX A6000', [47.4, 47.54], 8.6, { link: 'nvlink-bridge' }),
  row(/\b(rtx )?a5500\b/, 'RTX A5500', [23.57, 23.69], 8.6, { link: 'nvlink-bridge' }),
  row(/\b(rtx )?a5000\b/, 'RTX A5000', [23.57, 23.69], 8.6, { link: 'nvlink-bridge' }),
  row(/\b(rtx )?a4500\b/, 'RTX A4500', [19.6, 19.71], 8.6, { link: 'nvlink-bridge' }),
  row(/\b(rtx )?a4000\b/, 'RTX A4000', [15.6, 15.73], 8.6),
  row(/\b5000 ada\b/, 'RTX 5000 Ada', [31.48, 31.5], 8.9),
  row(/\b4500 ada\b/, 'RTX 4500 Ada', [23.52, 23.65], 8.9),
  row(/\b4000\b.{0,200}\bada\b/, 'RTX 4000 Ada', [19.54, 19.56], 8.9),
  row(/\bpro 5000\b/, 'RTX PRO 5000 Blackwell', [47.36, 47.4], 12),
  row(/\bpro 4500\b/, 'RTX PRO 4500 Blackwell', [31.36, 31.4], 12),
  row(/\bpro 4000\b/, 'RTX PRO 4000 Blackwell', [23.48, 23.52], 12),
  row(/\bpro 2000\b/, 'RTX PRO 2000 Blackwell', [15.48, 15.93], 12),
  row(/\b5090 d\b|\b5090d\b/, 'RTX 5090 D', [31.36, 31.37], 12),
  row(/\b5080\b/, 'RTX 5080', [15.45, 15.92], 12),
  row(/\b5070 ti\b/, 'RTX 5070 Ti', [15.45, 15.92], 12),
  row(/\b5070\b/, 'RTX 5070', [11.49, 11.94], 12),
  row(/\b5060 ti\b/, 'RTX 5060 Ti 16GB', [15.47, 15.93], 12, { soldWithGb: [8] }),
  row(/\b4090 d\b|\b4090d\b/, 'RTX 4090 D', [23.52, 23.55], 8.9),
  row(/\b4080 super\b/, 'RTX 4080 SUPER', [15.57, 15.99], 8.9),
  row(/\b4080\b/, 'RTX 4080', [15.57, 15.99], 8.9),
  row(/\b4070 ti super\b/, 'RTX 4070 Ti SUPER', [15.57, 15.99], 8.9),
  row(/\b4070\b/, 'RTX 4070', [11.6, 11.99], 8.9),
  row(/\b4060 ti\b/, 'RTX 4060 Ti 16GB', [15.57, 16.0], 8.9, { soldWithGb: [8] }),
  row(/\b4060\b/, 'RTX 4060', [7.62, 8.0], 8.9),
  row(/\b3090 ti\b/, 'RTX 3090 Ti', [23.56, 23.69], 8.6, { link: 'nvlink-bridge' }),
  row(/\b3090\b/, 'RTX 3090', [23.56, 23.69], 8.6, { link: 'nvlink-bridge' }),
  row(/\b3080 ti\b/, 'RTX 3080 Ti', [11.66, 12.0], 8.6),
  row(/\b3080\b/, 'RTX 3080 10GB', [9.65, 10.0], 8.6, { soldWithGb: [12] }),
  row(/\b3070\b/, 'RTX 3070', [7.66, 8.0], 8.6),
  row(/\b3060\b.{0,200}\blaptop\b/, 'RTX 3060 Laptop', [5.8, 6.0], 8.6),
  row(/\b3060\b/, 'RTX 3060 12GB', [11.63, 12.0], 8.6, { soldWithGb: [8] }),
  row(/\b2080 ti\b/, 'RTX 2080 Ti', [10.57, 11.0], 7.5),
  row(/\btitan rtx\b/, 'TITAN RTX', [23.57, 23.65], 7.5),
  row(/\brtx 8000\b/, 'Quadro RTX 8000', [47.4, 47.5], 7.5),
  // rocminfo and out-of-memory messages in ROCm's own issues (5832 and 6148; 4846 and ComfyUI#13112; nlzy/vllm-gfx906#14).
  amd(/\br9700\b/, 'Radeon AI PRO R9700', 'RDNA4', [29.86, 31.86]),
  amd(/\b9070 ?xt\b/, 'Radeon RX 9070 XT', 'RDNA4', [15.92, 15.92]),
];

/** Boards whose memory the owner divides between CPU and GPU: what they report says nothing of the next one. */
const DIVIDED: readonly (readonly [RegExp, string])[] = [
  [
    /\bstrix halo\b|\bai max\b|\b80[56]0s\b|\bgfx1151\b/,
    'Strix Halo was seen with 15.5, 62, 96, 120 and 127 GiB, as its owner had divided the memory',
  ],
];

/** Why no memory is taken for such a board; undefined for all others. */
export const dividedMemory = (words: string): string | undefined => DIVIDED.find(([pattern]) => pattern.test(words))?.[1];

/** @param words name in lower case, words and numbers only */
export function reportedCard(words: string): ReportedCard | undefined {
  return ROWS.find(([pattern]) => pattern.test(words))?.[1];
}

/** Cards of the same name with another memory: V100 16GB and V100 32GB. */
export function otherMemories({ name }: ReportedCard): readonly ReportedCard[] {
  const stem = withoutMemory(name);
  return reportedCards().filter((card) => card.name !== name && stem !== name && withoutMemory(card.name) === stem);
}

const withoutMemory = (name: string) => name.replace(/ \d+GB$/, '');

/** All of them. */
export const reportedCards = (): readonly ReportedCard[] => [...new Map(ROWS.map(([, card]) => [card.name, card])).values()];
