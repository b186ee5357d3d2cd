import * as fs from 'node:fs';
import * as path from 'node:path';
import { Testing } from 'cdktf';
import { Cluster } from 'cdktf-agent-fleet';
import { FleetTemplate } from 'cdktf-agent-fleet/testing';
import { parse } from 'yaml';
import { starterFleet } from '../../examples/starter/fleet';
import { temporaryOutdir } from '../setup/temporary-outdir';
import { agentFleet, EXIT } from './support';

const root = path.join(__dirname, '../..');

/** The files of a new project, by path. */
async function project(...options: string[]) {
  const folder = path.join(temporaryOutdir(), 'my-fleet');
  const ran = await agentFleet('init', folder, ...options);
  const read = (file: string) => fs.readFileSync(path.join(folder, file), 'utf8');
  return { ...ran, folder, read, has: (file: string) => fs.existsSync(path.join(folder, file)) };
}

test('a project names every file that it writes, and what comes next', async () => {
  const { code, out, notes } = await project();
  expect(code).toBe(EXIT.ok);
  expect(out.trim().split('\n')).toEqual([
    ...['package.json', 'tsconfig.json', 'cdktf.json', '.gitignore', 'main.ts', 'fleet.ts', 'fleet.test.ts', 'README.md'],
    '.github/workflows/fleet.yml',
  ]);
  expect(notes.replace(/\s+/g, ' ')).toContain('npm run synth');
});

test('the library and its peers are those of the package, the tools those that it is tested with', async () => {
  const { read } = await project();
  const { name, dependencies, devDependencies } = JSON.parse(read('package.json'));
  const own = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  expect(name).toBe('my-fleet');
  expect(dependencies).toEqual({ 'cdktf-agent-fleet': `^${own.version}`, ...own.peerDependencies, cdktf: `^${own.devDependencies.cdktf}` });
  expect(devDependencies).toMatchObject({
    jest: own.devDependencies.jest,
    typescript: own.devDependencies.typescript,
    'cdktf-cli': own.devDependencies.cdktf,
  });
  expect(Object.values(devDependencies)).not.toContain('*');
});

test('a project of CDK Terrain has it in the place of cdktf, for the providers, too', async () => {
  const { read } = await project('--cdk', 'cdktn', '--state', 'gcs:acme-state');
  const own = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  const terrain = `npm:cdktn@${own.devDependencies.cdktn}`;
  const { dependencies, devDependencies, overrides, scripts } = JSON.parse(read('package.json'));
  expect(dependencies.cdktf).toBe(terrain);
  expect(overrides).toEqual({ cdktf: terrain });
  expect(devDependencies).toMatchObject({ 'cdktn-cli': own.devDependencies.cdktn });
  expect(devDependencies).not.toHaveProperty('cdktf-cli');
  expect(scripts).toMatchObject({ synth: 'cdktn synth', deploy: "cdktn deploy '*'" });
  const workflow = read('.github/workflows/fleet.yml');
  expect(workflow).toContain('npx cdktn synth');
  expect(workflow).not.toContain('npx cdktf');
  expect(workflow).toMatch(/node-version: "22"/);
});

test('without a state the program is that of the starter', async () => {
  const { read } = await project('--context', 'prod-eu');
  const starter = fs.readFileSync(path.join(root, 'examples/starter/main.ts'), 'utf8');
  expect(read('main.ts')).toBe(starter.replace('my-cluster', 'prod-eu'));
  expect(read('fleet.ts')).toBe(fs.readFileSync(path.join(root, 'examples/starter/fleet.ts'), 'utf8'));
});

test('its plan says on one line what it accepts, and its own checks count nothing of that', async () => {
  const app = Testing.app();
  starterFleet(app, Cluster.fromEnvironment({ context: 'test' }));
  app.synth();
  const codes = FleetTemplate.synth(app, 'fleet')
    .plan()
    .findings.flatMap(({ code, acknowledged }) => (acknowledged === undefined ? [] : [code]));
  expect(codes).toEqual(expect.arrayContaining(['AF-OBS-006', 'AF-SEC-004']));
  const { out } = await agentFleet('plan', 'fleet', '--app-dir', app.outdir);
  expect(out).not.toMatch(/\[AF-(OBS-006|SEC-004)\]/);
  const [line = ''] = /^accepted: [\s\S]*/m.exec(out) ?? [];
  expect(line.replace(/\s+/g, ' ')).toContain('AF-OBS-006 (platform team: a new project has no place for traces yet;');
  expect(line).toContain('AF-SEC-004 (');
  const report = await agentFleet('report', 'fleet', '--app-dir', app.outdir, '--format', 'markdown');
  expect(report.out).toMatch(/· 2 accepted$/m);
  expect(report.out).toContain('  - accepted by platform team: a new project');
});

test.each([
  [
    's3:acme-state:eu-north-1',
    "new S3Backend(stack, { bucket: 'acme-state', region: 'eu-north-1', key: `my-fleet/${stack.node.id}`, encrypt: true });",
  ],
  ['gcs:acme-state', "new GcsBackend(stack, { bucket: 'acme-state', prefix: `my-fleet/${stack.node.id}` });"],
  [
    'azurerm:infra:acmestate:tfstate',
    "new AzurermBackend(stack, { resourceGroupName: 'infra', storageAccountName: 'acmestate', containerName: 'tfstate', key: `my-fleet/${stack.node.id}` });",
  ],
])('--state %s gives each stack a state of its own', async (state, line) => {
  const text = (await project('--state', state)).read('main.ts');
  expect(text).toContain(`for (const stack of stacks) {\n  ${line}\n`);
  expect(text).toMatch(/^import \{ App, (S3|Gcs|Azurerm)Backend \} from 'cdktf';/);
  expect(text).toContain('const stacks = starterFleet(app');
});

