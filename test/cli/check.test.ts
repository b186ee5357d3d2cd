import * as fs from 'node:fs';
import * as path from 'node:path';
import { App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, type Environment, Gpu, InferencePool, Model, ObservabilityStack, Topology } from 'cdktf-agent-fleet';
import { temporaryOutdir } from '../setup/temporary-outdir';
import { agentFleet, EXIT } from './support';

/** A fleet without tracing and without a dashboard. */
function appDir(environment: Environment = 'production'): string {
  const app = new App({ outdir: temporaryOutdir() });
  const cluster = Cluster.fromKubeconfig({ context: 'test', environment });
  const stack = new TerraformStack(app, 'research');
  const pool = new InferencePool(stack, 'planner', {
    cluster,
    model: Model.LLAMA_3_1_8B_INSTRUCT,
    gpu: Gpu.A100_80GB_PCIE,
    maxContextTokens: 8_192,
    replicas: 2,
  });
  const fleet = new AgentFleet(stack, 'fleet', {
    cluster,
    topology: Topology.flat({ agents: ['a'] }),
    concurrentWorkflows: 4,
    roles: { a: { pool, contextTokens: 4_000 } },
    runtime: { framework: 'crewai', image: 'registry.example.com/agents:1' },
  });
  new ObservabilityStack(stack, 'observability', { cluster, fleets: [fleet], dashboards: false });
  app.synth();
  return app.outdir;
}

const PRODUCTION = appDir();
const check = (...args: string[]) => agentFleet('check', '--app-dir', PRODUCTION, ...args);

test('prints a line for each point, what breaks them, and the score on the checklist', async () => {
  const { code, out } = await check();
  expect(code).toBe(EXIT.ok);
  expect(out).toMatch(/^agentFleetDefault .*, judged for production$/m);
  expect(out).toMatch(/^pass {6}Demand fits \(AF-CAP-001\)$/m);
  expect(out).toMatch(/^FAIL {6}Queue shown \(AF-OBS-003\)$/m);
  expect(out).toMatch(/^n\/a {7}One slice \(AF-CAP-008\)$/m);
  expect(out).toMatch(/^\S+ +GPUs cheaper than API \(AF-COST-004\)$/m);
  expect(out).toMatch(/^warning \[AF-OBS-003\] research\/observability \(dashboards\)/m);
  expect(out).toMatch(/^checklist for production: \d+\/\d+$/m);
});

test('ends with 1 from the severity on that is asked for', async () => {
  const ends = await Promise.all(['error', 'warning', 'info', 'never'].map((severity) => check('--fail-on', severity)));
  expect(ends.map(({ code }) => code)).toEqual([EXIT.ok, EXIT.problem, EXIT.problem, EXIT.ok]);
});

