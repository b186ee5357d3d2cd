/**
 * Widths to which the kernels of MXFP4 experts round up what a rank holds, by card and release: what is added is loaded, and takes memory (wheels
 * 0.10.2 to 0.30.0, `mxfp4_round_up_hidden_size_and_intermediate_size` and its predecessors).
 */
import type { EngineVersion } from '../../../catalog/engines/engine-version';
import type { GpuFacts } from '../../../catalog/gpu-facts';
import { type ExpertRounding, TRITON } from '../../model/expert-rounding';
import { RELEASES } from './releases';

/** Marlin: cards before Hopper and desktop Blackwell. */
const MARLIN: ExpertRounding = { width: 128, hidden: 256 };
/** TensorRT-LLM's kernels of data-centre Blackwell until 0.26, and those of AMD. */
const WIDE: ExpertRounding = { width: 256, hidden: 256 };

/**
 * What experts in NVFP4 took more than every formula on desktop Blackwell, GiB: 3.3 on RTX 5090 with batches of 16,384, 5.1 on GB10 with 65,536 (public
 * start-ups of Qwen3.6-35B-A3B-NVFP4, 0.20.0). Two logs of one model and no explanation: a doubt, and not part of the figure.
 */
const UNEXPLAINED_GIB = 3.3;

export function nvfp4DoubtGiB({ computeCapability }: GpuFacts, expertScheme: string | null): number {
  return expertScheme === 'nvfp4' && Math.floor(computeCapability ?? 0) === 12 ? UNEXPLAINED_GIB : 0;
}

export function expertRounding({ computeCapability, vendor }: GpuFacts, release: EngineVersion): ExpertRounding {
  if (vendor === 'AMD') return WIDE;
  const major = Math.floor(computeCapability ?? 9);
  if (major === 10) return release.atLeast(RELEASES.narrowExperts) ? MARLIN : WIDE;
  // Before Triton's kernels came with the wheel, Hopper ran Marlin as well: 65.97 GiB of gpt-oss-120b with 0.10.1 (vllm#23278).
  return major === 9 && release.atLeast(RELEASES.tritonExperts) ? TRITON : MARLIN;
}
