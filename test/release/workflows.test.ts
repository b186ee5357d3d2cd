/** The workflows run what the package has, check before they publish, and hand no secret to code of pull requests. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { parse } from 'yaml';
import { ACTIONS } from '../../lib/cli/init/actions';

const ROOT = path.join(__dirname, '../..');

interface Step {
  readonly name?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}
interface Job {
  readonly needs?: string;
  readonly if?: string;
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}
interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const read = (file: string): Workflow => parse(fs.readFileSync(path.join(ROOT, '.github/workflows', file), 'utf8')) as Workflow;
const [ci, release] = [read('ci.yml'), read('release.yml')];
const stepsOf = ({ jobs }: Workflow) => Object.values(jobs).flatMap(({ steps }) => steps);
const { scripts } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> };

describe.each([
  ['ci', ci],
  ['release', release],
])('%s', (name, workflow) => {
  test('runs scripts and files that are there', () => {
    const runs = stepsOf(workflow).flatMap(({ run = '' }) => run.split('\n'));
    const named = runs.flatMap((run) => [...run.matchAll(/npm (?:run (?:--silent )?)([\w:]+)/g)].map(([, script = '']) => script));
    expect(named.filter((script) => !(script in scripts))).toEqual([]);
    expect(runs.filter((run) => run.startsWith('.ci/')).every((run) => fs.existsSync(path.join(ROOT, run)))).toBe(true);
  });
  test('names every action by the commit of its release, and leaves no token in the checkout', () => {
    const uses = stepsOf(workflow).filter((step) => step.uses !== undefined);
    const written = fs.readFileSync(path.join(ROOT, `.github/workflows/${name}.yml`), 'utf8');
    for (const { uses: action = '' } of uses) {
      const [repository = ''] = action.split('@');
      const { commit, release: version } = ACTIONS[repository] ?? {};
      expect(action).toBe(`${repository}@${commit}`);
      expect(commit).toMatch(/^[0-9a-f]{40}$/);
      expect(written).toContain(`uses: ${action} # ${version}`);
    }
    const checkouts = uses.filter(({ uses: action = '' }) => action.startsWith('actions/checkout@'));
    expect(checkouts.length).toBeGreaterThan(1);
    for (const checkout of checkouts) expect(checkout.with?.['persist-credentials']).toBe(false);
  });
  test('may read alone, but for the job that publishes', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    const wider = Object.entries(workflow.jobs).flatMap(([name, { permissions }]) => (permissions === undefined ? [] : [name]));
    expect(wider).toEqual(workflow === release ? ['publish'] : []);
  });
});

test('pull requests get no secret', () => expect(JSON.stringify(ci)).not.toMatch(/secrets\.|pull_request_target|id-token/));

test('CI runs all checks on the oldest version, and the tests on newer ones', () => {
  const engines = (JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { engines: { node: string } }).engines.node;
  const versions = stepsOf(ci).flatMap(({ with: given }) => given?.['node-version'] ?? []);
  expect(versions[0]).toBe(/\d+/.exec(engines)?.[0]);
  expect(stepsOf(ci).some(({ run }) => run === '.ci/run')).toBe(true);
});

describe('a release', () => {
  const publish = release.jobs['publish'] as Job;
  const position = (pattern: RegExp) => publish.steps.findIndex(({ run = '', uses = '' }) => pattern.test(`${run} ${uses}`));

  test('is made by hand, from main, after the checks', () => {
    expect(Object.keys(release.on)).toEqual(['workflow_dispatch']);
    expect(release.jobs['check']?.if).toBe("github.ref == 'refs/heads/main'");
    expect(publish).toMatchObject({ needs: 'check', environment: 'npm' });
  });
  test('asks the commits for its version, which needs all of them', () => {
    expect(publish.steps[0]?.with?.['fetch-depth']).toBe(0);
    expect(position(/release:version/)).toBeGreaterThan(0);
  });
  test('publishes with provenance what was attested, and tags last', () => {
    expect(publish.permissions).toMatchObject({ 'id-token': 'write' });
    const order = [/release:notes/, /npm pack/, /attest-sbom/, /npm publish .*--provenance/, /gh release create/].map(position);
    expect(order.every((place) => place > 0)).toBe(true);
    expect([...order].sort((a, b) => a - b)).toEqual(order);
  });
});
