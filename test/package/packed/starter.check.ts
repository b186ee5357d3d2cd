/** The project that the packed `agent-fleet init` writes: it compiles, its tests pass, and it synthesizes, with nothing but what is installed. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder, projectFolder } from './pack';

const ROOT = join(__dirname, '../../..');
const FOLDER = join(projectFolder('jest'), 'my-fleet');

/** Exit code and what was printed. */
function node(...args: string[]): { readonly code: number | null; readonly output: string } {
  const env = { ...process.env, NODE_OPTIONS: '', CDKTF_OUTDIR: join(FOLDER, 'cdktf.out') };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: existsSync(FOLDER) ? FOLDER : projectFolder('jest'),
    encoding: 'utf8',
    env,
  });
  return { code: status, output: stdout + stderr };
}

const agentFleet = (...args: string[]) => node(join(packageFolder('jest'), 'dist/cli/main.js'), ...args);

test('a project is written, with a state that outlives the pipeline', () => {
  const { code, output } = agentFleet('init', FOLDER, '--state', 's3:acme-state:eu-north-1', '--context', 'prod-eu');
  expect(output).toContain('.github/workflows/fleet.yml');
  expect(code).toBe(0);
});

test('it compiles', () => {
  expect(node(join(ROOT, 'node_modules/typescript/bin/tsc'), '--noEmit')).toEqual({ code: 0, output: '' });
});

test('its tests pass', () => {
  const { code, output } = node(join(ROOT, 'node_modules/jest/bin/jest.js'));
  expect(output).toMatch(/Tests: +3 passed, 3 total/);
  expect(code).toBe(0);
});

test('it synthesizes, and the plan can be read', () => {
  expect(node(join(ROOT, 'node_modules/tsx/dist/cli.mjs'), 'main.ts')).toEqual({ code: 0, output: '' });
  const { terraform } = JSON.parse(readFileSync(join(FOLDER, 'cdktf.out/stacks/fleet/cdk.tf.json'), 'utf8')) as {
    terraform: { backend: object };
  };
  expect(terraform.backend).toEqual({
    s3: { bucket: 'acme-state', encrypt: true, key: 'my-fleet/fleet', region: 'eu-north-1', use_lockfile: true },
  });
  const { code, output } = agentFleet('plan', 'fleet');
  expect(output).toContain('fleet on prod-eu');
  expect(code).toBe(0);
});

test('what was written is not written again', () => {
  const { code, output } = agentFleet('init', FOLDER);
  expect(output).toContain('a folder that is new or empty');
  expect(code).toBe(1);
});
