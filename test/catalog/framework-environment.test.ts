/** What pods of each framework are told, held against the variables that its packages read. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { FRAMEWORK_ENVIRONMENT, type FrameworkVariable, frameworkEnv } from '../../lib/catalog/framework-environment';
import { FRAMEWORKS, type FrameworkId } from '../../lib/catalog/frameworks';

interface Readings {
  readonly readOn: string;
  readonly packages: readonly { readonly package: string; readonly version: string; readonly reads: readonly string[] }[];
}

const ROOT = path.join(__dirname, '../..');
const readings = JSON.parse(fs.readFileSync(path.join(ROOT, 'scripts/framework-env/readings.json'), 'utf8')) as Readings;
const readingOf = (name: string) => readings.packages.find((row) => row.package === name);

/** Packages by which the agents of a framework talk to models. */
const CLIENTS: Readonly<Record<Exclude<FrameworkId, 'custom'>, string>> = {
  langgraph: 'langchain-openai',
  crewai: 'crewai',
  autogen: 'openai',
  'microsoft-agent-framework': 'agent-framework-openai',
  'openai-agents': 'openai-agents',
  'pydantic-ai': 'pydantic-ai-slim',
};

const told = Object.entries(FRAMEWORK_ENVIRONMENT).flatMap(([framework, rows]) => rows.map((row) => [framework, row.name, row] as const));

test.each(Object.entries(CLIENTS))('agents of %s find the router: %s reads its address and key', (_, client) => {
  expect(readingOf(client)?.reads).toEqual(expect.arrayContaining(['OPENAI_API_KEY', 'OPENAI_BASE_URL']));
});

test.each(told.filter(([, , row]) => row.package !== 'appdirs'))(
  '%s reads %s in the release that is named',
  (_, name, row: FrameworkVariable) => {
    const reading = readingOf(row.package);
    expect(reading?.version).toBe(row.version);
    expect(reading?.reads).toContain(name);
    expect(row.asOf).toBe(readings.readOn);
  },
);

test('every framework has its rows, and every row says what happens without it', () => {
  expect(Object.keys(FRAMEWORK_ENVIRONMENT).sort()).toEqual(Object.keys(FRAMEWORKS).sort());
  for (const [, , row] of told) expect(row.without.length).toBeGreaterThan(20);
});

test('the model of the only role is the default; with several roles each agent names its own', () => {
  expect(frameworkEnv('openai-agents', ['assistant'])).toMatchObject({ OPENAI_DEFAULT_MODEL: 'assistant' });
  expect(frameworkEnv('openai-agents', ['planner', 'coder'])).not.toHaveProperty('OPENAI_DEFAULT_MODEL');
  expect(frameworkEnv('microsoft-agent-framework', [])).not.toHaveProperty('OPENAI_MODEL');
});

test('the guide names each of them', () => {
  const guide = fs.readFileSync(path.join(ROOT, 'docs/guides/agents-environment.md'), 'utf8');
  expect(told.map(([, name]) => name).filter((name) => !guide.includes(name))).toEqual([]);
});
