/** What the GPUs of a question cost: the newest published on-demand price, as a cluster without declared prices takes it. */
import { gpusOfReplica } from '../capacity/gpus-of-replica';
import type { ReplicaSpec } from '../capacity/replica-spec';
import type { Gpu } from '../catalog/gpu';
import { priceOf } from '../catalog/prices';
import type { SizePrice } from './size-answer';
import type { SizeRequest } from './size-request';

/** USD per GPU and hour; null where no price is published. */
export const usdPerGpuHour = (gpu: Pick<Gpu, 'id'>): number | null => priceOf(gpu, { purchase: 'on-demand' })?.usdPerGpuHour ?? null;

/** GPUs of all copies. */
export const gpusOf = ({ dataParallel }: SizeRequest, spec: ReplicaSpec): number => dataParallel * gpusOfReplica(spec);

/** @param board the card as it is sold, whatever memory the line gives it */
export function priceFor(board: Pick<Gpu, 'id'>, gpus: number): SizePrice | null {
  const price = priceOf(board, { purchase: 'on-demand' });
  if (price === null) return null;
  const { usdPerGpuHour: usd, provider, purchase, region, asOf, source } = price;
  const where = region === undefined ? {} : { region };
  return { gpus, usdPerGpuHour: usd, usdPerHour: Math.round(gpus * usd * 100) / 100, provider, ...where, purchase, asOf, source };
}
