/** Arguments of `vllm serve` as the keywords that Ray Serve LLM hands to the engine (ray/llm/_internal/serve/engines/vllm/vllm_models.py, 2.60.0). */
import type { Engine } from '../../../catalog/engines/engine';
import { EngineVersion } from '../../../catalog/engines/engine-version';
import type { FlagKind } from '../../../catalog/engines/flag';
import { type GivenFlag, parseArgs } from '../../../catalog/engines/parse-args';
import { RAY_SERVE } from '../../../catalog/engines/ray-serve/definition';
import type { YamlValue } from '../../../core/yaml';

/** What Ray itself sets, or what belongs to a server that Ray has in its place. */
const OF_THE_SERVER: ReadonlySet<string> = new Set([
  '--host',
  '--port',
  '--served-model-name',
  '--shutdown-timeout',
  '--disable-access-log-for-endpoints',
]);

export type Keywords = Readonly<Record<string, YamlValue>>;

export function engineKeywords(args: readonly string[], { version }: Pick<Engine, 'version'>): Keywords {
  const { flags } = parseArgs(args);
  return Object.fromEntries(flags.filter(({ name }) => !OF_THE_SERVER.has(name)).map((given) => keyword(given, EngineVersion.of(version))));
}

/** Whatever its spelling, a flag is a keyword by its full name. */
function keyword({ name, values }: GivenFlag, version: EngineVersion): readonly [string, YamlValue] {
  const { flag = name, takes = 'text' } = RAY_SERVE.flags.resolve(name, version) ?? {};
  const key = flag.replace(/^-+/, '').replaceAll('-', '_');
  const isOff = flag !== name && name.startsWith('--no-');
  return [key, values.length === 0 ? !isOff : read(takes, values)];
}

function read(takes: FlagKind, [value = '', ...others]: readonly string[]): YamlValue {
  const all = [value, ...others];
  if (takes === 'texts') return all;
  if (takes === 'ints') return all.map(Number);
  return takes === 'text' || takes === 'optional' ? value : parsed(value);
}

/** Numbers and JSON; a size such as `8k` stays a text. */
function parsed(value: string): YamlValue {
  try {
    return JSON.parse(value) as YamlValue;
  } catch {
    return value;
  }
}
