/** What the parsers of several releases take, as one table: each row with the first and the last release that was read with it. */
import type { AliasRow, ChoiceRow, FlagRow } from '../../lib/catalog/engines/flag';

/** One release, as `write_flags.py` writes it. */
export interface Reading {
  readonly engine: string;
  readonly release: string;
  readonly flags: readonly ReadFlag[];
}

interface ReadFlag {
  readonly flag: string;
  readonly takes: FlagRow[1];
  readonly aliases: readonly string[];
  readonly choices: readonly string[] | null;
}

export interface Tables {
  readonly flags: readonly FlagRow[];
  readonly aliases: readonly AliasRow[];
  readonly choices: readonly ChoiceRow[];
}

/** @param readings oldest first */
export function merge(readings: readonly Reading[]): Tables {
  return {
    flags: spans(readings, ({ flag }) => [[flag]]).map(({ key: [flag = ''], span }) => [flag, takesOf(readings, flag), ...span]),
    aliases: spans(readings, ({ flag, aliases }) => aliases.map((alias) => [alias, flag])).map(({ key: [alias = '', flag = ''], span }) => [
      alias,
      flag,
      ...span,
    ]),
    choices: spans(readings, ({ flag, choices }) => (choices === null ? [] : [[flag, choices.join(' ')]])).map(
      ({ key: [flag = '', values = ''], span }) => [flag, values, ...span],
    ),
  };
}

/** As the newest release that has the flag takes it. */
function takesOf(readings: readonly Reading[], flag: string): FlagRow[1] {
  return readings.flatMap(({ flags }) => flags.filter((row) => row.flag === flag)).at(-1)?.takes ?? 'text';
}

interface Spanned {
  readonly key: readonly string[];
  readonly span: readonly [first: string, last?: string];
}

/** A key that goes and comes back has a row for each time. */
function spans(readings: readonly Reading[], keysOf: (flag: ReadFlag) => readonly (readonly string[])[]): Spanned[] {
  const found = readings.map(({ flags }) => new Map(flags.flatMap(keysOf).map((key) => [key.join('\n'), key] as const)));
  const all = new Map(found.flatMap((keys) => [...keys]));
  return [...all]
    .flatMap(([name, key]) =>
      runsOf(
        readings,
        found.map((keys) => keys.has(name)),
      ).map((span) => ({ name, key, span })),
    )
    .sort((a, b) => order(a.key[0], b.key[0]) || order(a.span[0], b.span[0]) || order(a.name, b.name));
}

const order = (a = '', b = '') => (a < b ? -1 : Number(a > b));

function runsOf(readings: readonly Reading[], there: readonly boolean[]): (readonly [first: string, last?: string])[] {
  const runs: [string, string?][] = [];
  readings.forEach(({ release }, index) => {
    if (there[index] !== true) return;
    const open = runs.at(-1);
    if (there[index - 1] === true && open !== undefined) open[1] = release;
    else runs.push([release, release]);
  });
  return runs.map(([first, last]) => (last === readings.at(-1)?.release ? [first] : [first, last ?? first]));
}
