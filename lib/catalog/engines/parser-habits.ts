/** What the argument parsers of engines take besides the plain spelling of a flag. */

/** How a parser reads flags. */
export interface ParserHabits {
  /** What stands between the words of a flag. */
  readonly between: 'dashes' | 'underscores' | 'either';
  /** It takes the beginning of a flag that fits one alone. */
  readonly abbreviations: boolean;
  /** It takes a part of a JSON value: `--compilation-config.mode 3`. */
  readonly parts: boolean;
  /** Of a flag that stands twice it takes the last value; without it, it refuses to start. */
  readonly repeats: boolean;
}

/** `FlexibleArgumentParser` of vLLM (vllm/utils/argparse_utils.py), run for its releases. */
export const FLEXIBLE_ARGPARSE: ParserHabits = { between: 'either', abbreviations: true, parts: true, repeats: true };

/** Python's own, with flags that are declared with dashes (sglang/srt/server_args.py of 0.5.23, prepare_server_args). */
export const ARGPARSE: ParserHabits = { between: 'dashes', abbreviations: true, parts: false, repeats: true };

/** Options that are declared with underscores: tensorrt_llm/commands/serve.py, tried with click 8.5.1. */
export const CLICK: ParserHabits = { between: 'underscores', abbreviations: false, parts: false, repeats: true };

/** The derived parsers of TGI 3.3.7 and Text Embeddings Inference, tried with clap 4.5.32: November 2026. */
export const CLAP: ParserHabits = { between: 'dashes', abbreviations: false, parts: false, repeats: false };

/** A flag as a parser takes it. */
export function spelledFor({ between }: ParserHabits, flag: string): string {
  if (between !== 'underscores' || !flag.startsWith('--')) return flag;
  return `--${flag.slice(2).replaceAll('-', '_')}`;
}

/** Whether the words of a flag are joined as a parser takes it. */
export function isJoinedFor({ between }: ParserHabits, written: string): boolean {
  const words = written.replace(/^--?/, '');
  return between === 'either' || !words.includes(between === 'dashes' ? '_' : '-');
}
