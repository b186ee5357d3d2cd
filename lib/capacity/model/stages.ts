/** Pipeline stages: how many layers each holds, and which matrices sit at the ends. The engine sizes its cache by the stage with the least room. */
import type { TensorGroup } from './tensor-group';

export interface Stage {
  readonly index: number;
  readonly count: number;
  /** Share of the layers, 0 … 1. */
  readonly share: number;
}

/** One stage holds everything. */
export const WHOLE: Stage = { index: 0, count: 1, share: 1 };

/**
 * The stages that differ: first and last hold the vocabulary, and of those between one has a layer more than another. Layers spread evenly; what
 * is left over goes to the stages before the last (vllm/distributed/utils.py `get_pp_indices`).
 */
export function stagesOf(count: number, layers: number): readonly Stage[] {
  if (count <= 1) return [WHOLE];
  const base = Math.floor(layers / count);
  const left = layers - base * count;
  const indices = [...new Set([0, 1, count - 2, count - 1])].filter((index) => index >= 0 && index < count);
  return indices.map((index) => {
    const extra = index < count - 1 && index >= count - 1 - left ? 1 : 0;
    return { index, count, share: layers < count ? 1 / count : (base + extra) / layers };
  });
}

/** The last stage runs the sampler, and a drafter where there is one. */
export const isLast = ({ index, count }: Stage): boolean => index === count - 1;

/** Share of a group that this stage holds. */
export function shareOf(group: TensorGroup, stage: Stage): number {
  const [first, last] = [stage.index === 0, isLast(stage)];
  switch (group.at) {
    case 'first':
      return first ? 1 : 0;
    case 'last':
      return last ? 1 : 0;
    case 'ends':
      return first || last ? 1 : 0;
    case 'every':
      return 1;
    default:
      return stage.share;
  }
}
