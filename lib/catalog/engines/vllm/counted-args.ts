/** Flags of vLLM that users add and the plan counts: adapters, further experts, left-out towers, prompt caching. The last spelling of a flag wins, as in argparse. */
import type { CountedArgs } from '../flag-effect';
import type { GivenFlag, ResolvedArg } from '../parse-args';

/** Rank and number of adapters when only `--enable-lora` is given (vllm/config/lora.py). */
const DEFAULT_ADAPTERS = { rank: 16, count: 1 } as const;

export function vllmCountedArgs(args: readonly ResolvedArg[]): CountedArgs {
  const last = (flag: string) => args.filter((arg) => arg.flag === flag).at(-1)?.given;
  const number = (flag: string) => numberOf(last(flag)?.values[0]);
  return {
    ...(isOn(last('--enable-lora')) === true
      ? { adapters: { rank: number('--max-lora-rank') ?? DEFAULT_ADAPTERS.rank, count: number('--max-loras') ?? DEFAULT_ADAPTERS.count } }
      : {}),
    ...optional('redundantExperts', number('--num-redundant-experts') ?? redundantExperts(args)),
    ...optional('languageModelOnly', isOn(last('--language-model-only'))),
    ...optional('prefixCaching', isOn(last('--enable-prefix-caching'))),
  };
}

/** `--no-x` and, where the release exchanges the words, `--disable-x` switch it off. */
function isOn(given: GivenFlag | undefined): boolean | undefined {
  return given === undefined ? undefined : !/^--(no|disable)-/.test(given.name);
}

function redundantExperts(args: readonly ResolvedArg[]): number | undefined {
  const values = args.filter(({ flag }) => flag === '--eplb-config').map(({ given }) => inConfig(given));
  return values.filter((value) => value !== undefined).at(-1);
}

function inConfig({ subKey, written, values }: GivenFlag): number | undefined {
  const [text = ''] = values;
  if (subKey) return written.endsWith('.num_redundant_experts') ? numberOf(text) : undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    const value = typeof parsed === 'object' && parsed !== null ? Reflect.get(parsed, 'num_redundant_experts') : undefined;
    return typeof value === 'number' ? value : undefined;
  } catch {
    return undefined;
  }
}

function numberOf(text: string | undefined): number | undefined {
  const value = Number(text);
  return text === undefined || !Number.isInteger(value) || value < 0 ? undefined : value;
}

const optional = <Key extends string, Value>(key: Key, value: Value | undefined): Partial<Record<Key, Value>> =>
  value === undefined ? {} : ({ [key]: value } as Record<Key, Value>);
