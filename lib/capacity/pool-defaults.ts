/** What a pool takes where its props say nothing, and `agent-fleet size` says where it takes something else. */
import type { Gpu } from '../catalog/gpu';

/** Share of the GPU memory that the engine may use. */
export const POOL_UTILIZATION = 0.9;

/** The same divided by the engines on a card, in whole hundredths: together they stay within it. */
export const partUtilization = (enginesPerCard: number): number => Math.floor((100 * POOL_UTILIZATION) / enginesPerCard) / 100;

/** Halved with the weights where the GPU reads it and the engine can be told so. */
export const poolKvCacheDtype = (
  quantization: string,
  gpu: Pick<Gpu, 'supportsFp8Kv'>,
  { takesKvCacheFormat = true }: { readonly takesKvCacheFormat?: boolean },
): 'fp8' | 'auto' => (takesKvCacheFormat && quantization === 'fp8' && gpu.supportsFp8Kv === 'yes' ? 'fp8' : 'auto');