describe('the forms that pipelines read', () => {
  test('SARIF: a result for each finding, as serious as its point', async () => {
    const { runs } = JSON.parse((await check('--format', 'sarif')).out) as {
      runs: { results: { ruleId: string; level: string; locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }[] }[];
    };
    const found = runs[0]?.results.find(({ ruleId }) => ruleId === 'AF-OBS-003');
    expect(found).toMatchObject({ level: 'warning' });
    expect(found?.locations[0]?.physicalLocation.artifactLocation.uri).toBe('stacks/research/fleet.plan.json');
  });

  test('JUnit: a test for each point, which fails where the command does', async () => {
    const { out } = await check('--format', 'junit', '--fail-on', 'warning');
    expect(out).toMatch(
      /<testcase classname="agentFleetDefault" name="AF-OBS-003 Queue shown" time="0"><failure message="warning \[AF-OBS-003\]/,
    );
    expect(out).toMatch(/name="AF-CAP-008 One slice" time="0"><skipped message="not applicable"\/>/);
    expect((await check('--format', 'junit')).out).not.toContain('<failure');
  });

  test('Markdown: the score, a row for each point, and what breaks them', async () => {
    const { out } = await check('--format', 'markdown', '--pack', 'productionChecklist');
    expect(out).toMatch(/^## Checklist for production, judged for production: \d+\/19$/m);
    expect(out).toMatch(/^\| \*\*(?:error|warning)\*\* \| .* \| AF-OBS-003, AF-OBS-013 \|$/m);
    expect(out).toContain('### What breaks them');
  });
});

test('a plan without recorded checks is refused: nothing of it is known', async () => {
  const folder = appDir();
  const file = path.join(folder, 'stacks', 'research', 'fleet.plan.json');
  const { checks, ...rest } = JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, unknown>;
  expect(checks).toBeDefined();
  fs.writeFileSync(file, JSON.stringify(rest));
  const { code, notes } = await agentFleet('check', '--app-dir', folder);
  expect(code).toBe(EXIT.problem);
  expect(notes).toMatch(/recorded no\s+checks/);
});

test('judges it for another environment where one is named', async () => {
  const severityIn = async (...args: string[]) => {
    const { results } = JSON.parse((await check('--format', 'json', ...args)).out) as { results: { rules: string[]; severity: string }[] };
    return results.find(({ rules }) => rules.includes('AF-OBS-003'))?.severity;
  };
  expect(await severityIn()).toBe('warning');
  expect(await severityIn('--environment', 'development')).toBe('info');
});

test('the environment of the clusters decides where none is named', async () => {
  const { out } = await agentFleet('check', '--app-dir', appDir('development'));
  expect(out).toMatch(/for development$/m);
});

test('a pack that does not exist is a wrong command line, told with the closest name', async () => {
  const { code, notes } = await check('--pack', 'productionChecklst');
  expect(code).toBe(EXIT.usage);
  expect(notes.replace(/\s+/g, ' ')).toContain('there is no pack "productionChecklst"');
  expect(notes).toContain('did you mean productionChecklist?');
});

test.each([
  ['--environment', 'prod'],
  ['--format', 'html'],
  ['--fail-on', 'errors'],
])('%s %s is no command line', async (option, value) => {
  expect((await check(option, value)).code).toBe(EXIT.usage);
});

describe('a pack of a module', () => {
  /** Modules see the library under its name, as in a project that has installed it. */
  function moduleWith(source: string): string {
    const file = path.join(temporaryOutdir(), 'acme.js');
    fs.writeFileSync(file, source);
    return file;
  }
  const BRANDED = "const brand = (name, value) => Object.defineProperty(value, Symbol.for('cdktf-agent-fleet.' + name), { value: true });";

  test('is held against an app that never applied it', async () => {
    const { PolicyPack, PolicyRule } = await import('cdktf-agent-fleet/policies');
    const rule = new PolicyRule({
      ...{
        id: 'one-card',
        code: 'ACME-001',
        title: 'Too many cards.',
        why: 'They are few.',
        source: 'https://example.com/',
        fix: 'Use fewer.',
      },
      ...{ severity: 'error', appliesTo: 'pools', check: ({ replicas, path: at }) => ({ message: `${replicas.max} cards at ${at}` }) },
    });
    (globalThis as Record<string, unknown>)['acmePack'] = new PolicyPack({ id: 'acme', title: 'Rules of Acme', rules: [rule] });
    const file = moduleWith('exports.rules = globalThis.acmePack; exports.default = globalThis.acmePack;');
    const { code, out } = await check('--pack', file);
    expect(code).toBe(EXIT.problem);
    expect(out).toMatch(/^acme \(Rules of Acme\), judged for production$/m);
    expect(out).toMatch(/^FAIL {6}Too many cards\. \(ACME-001\)$/m);
    expect(out).toContain('2 cards at research/planner');
    const sarif = JSON.parse((await check('--pack', file, '--format', 'sarif', '--fail-on', 'never')).out) as {
      runs: { results: { ruleId: string; locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }[] }[];
    };
    expect(sarif.runs[0]?.results[0]).toMatchObject({ ruleId: 'ACME-001', level: 'error' });
    expect(sarif.runs[0]?.results[0]?.locations[0]?.physicalLocation.artifactLocation.uri).toBe('stacks/research/fleet.plan.json');
  });

  test.each([
    ['no such file', './nothing-here.js', 'cannot be loaded'],
    ['no pack', () => moduleWith('exports.rules = [];'), 'exports no PolicyPack'],
    ['nonsense', () => moduleWith('this is no program'), 'cannot be loaded'],
    ['one that throws', () => moduleWith('throw "later";'), 'cannot be loaded: later'],
    [
      'two packs',
      () => moduleWith(`${BRANDED} exports.a = brand('PolicyPack', { id: 'a' }); exports.b = brand('PolicyPack', { id: 'b' });`),
      'several: a, b',
    ],
  ])('%s is told with the module', async (_, given, message) => {
    const { code, notes } = await check('--pack', typeof given === 'string' ? given : given());
    expect(code).toBe(EXIT.problem);
    expect(notes.replace(/\s+/g, ' ')).toContain(message);
  });
});
