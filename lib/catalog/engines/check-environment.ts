/** Variables that an engine once read. An unknown variable stops nothing: what it asked for just does not happen. */
import type { UnplacedFinding } from '../../core/finding';
import type { EngineVersion } from './engine-version';
import type { RetiredRow } from './flag';

export interface EnvironmentContext {
  /** Name and version for messages, e.g. `vLLM 0.30.0`. */
  readonly engine: string;
  readonly version: EngineVersion;
  readonly retired: readonly RetiredRow[];
}

/** One warning per variable that the release is known not to read. */
export function checkEnvironment(names: readonly string[], { engine, version, retired }: EnvironmentContext): UnplacedFinding[] {
  return retired
    .filter(([name, goneBy]) => names.includes(name) && version.atLeast(version.peer(goneBy)))
    .map(([name, , instead]) => ({
      code: 'AF-ENG-025',
      severity: 'warning',
      prop: `env.${name}`,
      value: name,
      message: `${engine} does not read ${name} any more; it has no effect`,
      repairs: [instead],
    }));
}
