/** Copies of a model by the size of their files: of several ways of making one, the size tells which it was. */
import { weightsPerGpu } from '../capacity/model/weights';
import type { Model } from '../catalog/model';

/** A copy of a model, and the scheme it is stored in. */
export interface MadeCopy {
  readonly model: Model;
  readonly scheme: string | null;
}

/** Share by which the files of a copy differ from its weights at most. Assumed. */
const ALIKE = 0.03;

/** Files of this size are those of the copy. */
export const fits = (beyond: number): boolean => Math.abs(beyond) <= ALIKE;

/** Beyond this share files and weights differ by more than headers and what is not loaded. Assumed. */
const DIFFERS = 0.05;

/** Weights of all tensors in a scheme, GiB; null where they are not known. */
export const weightsOf = ({ model: { facts }, scheme }: MadeCopy): number | null =>
  weightsPerGpu({ ...facts, nativeQuantization: scheme, expertQuantization: null, checkpointGiB: null }, 'checkpoint', 1).perGpuGiB;

/** How much larger the files are than the weights of a copy, as a share; negative where they are smaller, null where nobody knows its weights. */
export function filesBeyond(copy: MadeCopy, checkpointGiB: number): number | null {
  const weights = weightsOf(copy);
  return weights === null ? null : checkpointGiB / weights - 1;
}

/** The copy whose weights are nearest to the size of the files, and by how much they differ; undefined where no weights are known. */
export function nearestCopy<Copy extends MadeCopy>(
  copies: readonly Copy[],
  checkpointGiB: number,
): { readonly copy: Copy; readonly beyond: number } | undefined {
  const weighed = copies.flatMap((copy) => {
    const beyond = filesBeyond(copy, checkpointGiB);
    return beyond === null ? [] : [{ copy, beyond }];
  });
  return weighed.sort((one, other) => Math.abs(one.beyond) - Math.abs(other.beyond))[0];
}

/** Where the format decides the weights, files of another size are told not to be counted. */
export function otherFiles(model: Model, checkpointGiB: number): string[] {
  const { nativeQuantization, expertQuantization, checkpointGiB: counted } = model.facts;
  const beyond = filesBeyond({ model, scheme: nativeQuantization }, checkpointGiB);
  if (counted === checkpointGiB || expertQuantization !== null || beyond === null || Math.abs(beyond) <= DIFFERS) return [];
  const weights = (checkpointGiB / (1 + beyond)).toFixed(1);
  const format = nativeQuantization ?? '16 bit';
  return [
    `checkpointGiB ${checkpointGiB}: ${model.id} in ${format} has ${weights} GiB, which is counted; modelConfig would tell which copy this is`,
  ];
}
