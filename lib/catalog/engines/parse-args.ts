/** Splits engine arguments into flags and their values, as argparse would. */

export interface GivenFlag {
  /** As it was written, without its value: `--gpu_memory_utilization`, `-tp`, `--compilation-config.mode`. */
  readonly written: string;
  /** Name to look up: dashes for underscores, no JSON sub-key. */
  readonly name: string;
  /** The flag was followed by `.key`: one entry of a JSON value. */
  readonly subKey: boolean;
  readonly values: readonly string[];
}

/** A flag with its full name, whatever the spelling. */
export interface ResolvedArg {
  readonly flag: string;
  readonly given: GivenFlag;
}

export interface ParsedArgs {
  readonly flags: readonly GivenFlag[];
  /** Values in front of the first flag. */
  readonly stray: readonly string[];
}

export function parseArgs(args: readonly string[]): ParsedArgs {
  const stray: string[] = [];
  const flags: { written: string; values: string[] }[] = [];
  for (const arg of args.flatMap(splitOptimizationLevel)) {
    const current = flags.at(-1);
    if (isFlag(arg)) flags.push(startFlag(arg));
    else if (current === undefined) stray.push(arg);
    else current.values.push(arg);
  }
  return { stray, flags: flags.map(nameFlag) };
}

/** `-O3` and `-O=3` are `-O 3`. */
function splitOptimizationLevel(arg: string): string[] {
  const match = /^-O=?(.+)$/.exec(arg);
  return match?.[1] === undefined ? [arg] : ['-O', match[1]];
}

/** A negative number is a value. */
function isFlag(arg: string): boolean {
  return /^--?[A-Za-z]/.test(arg);
}

function startFlag(arg: string): { written: string; values: string[] } {
  const equals = arg.indexOf('=');
  return equals === -1 ? { written: arg, values: [] } : { written: arg.slice(0, equals), values: [arg.slice(equals + 1)] };
}

function nameFlag({ written, values }: { written: string; values: string[] }): GivenFlag {
  const dot = written.indexOf('.');
  const base = dot === -1 ? written : written.slice(0, dot);
  return { written, values, subKey: dot !== -1, name: base.startsWith('--') ? base.replaceAll('_', '-') : base };
}
