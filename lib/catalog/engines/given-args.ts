/** The arguments that a user adds to an engine, each read as one release reads it. */
import { own } from '../../core/own';
import type { EngineVersion } from './engine-version';
import type { FlagTable, ResolvedFlag } from './flag-table';
import { type GivenFlag, parseArgs, type ResolvedArg } from './parse-args';
import { isJoinedFor, spelledFor } from './parser-habits';
import { type SharedKvTiers, tierOfFlag } from './shared-kv-tier';

/** The release whose parser reads the arguments. */
export interface ArgContext {
  /** Name and version for messages, e.g. `vLLM 0.30.0`. */
  readonly engine: string;
  readonly version: EngineVersion;
  readonly table: FlagTable;
  /** Prop that sets a flag, for repairs. */
  readonly propOf: Readonly<Record<string, string>>;
  /** What asks for one of these is told as AF-ENG-076. */
  readonly sharedKvTiers: SharedKvTiers | undefined;
}

/** What one release makes of a flag: at most one of these, and every flag that it has is `present`. */
export type FlagReading =
  /** Flag and value in one argument: the engine looks for a flag of that whole name. */
  | { readonly kind: 'joined' }
  /** It asks for a tier of KV blocks that pods share. */
  | { readonly kind: 'shared tier' }
  /** A prop sets it. */
  | { readonly kind: 'owned'; readonly prop: string | undefined }
  /** The release has it, and its parser does not take this spelling. */
  | { readonly kind: 'misspelt'; readonly right: string }
  /** No release that was read has it. */
  | { readonly kind: 'unknown' }
  /** It was removed; `instead` is what to write. */
  | { readonly kind: 'removed'; readonly instead: string }
  | { readonly kind: 'not yet'; readonly first: string }
  /** It came or went between two releases that were read. */
  | { readonly kind: 'uncertain' }
  | { readonly kind: 'present'; readonly resolved: ResolvedFlag };

/** One flag of `extraArgs`, and what the release makes of it. */
export interface ReadFlag {
  readonly given: GivenFlag;
  readonly reading: FlagReading;
}

/** All arguments of a user, read: what the rules of flags look at. */
export interface GivenArgs extends ArgContext {
  readonly flags: readonly ReadFlag[];
  /** Values in front of the first flag. */
  readonly stray: readonly string[];
}

/** @param owned flags that props set */
export function givenArgs(args: readonly string[], owned: readonly string[], context: ArgContext): GivenArgs {
  const { flags, stray } = parseArgs(args);
  return { ...context, stray, flags: flags.map((given) => ({ given, reading: readingOf(given, owned, context) })) };
}

function readingOf(given: GivenFlag, owned: readonly string[], { table, version, propOf, sharedKvTiers }: ArgContext): FlagReading {
  if (/\s/.test(given.written)) return { kind: 'joined' };
  const resolved = table.resolve(given.name, version);
  const flag = resolved?.flag ?? given.name;
  if (tierOfFlag(flag, given, sharedKvTiers) !== undefined) return { kind: 'shared tier' };
  if (owned.some((name) => name === flag || table.resolve(name, version)?.flag === flag)) return { kind: 'owned', prop: own(propOf, flag) };
  if (resolved?.presence === 'present') {
    const right = rightSpelling(given, resolved, table);
    return right === undefined ? { kind: 'present', resolved } : { kind: 'misspelt', right };
  }
  const instead = retiredBy(flag, table, version);
  if (instead !== undefined) return { kind: 'removed', instead };
  if (resolved === undefined) return { kind: 'unknown' };
  if (resolved.presence === 'gone') return { kind: 'removed', instead: `remove ${given.written}` };
  return resolved.presence === 'not yet' ? { kind: 'not yet', first: resolved.first } : { kind: 'uncertain' };
}

/** How the parser wants a flag written; undefined where it takes it as it stands. */
function rightSpelling(
  { written, name, subKey }: GivenFlag,
  { flag, abbreviated }: ResolvedFlag,
  { parser }: FlagTable,
): string | undefined {
  if (abbreviated && !parser.abbreviations) return spelledFor(parser, flag);
  if (subKey && !parser.parts) return spelledFor(parser, name);
  return isJoinedFor(parser, written) ? undefined : spelledFor(parser, name);
}

/** What to write instead of a flag that this release is known to be without; undefined when it may still be there. */
function retiredBy(flag: string, table: FlagTable, version: EngineVersion): string | undefined {
  const [, goneBy, instead] = table.retiredRow(flag) ?? [];
  return goneBy !== undefined && version.atLeast(version.peer(goneBy)) ? instead : undefined;
}

/** Flags of one kind of reading. */
export function flagsRead<Kind extends FlagReading['kind']>(
  { flags }: GivenArgs,
  kind: Kind,
): (GivenFlag & { readonly reading: Extract<FlagReading, { readonly kind: Kind }> })[] {
  return flags.flatMap(({ given, reading }) =>
    reading.kind === kind ? [{ ...given, reading: reading as Extract<FlagReading, { readonly kind: Kind }> }] : [],
  );
}

/** Whether no argument is given. */
export const nothingGiven = ({ flags, stray }: GivenArgs): boolean => flags.length === 0 && stray.length === 0;

/** Position of what a finding names, so that findings follow the order of the arguments; values in front of the first flag are first. */
export const positionIn = ({ flags }: GivenArgs, written: unknown): number => flags.findIndex(({ given }) => given.written === written);

/** Flags with their full names, whatever their spelling. */
export function resolvedArgs(args: readonly string[], { table, version }: ArgContext): ResolvedArg[] {
  return parseArgs(args).flags.map((given) => ({ given, flag: table.resolve(given.name, version)?.flag ?? given.name }));
}
