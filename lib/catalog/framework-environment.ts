/**
 * What pods of each framework are told beside the variables of services. Names are read from the sources of the packages, as `scripts/framework-env/read.sh` records them;
 * what `env` of a runtime sets comes before these.
 */
import type { FrameworkId } from './frameworks';

export interface FrameworkVariable {
  readonly name: string;
  /** The text, or the model of the fleet's only role: with several roles each agent names its own. */
  readonly value: string | { readonly of: 'only role' };
  /** What happens without it. */
  readonly without: string;
  /** Package that reads it, and the release in which that was read. */
  readonly package: string;
  readonly version: string;
  readonly asOf: string;
}

type Row = readonly [name: string, value: FrameworkVariable['value'], packageName: string, version: string, asOf: string, without: string];

const variables = (...rows: readonly Row[]): readonly FrameworkVariable[] =>
  rows.map(([name, value, packageName, version, asOf, without]) => ({ name, value, package: packageName, version, asOf, without }));

const ONLY_ROLE = { of: 'only role' } as const;

export const FRAMEWORK_ENVIRONMENT: Readonly<Record<FrameworkId, readonly FrameworkVariable[]>> = {
  langgraph: [],
  crewai: variables(
    [
      'CREWAI_DISABLE_TELEMETRY',
      'true',
      'crewai-core',
      '1.15.30',
      '2026-11-29',
      'it sends usage data to a host of its vendor, which the network keeps it from',
    ],
    [
      'CREWAI_DISABLE_VERSION_CHECK',
      'true',
      'crewai',
      '1.15.30',
      '2026-11-29',
      'it asks a package index for newer releases, which the network keeps it from',
    ],
    [
      'XDG_DATA_HOME',
      '/tmp',
      'appdirs',
      '1.4.4',
      '2026-11-29',
      'it makes its folder of data below the home of a user that has none, on a root that is read-only',
    ],
  ),
  autogen: [],
  'microsoft-agent-framework': variables(
    ['OPENAI_MODEL', ONLY_ROLE, 'agent-framework-openai', '1.17.0', '2026-11-29', 'a client without a model is refused'],
    [
      'ENABLE_SENSITIVE_DATA',
      'false',
      'agent-framework-core',
      '1.23.0',
      '2026-11-29',
      'an image may turn it on, and spans then hold prompts and answers',
    ],
  ),
  'openai-agents': variables(
    [
      'OPENAI_AGENTS_DISABLE_TRACING',
      'true',
      'openai-agents',
      '0.24.0',
      '2026-11-29',
      'it sends spans with prompts, signed with the key of the router, to api.openai.com',
    ],
    [
      'OPENAI_AGENTS_TRACE_INCLUDE_SENSITIVE_DATA',
      'false',
      'openai-agents',
      '0.24.0',
      '2026-11-29',
      'spans of processors of your own hold prompts and answers',
    ],
    [
      'OPENAI_DEFAULT_MODEL',
      ONLY_ROLE,
      'openai-agents',
      '0.24.0',
      '2026-11-29',
      'agents without a model ask for one of OpenAI, which the router does not know',
    ],
  ),
  'pydantic-ai': [],
  custom: [],
};

/** @param models model of each role, as the router knows it */
export function frameworkEnv(framework: FrameworkId, models: readonly string[]): Record<string, string> {
  const [only, ...others] = models;
  const modelOfOnlyRole = others.length === 0 ? only : undefined;
  return Object.fromEntries(
    FRAMEWORK_ENVIRONMENT[framework].flatMap(({ name, value }) => {
      const text = typeof value === 'string' ? value : modelOfOnlyRole;
      return text === undefined ? [] : [[name, text]];
    }),
  );
}
