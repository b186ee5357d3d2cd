/** AF-ENG-032: flags and variables that change what the plan computed. Refused where it is known that they do, a warning where nobody has measured it. */
import type { UnplacedFinding } from '../../core/finding';
import { isToken } from '../../core/token';
import type { ModelFacts } from '../model-facts';
import type { EngineVersion } from './engine-version';
import type { FlagEffectRow, RefusalDetail, VariableEffectRow } from './flag-effect';
import type { FlagTable } from './flag-table';
import { type GivenFlag, parseArgs } from './parse-args';

export interface EffectContext {
  readonly version: EngineVersion;
  readonly table: FlagTable;
  readonly effects: readonly FlagEffectRow[];
  readonly kind: ModelFacts['kind'];
}

/** One finding per argument that changes what was computed, or may. Flags that the release does not know are judged elsewhere. */
export function checkEffects(args: readonly string[], context: EffectContext): UnplacedFinding[] {
  return parseArgs(args).flags.flatMap((given) => {
    const flag = context.table.resolve(given.name, context.version)?.flag;
    const row = context.effects.find(([name]) => name === flag);
    return row === undefined ? [] : effectFinding(given, row, context);
  });
}

function effectFinding(given: GivenFlag, row: FlagEffectRow, { kind }: EffectContext): UnplacedFinding[] {
  const [, effect, why, detail] = row;
  if (effect === 'counted') return given.values.some(isToken) ? [tokenFinding(given)] : [];
  if (effect === 'uncertain') return [finding(given, 'warning', why, `remove ${given.written}, or measure the replica with it (measured)`)];
  if (effect !== 'refused' || isHarmless(given, detail ?? {}, kind)) return [];
  const { instead } = detail ?? {};
  return [finding(given, 'error', why, `remove ${given.written}${instead === undefined ? '' : `; use ${instead}`}`)];
}

function isHarmless(given: GivenFlag, { harmless, harmlessKeys, kinds }: RefusalDetail, kind: ModelFacts['kind']): boolean {
  if (kinds?.includes(kind) === true) return true;
  if (harmlessKeys !== undefined) return keysOf(given).every((key) => harmlessKeys.split(' ').includes(key));
  if (harmless === undefined) return false;
  const values = given.values.length === 0 ? [isNegated(given) ? 'off' : 'on'] : given.values;
  return values.every((value) => harmless.split(' ').includes(value));
}

const isNegated = ({ name }: GivenFlag): boolean => name.startsWith('--no-') || name.startsWith('--disable-');

/** Keys of a JSON object, or the one that `--flag.key` names; a text that is no object has a key that nothing allows. */
function keysOf({ written, subKey, values }: GivenFlag): readonly string[] {
  if (subKey) return [written.split('.')[1] ?? ''];
  try {
    const parsed: unknown = JSON.parse(values[0] ?? '');
    return typeof parsed === 'object' && parsed !== null ? Object.keys(parsed) : [''];
  } catch {
    return [''];
  }
}

function finding(given: GivenFlag, severity: 'error' | 'warning', why: string, repair: string): UnplacedFinding {
  const change = severity === 'error' ? 'is not in the plan' : 'may not be in the plan';
  return {
    code: 'AF-ENG-032',
    severity,
    ...(severity === 'warning' ? { uncertain: true } : {}),
    prop: 'extraArgs',
    value: given.written,
    message: `${given.written} ${change}: ${why}`,
    repairs: [repair],
  };
}

function tokenFinding({ written }: GivenFlag): UnplacedFinding {
  const message = `${written} is counted by the plan, and the value of a Terraform token is not known when it is made`;
  return {
    code: 'AF-ENG-032',
    severity: 'error',
    prop: 'extraArgs',
    value: written,
    message,
    repairs: [`write the value of ${written} out`],
  };
}

/** AF-ENG-032 for variables, each at its own key of `env`. */
export function checkVariableEffects(names: readonly string[], rows: readonly VariableEffectRow[]): UnplacedFinding[] {
  return rows
    .filter(([name]) => names.includes(name))
    .map(([name, effect, why, instead]) => ({
      code: 'AF-ENG-032',
      ...(effect === 'refused' ? { severity: 'error' as const } : { severity: 'warning' as const, uncertain: true as const }),
      prop: `env.${name}`,
      value: name,
      message: `${name} ${effect === 'refused' ? 'is not in the plan' : 'may not be in the plan'}: ${why}`,
      repairs: [`remove ${name}${instead === undefined ? '' : `; use ${instead}`}`],
    }));
}
