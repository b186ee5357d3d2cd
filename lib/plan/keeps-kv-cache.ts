import type { PoolPlan } from './sections/pool';

/** False for encoders, which read a text at once. Of a model whose facts are missing nobody knows what it keeps, so it counts as one that keeps a cache. */
export const keepsKvCache = ({ memory, headroom }: Pick<PoolPlan, 'memory' | 'headroom'>): boolean =>
  memory.kvBytesPerToken > 0 || headroom === null;
