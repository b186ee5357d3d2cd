/** What an engine says to the arguments and variables that a user adds, and to those that props became, in one release. */
import { evaluateRules } from '../../core/evaluate-rules';
import type { UnplacedFinding } from '../../core/finding';
import type { ModelFacts } from '../model-facts';
import type { EngineDefinition } from './engine-definition';
import { EngineVersion } from './engine-version';
import type { CountedArgs } from './flag-effect';
import { type ArgContext, givenArgs, positionIn, resolvedArgs } from './given-args';
import { definitionOf } from './kept-definition';
import { parseArgs } from './parse-args';
import { ARG_RULES, EFFECT_RULES, PROP_ARG_RULES, RELEASE_RULES, VARIABLE_RULES, VARIABLE_VALUE_RULES } from './rules';

/** An engine by its name and version. */
interface NamedRelease {
  readonly name: string;
  readonly version: string;
}

/** The engine whose release is asked. */
interface EngineRelease {
  readonly definition: EngineDefinition;
  readonly version: EngineVersion;
  /** Name and version for messages, e.g. `vLLM 0.30.0`. */
  readonly name: string;
  /** Version as it was given. */
  readonly given: string;
}

export const versionOf = (engine: NamedRelease): EngineVersion => EngineVersion.of(engine.version, definitionOf(engine).releaseStep);

export const checksOf = (engine: NamedRelease): EngineChecks =>
  new EngineChecks({ definition: definitionOf(engine), version: versionOf(engine), name: engine.name, given: engine.version });

/** Checks of one release. */
export class EngineChecks {
  constructor(private readonly release: EngineRelease) {}

  /** Arguments that a user adds, beside flags that props set. */
  extraArgs(args: readonly string[], typedFlags: readonly string[]): UnplacedFinding[] {
    const owned = [...this.release.definition.alwaysOwned, ...typedFlags];
    const given = givenArgs(args, owned, this.context());
    return evaluateRules(ARG_RULES, given).sort((a, b) => positionIn(given, a.value) - positionIn(given, b.value));
  }

  /** What the arguments that a user adds do to the plan. */
  argEffects(args: readonly string[], kind: ModelFacts['kind']): UnplacedFinding[] {
    const { flagEffects, sharedKvTiers } = this.release.definition;
    const flags = resolvedArgs(args, this.context());
    return evaluateRules(EFFECT_RULES, { flags, variables: [], flagEffects, variableEffects: [], kind, sharedKvTiers });
  }

  countedArgs(args: readonly string[]): CountedArgs {
    return this.release.definition.countedArgs(resolvedArgs(args, this.context()));
  }

  /** The argument that says something which is counted, as it is written; undefined where none does. The last one wins, as in the parsers. */
  saying(counted: keyof CountedArgs, args: readonly string[]): string | undefined {
    const counts = (name: string) =>
      this.release.definition.flagEffects.some(([flag, effect, what]) => flag === name && effect === 'counted' && what === counted);
    return resolvedArgs(args, this.context())
      .filter(({ flag }) => counts(flag))
      .at(-1)?.given.written;
  }

  /** The release itself. */
  ownRelease(): UnplacedFinding[] {
    const { version, name, given, definition } = this.release;
    return evaluateRules(RELEASE_RULES, { version, name, factory: definition.factory, given, reads: definition.values.reads });
  }

  /** Arguments that props became. */
  ownArgs(args: readonly string[]): UnplacedFinding[] {
    return evaluateRules(PROP_ARG_RULES, { ...this.context(), flags: parseArgs(args).flags });
  }

  /** Variables that a user adds, by their names. */
  environment(names: readonly string[]): UnplacedFinding[] {
    const { definition, name: engine, version } = this.release;
    const { retiredEnvironment: retired, variableEffects, sharedKvTiers } = definition;
    return [
      ...evaluateRules(VARIABLE_RULES, { engine, version, names, retired }),
      ...evaluateRules(EFFECT_RULES, { flags: [], variables: names, flagEffects: [], variableEffects, kind: 'llm', sharedKvTiers }),
    ];
  }

  variableValues(variables: Readonly<Record<string, unknown>>, args: readonly string[]): UnplacedFinding[] {
    return evaluateRules(VARIABLE_VALUE_RULES, { ...this.context(), variables, args });
  }

  /** What the rules of flags read arguments with. */
  private context(): ArgContext {
    const { name, version, definition } = this.release;
    const { flags, propOfFlag, sharedKvTiers } = definition;
    return { engine: name, version, table: flags, propOf: propOfFlag, sharedKvTiers };
  }
}
