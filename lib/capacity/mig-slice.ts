import type { Gpu } from '../catalog/gpu';

/** Whether this is a MIG slice and no whole card. */
export const isSlice = (gpu: Gpu): boolean => gpu.facts.sliceOf !== null;
