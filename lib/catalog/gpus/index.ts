/** All GPU rows, generation by generation. */
import type { GpuFacts } from '../gpu-facts';
import { ADA_GPUS } from './ada';
import { AMD_GPUS } from './amd';
import { AMPERE_AND_OLDER_GPUS } from './ampere-and-older';
import { BLACKWELL_GPUS } from './blackwell';
import { gpuFacts } from './expand-row';
import { HOPPER_GPUS } from './hopper';

export const GPU_FACTS: readonly GpuFacts[] = [...AMPERE_AND_OLDER_GPUS, ...ADA_GPUS, ...HOPPER_GPUS, ...BLACKWELL_GPUS, ...AMD_GPUS].map(
  gpuFacts,
);
