/** A product name that several boards share: the answer says which was taken, and is uncertain where the others would change it. */
import type { Verdict } from '../capacity/verdict';
import type { Gpu } from '../catalog/gpu';

/** What the same question is on another board. */
export interface OnBoard {
  readonly verdict: Verdict;
  /** KV cache of one GPU, GiB; null where the memory of the board is not known. */
  readonly range: readonly [low: number, high: number] | null;
}

export interface OnOtherBoards {
  /** Over all boards that may be meant. */
  readonly range: readonly [low: number, high: number];
  /** No board can be said to decide: with one it fits, with another it does not. */
  readonly decides: boolean;
  readonly missing: readonly string[];
  readonly notes: readonly string[];
}

export interface Boards {
  /** As the line writes it. */
  readonly name: string;
  readonly taken: Gpu;
  readonly others: readonly Gpu[];
}

/**
 * @param own the answer on the board that is taken
 * @param on the same question with another board
 */
export function onOtherBoards(
  { name, taken, others }: Boards,
  own: Required<OnBoard> & { readonly range: Range },
  on: (gpu: Gpu) => OnBoard,
): OnOtherBoards {
  if (others.length === 0) return { decides: false, range: own.range, missing: [], notes: [] };
  const answers = others.map((gpu) => ({ gpu, ...on(gpu) }));
  const range = answers.reduce<Range>((all, { range: next }) => (next === null ? all : spanOf(all, next)), own.range);
  const changed = own.verdict === 'uncertain' ? [] : answers.filter(({ verdict }) => isYes(verdict) !== isYes(own.verdict));
  const memory = memoryAsked(name, [taken, ...others]);
  if (changed.length === 0) {
    const list = others.map((gpu) => gpu.name).join(', ');
    return { decides: false, range, missing: memory, notes: [`${name}: ${taken.name} assumed; the name also means ${list}`] };
  }
  const asked = `gpu: ${name} may be ${taken.name} (${own.verdict}) or ${changed.map(({ gpu, verdict }) => `${gpu.name} (${verdict})`).join(', ')}`;
  return {
    decides: true,
    range,
    missing: [asked, ...memory],
    notes: [`${name}: the figures are those of ${taken.name}; write ${idsOf(taken, others)}`],
  };
}

type Range = readonly [low: number, high: number];

const spanOf = (a: Range, b: Range): Range => [Math.min(a[0], b[0]), Math.max(a[1], b[1])];

/** Asked for where the boards of one name differ in it. */
function memoryAsked(name: string, boards: readonly Gpu[]): readonly string[] {
  const sizes = [...new Set(boards.map(({ facts }) => facts.marketedMemoryGb))].sort((a, b) => a - b);
  return sizes.length === 1 ? [] : [`memoryGiB: ${name} has ${sizes.join(' or ')} GB`];
}

const isYes = (verdict: Verdict): boolean => verdict === 'fits' || verdict === 'tight';
const idsOf = (taken: Gpu, others: readonly Gpu[]): string => [taken, ...others].map(({ id }) => id).join(', ');
