/** Schema of a prop that takes a GPU of the catalog or of the user. */
import type { z } from 'zod';
import { plainly } from '../core/meant';
import { branded } from '../core/schema';
import { Gpu } from './gpu';

/** `Gpu.L40S` for a name of the card; of several boards the first: `Gpu.H100_SXM` for "H100". */
export function gpuMeant(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 100) return undefined;
  const gpu = Gpu.byId(value.trim()) ?? Gpu.byProductName(value);
  const constants = Object.entries(Gpu).filter(([, constant]) => Gpu.isGpu(constant));
  const name = plainly(value).replace(/^(?:gpu)?nvidia|^gpu/, '');
  const named =
    constants.find(([, constant]) => constant === gpu) ??
    constants.find(([constant]) => plainly(constant) === name) ??
    constants.find(([constant]) => name.length > 1 && (constant.split('_')[0] ?? '').toLowerCase() === name) ??
    constants.find(([constant]) => name.length > 2 && plainly(constant).startsWith(name));
  return named === undefined ? undefined : `Gpu.${named[0]}`;
}

export const gpuSchema: z.ZodType<Gpu, Gpu> = branded<Gpu>(Gpu.isGpu, 'a Gpu, e.g. Gpu.H100_SXM', gpuMeant);
