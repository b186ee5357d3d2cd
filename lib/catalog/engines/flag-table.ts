import { hasBrand } from '../../core/brand';
import { checkMethods, textRule, thingRule } from '../../core/method-arguments';
import type { EngineVersion } from './engine-version';
import { type AliasRow, type ChoiceRow, type FlagKind, type FlagRow, type Presence, presence, type RetiredRow } from './flag';
import { FLEXIBLE_ARGPARSE, type ParserHabits } from './parser-habits';

/** Everything that was read about the flags of an engine. */
export interface FlagTableRows {
  readonly flags: readonly FlagRow[];
  readonly aliases: readonly AliasRow[];
  readonly choices: readonly ChoiceRow[];
  readonly retired: readonly RetiredRow[];
  /** Releases whose parser was run, oldest first. */
  readonly reads: readonly string[];
  /** From this release a toggle also parses with `enable` and `disable` exchanged. */
  readonly exchangesEnableFrom?: string;
  /**
   * What the parser takes besides the plain spelling of a flag.
   * @default - dashes and underscores, abbreviations, parts of JSON values, and the last of two values
   */
  readonly parser?: ParserHabits;
  /**
   * Flags that may stand twice where the parser takes each once.
   * @default - none
   */
  readonly repeatable?: readonly string[];
  /**
   * Pairs of flags of which the engine takes one.
   * @default - none
   */
  readonly exclusive?: readonly (readonly [one: string, other: string])[];
  /**
   * The engine reads each flag from a variable, too, but these: `--max-batch-size` from MAX_BATCH_SIZE.
   * @default - it reads none
   */
  readonly variables?: { readonly but: readonly string[] };
}

/** What a spelling means to one release. */
export interface ResolvedFlag {
  /** Full name, e.g. `--tensor-parallel-size` for `-tp`. */
  readonly flag: string;
  readonly takes: FlagKind;
  readonly presence: Presence;
  /** First release read that has the spelling. */
  readonly first: string;
  readonly abbreviated: boolean;
}

/** The flags of one engine by any spelling: underscores, abbreviations, `--no-` and aliases included. `parser` says which of them the engine takes. */
export class FlagTable {
  /** What the parser takes besides the plain spelling of a flag. */
  readonly parser: ParserHabits;
  /** Flags that may stand twice where the parser takes each once. */
  readonly repeatable: readonly string[];
  /** Pairs of flags of which the engine takes one. */
  readonly exclusive: readonly (readonly [one: string, other: string])[];
  private readonly byVariable: ReadonlyMap<string, string>;
  private readonly byName: ReadonlyMap<string, FlagRow>;
  private readonly retired: ReadonlyMap<string, RetiredRow>;
  private readonly seenSpellings = new Map<string, readonly string[]>();

  constructor(private readonly rows: FlagTableRows) {
    this.parser = rows.parser ?? FLEXIBLE_ARGPARSE;
    this.repeatable = rows.repeatable ?? [];
    this.exclusive = rows.exclusive ?? [];
    this.byName = new Map(rows.flags.map((row) => [row[0], row]));
    const read = rows.variables === undefined ? [] : rows.flags.map(([flag]) => flag).filter((flag) => !rows.variables?.but.includes(flag));
    this.byVariable = new Map(read.map((flag) => [flag.slice(2).replaceAll('-', '_').toUpperCase(), flag]));
    this.retired = new Map(rows.retired.map((row) => [row[0], row]));
  }

  /** Whether the parser of this release was run. Of any other release no one can say that a flag does not exist. */
  isRead(version: EngineVersion): boolean {
    return this.rows.reads.some((read) => version.peer(read).compare(version) === 0);
  }

  /** Finds a spelling without its value; undefined when no release read knows it. */
  resolve(name: string, version: EngineVersion): ResolvedFlag | undefined {
    const exact = this.exact(name, version);
    if (exact?.presence === 'present') return exact;
    return this.abbreviation(name, version) ?? exact;
  }

  /** The flag that a variable stands for; undefined where the engine reads none from it. */
  flagOfVariable(name: string): string | undefined {
    return this.byVariable.get(name);
  }

