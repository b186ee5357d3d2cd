/** Calls a function with a hostile value in the place of each argument and each prop, and says where the answer is no answer. */
import { isFleetError } from 'cdktf-agent-fleet';
import { unsaid } from '../support/message-quality';
import { IS_LONG, SEED } from '../support/runs';
import { HOSTILE } from './hostile';

export interface Call {
  readonly name: string;
  /** Good arguments, made anew for each call. */
  readonly args: () => readonly unknown[];
  readonly call: (...args: never[]) => unknown;
  /**
   * Levels of the arguments in which values are replaced.
   * @default 4
   */
  readonly deepest?: number;
}

const isPlain = (value: unknown): value is object =>
  Array.isArray(value) || (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype);

/** Arguments with one value in the place of one argument or one prop of plain data. */
function placesIn(value: unknown, deepest: number, at: readonly string[] = []): (readonly string[])[] {
  const below =
    isPlain(value) && at.length < deepest
      ? Object.entries(value as object).flatMap(([key, inner]) => placesIn(inner, deepest, [...at, key]))
      : [];
  return at.length === 0 ? below : [at, ...below];
}

function replaced(value: unknown, [key = '', ...rest]: readonly string[], by: unknown): unknown {
  const below = rest.length === 0 ? by : replaced((value as Record<string, unknown>)[key], rest, by);
  if (Array.isArray(value)) return value.map((item, index) => (String(index) === key ? below : item));
  return { ...(value as object), [key]: below };
}

/** Whether NaN stands anywhere in an answer of plain data. */
function hasNoNumber(answer: unknown, depth = 0): boolean {
  if (Number.isNaN(answer)) return true;
  if (typeof answer !== 'object' || answer === null || depth > 6) return false;
  return isPlain(answer) && Object.values(answer).some((part) => hasNoNumber(part, depth + 1));
}

/** What an error of ours does not say; undefined for what is no error of ours. */
function unsaidBy(error: unknown): string[] | undefined {
  if (error instanceof Error && error.name === 'FleetTemplateError') return [];
  if (!isFleetError(error) || error.problems.length === 0) return undefined;
  if (!error.problems.every(({ code }) => /^AF-(?!INT)[A-Z]+-\d{3}$/.test(code))) return undefined;
  // The sentence may quote what was given: NaN, or the name of a prop alone.
  const lacking = error.problems.flatMap((problem) => unsaid(problem).filter((what) => !what.startsWith('a sentence')));
  return [...lacking, ...(error.problems.every(({ repairs }) => repairs.length > 0) ? [] : ['one thing to type'])];
}

/** What is thrown that is no error of ours or says too little, and answers that are NaN. */
export function faultOf(call: () => unknown): string | undefined {
  try {
    return hasNoNumber(call()) ? 'NaN' : undefined;
  } catch (error) {
    const lacking = unsaidBy(error);
    if (lacking !== undefined) return lacking.length === 0 ? undefined : `does not say ${lacking.join(', ')}`;
    const { name, message, stack } = error as Error;
    const line = String(stack)
      .split('\n')
      .find((one) => one.includes('/lib/'));
    return `${name}: ${String(message).split('\n')[0]?.slice(0, 120)} ${line?.trim()}`;
  }
}

const STEPS = [24, 18, 12, 6];

/**
 * The values that a place is given: all in a long run, else one of so many as there are places, begun at another one in each place, so that a function is
 * asked with each value. One of few places is asked with each third; another function, and another `PROPERTY_SEED`, begins at another one.
 */
function valuesAt(name: string, index: number, places: number): typeof HOSTILE {
  const step = IS_LONG ? 1 : (STEPS.find((least) => places >= least) ?? 3);
  return HOSTILE.filter((_, at) => (at + index + name.length + SEED) % step === 0);
}

/** Every place and value that is answered by neither a result nor a coded error. */
export function wrongIn({ name, args, call, deepest = 4 }: Call): string[] {
  const first = [...args()];
  const places = placesIn(first, deepest);
  // Nobody is handed a good argument where the only one is replaced as a whole, so it is not made anew: a client is a whole router.
  const good = (place: readonly string[]) => (first.length === 1 && place.length === 1 ? first : [...args()]);
  return places.flatMap((place, index) =>
    valuesAt(name, index, places.length).flatMap(([value, hostile]) => {
      const fault = faultOf(() => call(...(replaced(good(place), place, hostile()) as never[])));
      return fault === undefined ? [] : [`${place.join('.')} = ${value} → ${fault}`];
    }),
  );
}

/**
 * Asks functions and factories with arguments that no type check would let through, in the place of each argument and each prop: each works, or throws an
 * error of ours that says which argument, which value, what is allowed and what to type. Never a TypeError, never NaN.
 */
export function askWithHostileArguments(...tables: (readonly Call[])[]): void {
  describe.each(tables.flat())('$name', (subject) => {
    test('takes good arguments', () => {
      let answer: unknown;
      expect(() => {
        answer = subject.call(...(subject.args() as never[]));
      }).not.toThrow();
      expect(faultOf(() => answer)).toBeUndefined();
    });

    test('answers every hostile argument with a result or a coded error', () => {
      expect(wrongIn(subject)).toEqual([]);
    });
  });
}
