/** AF-ENG-025: an unknown variable stops nothing; what it asks for does not happen. */
import { type Rule, violations } from '../../../core/rule';
import type { EngineVersion } from '../engine-version';
import type { RetiredRow } from '../flag';

/** Variables that a user sets, and those that the engine read once. */
export interface GivenVariables {
  /** Name and version for messages, e.g. `vLLM 0.30.0`. */
  readonly engine: string;
  readonly version: EngineVersion;
  readonly names: readonly string[];
  readonly retired: readonly RetiredRow[];
}

export const variablesRead: Rule<GivenVariables> = {
  id: 'variables-read',
  code: 'AF-ENG-025',
  title: 'This release of the engine does not read an environment variable any more.',
  why: 'The engine starts, and what the variable asks for does not happen.',
  fix: 'Write the flag or variable that replaced it, or remove it.',
  severity: 'warning',
  check({ engine, version, names, retired }) {
    const given = retired.filter(([name]) => names.includes(name));
    if (given.length === 0) return 'not-applicable';
    return violations(
      given
        .filter(([, goneBy]) => version.atLeast(version.peer(goneBy)))
        .map(([name, , instead]) => ({
          prop: `env.${name}`,
          value: name,
          message: `${engine} does not read ${name} any more; it has no effect`,
          repairs: [instead],
        })),
    );
  },
};