  /** A flag that went before the oldest release read, or that has a successor. */
  retiredRow(name: string): RetiredRow | undefined {
    return this.retired.get(name);
  }

  /** Values that a flag takes one of; undefined when it takes any, or when the release was not read. */
  choicesOf(flag: string, version: EngineVersion): readonly string[] | undefined {
    const row = this.rows.choices.find(([name, , first, last]) => name === flag && this.isPresent(version, first, last));
    return row?.[1].split(' ');
  }

  /** Every spelling that a release certainly parses. */
  spellings(version: EngineVersion): readonly string[] {
    const seen = this.seenSpellings.get(version.release);
    if (seen !== undefined) return seen;
    const spellings = this.listSpellings(version);
    this.seenSpellings.set(version.release, spellings);
    return spellings;
  }

  private listSpellings(version: EngineVersion): string[] {
    const flags = this.rows.flags.filter(([, , first, last]) => this.isPresent(version, first, last));
    const aliases = this.rows.aliases.filter(([, , first, last]) => this.isPresent(version, first, last));
    return [...flags.flatMap(([flag, takes]) => this.spellingsOf(flag, takes, version)), ...aliases.map(([alias]) => alias)];
  }

  private exact(name: string, version: EngineVersion): ResolvedFlag | undefined {
    const found = [this.byName.get(name), this.toggleOf(name, version)]
      .filter((row) => row !== undefined)
      .map((row) => this.resolved(row, row[2], row[3], version));
    const all = [...found, ...this.viaAliases(name, version)];
    return all.find((flag) => flag.presence === 'present') ?? all[0];
  }

  private viaAliases(name: string, version: EngineVersion): ResolvedFlag[] {
    return this.rows.aliases.flatMap(([alias, flag, first, last]) => {
      const row = alias === name ? this.byName.get(flag) : undefined;
      return row === undefined ? [] : [this.resolved(row, first, last, version)];
    });
  }

  /** A beginning that fits one spelling only. */
  private abbreviation(name: string, version: EngineVersion): ResolvedFlag | undefined {
    const [only, ...others] = this.spellings(version).filter((spelling) => spelling.startsWith(name));
    if (only === undefined || others.length > 0) return undefined;
    const exact = this.exact(only, version);
    return exact === undefined ? undefined : { ...exact, abbreviated: true };
  }

  private toggleOf(name: string, version: EngineVersion): FlagRow | undefined {
    const base = name.startsWith('--no-') ? `--${name.slice('--no-'.length)}` : this.exchanged(name, version);
    const row = base === undefined ? undefined : this.byName.get(base);
    return row?.[1] === 'toggle' ? row : undefined;
  }

  private exchanged(name: string, version: EngineVersion): string | undefined {
    const from = this.rows.exchangesEnableFrom;
    if (from === undefined || !version.atLeast(version.peer(from))) return undefined;
    if (name.startsWith('--enable-')) return `--disable-${name.slice('--enable-'.length)}`;
    return name.startsWith('--disable-') ? `--enable-${name.slice('--disable-'.length)}` : undefined;
  }

  private spellingsOf(flag: string, takes: FlagKind, version: EngineVersion): string[] {
    if (takes !== 'toggle') return [flag];
    return [flag, `--no-${flag.slice(2)}`, this.exchanged(flag, version)].filter((spelling) => spelling !== undefined);
  }

  private resolved([flag, takes]: FlagRow, first: string, last: string | undefined, version: EngineVersion): ResolvedFlag {
    return { flag, takes, first, presence: presence(version, first, last, this.rows.reads), abbreviated: false };
  }

  private isPresent(version: EngineVersion, first: string, last: string | undefined): boolean {
    return presence(version, first, last, this.rows.reads) === 'present';
  }
}

const version = thingRule('version', (value) => hasBrand(value, 'EngineVersion'), 'a release of an engine', "EngineVersion.of('0.30.0')");
const flag = textRule('flag', "'--seed'");

checkMethods(FlagTable, {
  isRead: [version],
  resolve: [textRule('name', "'--seed'"), version],
  flagOfVariable: [textRule('name', "'MAX_BATCH_SIZE'")],
  retiredRow: [textRule('name', "'--seed'")],
  choicesOf: [flag, version],
  spellings: [version],
});
