/** AF-ENG-032: flags and variables that change what the plan computed. Refused where it is known that they do, a warning where it was not measured. */
import { type Rule, type Violation, violations } from '../../../core/rule';
import { isToken } from '../../../core/token';
import type { ModelFacts } from '../../model-facts';
import type { FlagEffectRow, RefusalDetail, VariableEffectRow } from '../flag-effect';
import type { GivenFlag, ResolvedArg } from '../parse-args';
import { type SharedKvTiers, tierOfFlag, tierOfVariable } from '../shared-kv-tier';

/** Flags and variables of a user, beside what they do to the arithmetic. */
export interface GivenEffects {
  readonly flags: readonly ResolvedArg[];
  readonly variables: readonly string[];
  readonly flagEffects: readonly FlagEffectRow[];
  readonly variableEffects: readonly VariableEffectRow[];
  readonly kind: ModelFacts['kind'];
  /** What asks for one of these is told as AF-ENG-076. */
  readonly sharedKvTiers: SharedKvTiers | undefined;
}

export const planCountsIt: Rule<GivenEffects> = {
  id: 'plan-counts-it',
  code: 'AF-ENG-032',
  title: 'A flag or a variable changes what the plan computed (error) or may change it (warning).',
  why: 'The replica would hold another number of tokens than was planned.',
  fix: 'Remove it, set the prop that does the same, or measure the replica with it.',
  severity: ['error', 'warning'],
  check(given) {
    if (given.flags.length + given.variables.length === 0) return 'not-applicable';
    return violations([...given.flags.flatMap((one) => flagViolations(one, given)), ...variableViolations(given)]);
  },
};

function flagViolations({ flag, given }: ResolvedArg, { flagEffects, kind, sharedKvTiers }: GivenEffects): Violation[] {
  if (tierOfFlag(flag, given, sharedKvTiers) !== undefined) return [];
  const row = flagEffects.find(([name]) => name === flag);
  if (row === undefined) return [];
  const [, effect, why, detail] = row;
  if (effect === 'counted') return given.values.some(isToken) ? [tokenViolation(given)] : [];
  if (effect === 'uncertain')
    return [unmeasured('extraArgs', given.written, why, `remove ${given.written}, or measure the replica with it (measured)`)];
  if (effect !== 'refused' || isHarmless(given, detail ?? {}, kind)) return [];
  return [uncounted('extraArgs', given.written, why, detail?.instead)];
}

function variableViolations({ variables, variableEffects, sharedKvTiers }: GivenEffects): Violation[] {
  return variableEffects
    .filter(([name]) => variables.includes(name) && tierOfVariable(name, sharedKvTiers) === undefined)
    .map(([name, effect, why, instead]) =>
      effect === 'refused' ? uncounted(`env.${name}`, name, why, instead) : unmeasured(`env.${name}`, name, why, removal(name, instead)),
    );
}

const uncounted = (prop: string, value: string, why: string, instead: string | undefined): Violation => ({
  prop,
  value,
  message: `${value} is not in the plan: ${why}`,
  repairs: [removal(value, instead)],
});

const removal = (name: string, instead: string | undefined): string => `remove ${name}${instead === undefined ? '' : `; use ${instead}`}`;

const unmeasured = (prop: string, value: string, why: string, repair: string): Violation => ({
  severity: 'warning',
  uncertain: true,
  prop,
  value,
  message: `${value} may not be in the plan: ${why}`,
  repairs: [repair],
});

const tokenViolation = ({ written }: GivenFlag): Violation => ({
  prop: 'extraArgs',
  value: written,
  message: `the plan counts ${written}, and the value of a Terraform token is not known when the plan is made`,
  repairs: [`write the value of ${written} out`],
});

function isHarmless(given: GivenFlag, { harmless, harmlessKeys, kinds }: RefusalDetail, kind: ModelFacts['kind']): boolean {
  if (kinds?.includes(kind) === true) return true;
  if (harmlessKeys !== undefined) return keysOf(given).every((key) => harmlessKeys.split(' ').includes(key));
  if (harmless === undefined) return false;
  const values = given.values.length === 0 ? [isNegated(given) ? 'off' : 'on'] : given.values;
  return values.every((value) => harmless.split(' ').includes(value));
}

const isNegated = ({ name }: GivenFlag): boolean => name.startsWith('--no-') || name.startsWith('--disable-');

/** Keys of a JSON object, or the one that `--flag.key` names; a text that is not an object has a key that nothing allows. */
function keysOf({ written, subKey, values }: GivenFlag): readonly string[] {
  if (subKey) return [written.split('.')[1] ?? ''];
  try {
    const parsed: unknown = JSON.parse(values[0] ?? '');
    return typeof parsed === 'object' && parsed !== null ? Object.keys(parsed) : [''];
  } catch {
    return [''];
  }
}