test.each([["it's"], ['a"b'], ['back\\slash'], ['${x}'], ['$&']])('a context called %s is written as a text', async (context) => {
  const [, text = ''] = /context: ('.*') \}\)/.exec((await project('--context', context)).read('main.ts')) ?? [];
  // biome-ignore lint/security/noGlobalEval: what TypeScript reads there
  expect(eval(text)).toBe(context);
});

test('the workflow of GitHub comments plans of pull requests and deploys from main alone', async () => {
  const { jobs, on } = parse((await project('--state', 'gcs:acme-state')).read('.github/workflows/fleet.yml'));
  expect(on).toEqual({ pull_request: null, push: { branches: ['main'] } });
  const commands = (job: string) => jobs[job].steps.flatMap(({ run }: { run?: string }) => run ?? []);
  expect(commands('check').slice(0, 4)).toEqual(['npm ci', 'npm test', 'npx cdktf synth', 'npx agent-fleet plan > plan.txt']);
  expect(commands('check').join('\n')).not.toContain('cdktf deploy');
  expect(commands('deploy').at(-1)).toBe("npx cdktf deploy '*' --auto-approve");
  expect(jobs.deploy).toMatchObject({
    if: "github.ref == 'refs/heads/main'",
    needs: 'check',
    concurrency: { 'cancel-in-progress': false },
  });
});

test('the pipeline of GitLab deploys from the default branch alone, one at a time', async () => {
  const { has, read } = await project('--ci', 'gitlab', '--state', 'gcs:acme-state');
  const { check, deploy } = parse(read('.gitlab-ci.yml'));
  expect(has('.github')).toBe(false);
  expect(check.script.join('\n')).not.toContain('cdktf deploy');
  expect(deploy).toMatchObject({ resource_group: 'deploy', rules: [{ if: '$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH' }] });
});

test('with a state beside the program a pipeline tests and does not deploy', async () => {
  expect(Object.keys(parse((await project()).read('.github/workflows/fleet.yml')).jobs)).toEqual(['check']);
  const gitlab = await project('--ci', 'gitlab');
  expect(parse(gitlab.read('.gitlab-ci.yml'))).toMatchObject({ stages: ['check'] });
  expect(gitlab.read('.gitlab-ci.yml')).not.toContain('cdktf deploy');
  expect(gitlab.read('README.md')).toContain('does not deploy');
});

test('every action of the workflow is named by the commit of its release', async () => {
  const uses = (await project('--state', 'gcs:acme-state')).read('.github/workflows/fleet.yml').match(/uses: .*/g) ?? [];
  expect(uses.length).toBeGreaterThan(6);
  expect(uses.filter((one) => !/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(one))).toEqual([]);
});

test('no pipeline where none is wanted', async () => {
  const { has } = await project('--ci', 'none');
  expect([has('.github'), has('.gitlab-ci.yml')]).toEqual([false, false]);
});

test.each<[string, string[], number, RegExp]>([
  ['a CI that nobody knows', ['--ci', 'jenkins'], EXIT.usage, /github, gitlab, none/],
  ['an engine that nobody knows', ['--cdk', 'pulumi'], EXIT.usage, /cdktf, cdktn/],
  ['a state that nobody knows', ['--state', 'ftp:x'], EXIT.problem, /s3:<bucket>:<region>/],
  ['a bucket without a region', ['--state', 's3:acme-state'], EXIT.problem, /--state s3:my-terraform-state:eu-north-1/],
  ['a bucket with a quote', ['--state', "gcs:a'b"], EXIT.problem, /gcs:<bucket>/],
  ['too many parts', ['--state', 'gcs:a:b'], EXIT.problem, /gcs:<bucket>/],
  ['a state of nothing', ['--state', ''], EXIT.problem, /local/],
  ['a name that npm does not take', ['--name', 'My Fleet'], EXIT.problem, /lower-case/],
  ['an option that is not there', ['--stat', 'local'], EXIT.usage, /--state/],
])('%s is refused, and nothing is written', async (_, options, exit, text) => {
  const { code, notes, folder } = await project(...options);
  expect(code).toBe(exit);
  expect(notes.replace(/\s+/g, ' ')).toMatch(text);
  expect(fs.existsSync(folder)).toBe(false);
});

test('a folder that holds something stays as it is; a fresh repository counts as empty', async () => {
  const folder = path.join(temporaryOutdir(), 'held');
  fs.mkdirSync(path.join(folder, '.git'), { recursive: true });
  expect((await agentFleet('init', folder)).code).toBe(EXIT.ok);
  const { code, notes } = await agentFleet('init', folder);
  expect(code).toBe(EXIT.problem);
  expect(notes).toContain('agent-fleet init my-fleet');
});

test('no link is followed', async () => {
  const place = temporaryOutdir();
  fs.mkdirSync(path.join(place, 'elsewhere'));
  fs.symlinkSync(path.join(place, 'elsewhere'), path.join(place, 'link'));
  expect((await agentFleet('init', path.join(place, 'link'))).code).toBe(EXIT.problem);
  expect(fs.readdirSync(path.join(place, 'elsewhere'))).toEqual([]);
});
