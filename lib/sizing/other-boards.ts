/** A product name that several boards share: the answer says which was taken, and is uncertain where the others would change it. */
import type { Verdict } from '../capacity/verdict';
import type { Gpu } from '../catalog/gpu';

export interface OnOtherBoards {
  /** No board can be said to decide: with one it fits, with another it does not. */
  readonly decides: boolean;
  readonly missing: readonly string[];
  readonly notes: readonly string[];
}

const NONE: OnOtherBoards = { decides: false, missing: [], notes: [] };

/**
 * @param name as the line writes it
 * @param verdictOn verdict on the same question with another board
 */
export function onOtherBoards(
  name: string,
  taken: Gpu,
  others: readonly Gpu[],
  verdict: Verdict,
  verdictOn: (gpu: Gpu) => Verdict,
): OnOtherBoards {
  if (others.length === 0) return NONE;
  const list = others.map((gpu) => gpu.name).join(', ');
  const changed = verdict === 'uncertain' ? [] : others.filter((gpu) => isYes(verdictOn(gpu)) !== isYes(verdict));
  if (changed.length === 0) return { ...NONE, notes: [`${name}: ${taken.name} assumed; the name also means ${list}`] };
  const asked = `gpu: ${name} may be ${taken.name} (${verdict}) or ${changed.map((gpu) => `${gpu.name} (${verdictOn(gpu)})`).join(', ')}`;
  return { decides: true, missing: [asked], notes: [`${name}: the figures are those of ${taken.name}; write ${idsOf(taken, others)}`] };
}

const isYes = (verdict: Verdict): boolean => verdict === 'fits' || verdict === 'tight';
const idsOf = (taken: Gpu, others: readonly Gpu[]): string => [taken, ...others].map(({ id }) => id).join(', ');
