/** Engines that read each flag from a variable, too (`env` of clap): `--max-batch-size` from MAX_BATCH_SIZE. */
import type { FlagEffectRow, VariableEffectRow } from './flag-effect';

/**
 * What the variables of the flags do that are refused, or that nobody has measured. A flag that the library sets wins over its variable.
 *
 * @param without variables that another table judges, and flags that no variable sets
 */
export function variablesOfFlags(effects: readonly FlagEffectRow[], without: readonly string[]): VariableEffectRow[] {
  return effects.flatMap((row): VariableEffectRow[] => {
    const name = row[0].slice(2).replaceAll('-', '_').toUpperCase();
    if (without.includes(name)) return [];
    if (row[1] === 'uncertain') return [[name, 'uncertain', row[2]]];
    if (row[1] !== 'refused') return [];
    const instead = row[3]?.instead;
    return [instead === undefined ? [name, 'refused', row[2]] : [name, 'refused', row[2], instead]];
  });
}
