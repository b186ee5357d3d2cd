/** @jest-environment node */
/** Commands look where a synthesis writes that is started in the same folder. */
import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plainApp, poolApp } from '../testing/support';
import { agentFleet, EXIT } from './support';

const outdir = (() => {
  const app = plainApp(poolApp());
  app.synth();
  return app.outdir;
})();
const start = process.cwd();
afterEach(() => {
  process.chdir(start);
  delete process.env['CDKTF_OUTDIR'];
});

/** In a folder of its own, with this `cdktf.json` and the app synthesized into a folder of this name. */
function inProject(config: string | undefined, folder: string): void {
  const project = mkdtempSync(join(tmpdir(), 'agent-fleet-project-'));
  cpSync(outdir, join(project, folder), { recursive: true });
  if (config !== undefined) writeFileSync(join(project, 'cdktf.json'), config);
  process.chdir(project);
}

const stacks = async () => JSON.parse((await agentFleet('plan', 'research', '--json')).out) as { readonly stack: string };

describe('without --app-dir', () => {
  test.each([
    ['`output` of cdktf.json', '{ "app": "x", "output": "build/out" }', 'build/out'],
    ['no `output`', '{ "app": "x" }', 'cdktf.out'],
    ['an `output` that is no text', '{ "output": 3 }', 'cdktf.out'],
    ['a cdktf.json that is no JSON', '{', 'cdktf.out'],
    ['no cdktf.json', undefined, 'cdktf.out'],
  ])('%s', async (_, config, folder) => {
    inProject(config, folder);
    expect((await stacks()).stack).toBe('research');
  });

  test('what the environment says goes before it, as it does for the class App', async () => {
    inProject('{ "output": "elsewhere" }', 'by-environment');
    process.env['CDKTF_OUTDIR'] = 'by-environment';
    expect((await stacks()).stack).toBe('research');
  });

  test('a cdktf.json that is a folder is passed over', async () => {
    inProject(undefined, 'cdktf.out');
    mkdirSync('cdktf.json');
    expect((await stacks()).stack).toBe('research');
  });

  test('the refusal names the folder that was looked at', async () => {
    inProject('{ "output": "build/out" }', 'cdktf.out');
    const { code, notes } = await agentFleet('plan');
    expect([code, notes]).toEqual([EXIT.problem, expect.stringContaining('no synthesized app in build/out')]);
  });

  test('stacks are completed from there', async () => {
    inProject('{ "output": "build/out" }', 'build/out');
    expect((await agentFleet('complete', '--', 'plan', 're')).out.trim()).toBe('research');
  });
});
