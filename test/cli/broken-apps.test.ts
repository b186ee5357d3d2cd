/** Files of an app that are not what a synthesis wrote: every command says so and ends with 1; none ends as if all were well. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { closest } from '../../lib/core/closest';
import { temporaryOutdir } from '../setup/temporary-outdir';
import { poolApp } from '../testing/support';
import { agentFleet, EXIT } from './support';

const good = (() => {
  const app = poolApp();
  app.synth();
  return app.outdir;
})();

function broken(file: string, change: (at: string) => void): string {
  const folder = temporaryOutdir();
  fs.cpSync(good, folder, { recursive: true });
  change(path.join(folder, file));
  return folder;
}

const CHANGES: readonly (readonly [string, (file: string) => void])[] = [
  ['null', (file) => fs.writeFileSync(file, 'null')],
  ['a list', (file) => fs.writeFileSync(file, '[]')],
  ['a number', (file) => fs.writeFileSync(file, '7')],
  ['empty', (file) => fs.writeFileSync(file, '')],
  ['cut off', (file) => fs.writeFileSync(file, fs.readFileSync(file, 'utf8').slice(0, 200))],
  ['bytes', (file) => fs.writeFileSync(file, Buffer.from([0, 255, 254]))],
  ['20,000 brackets', (file) => fs.writeFileSync(file, '['.repeat(20_000) + ']'.repeat(20_000))],
  [
    'a folder',
    (file) => {
      fs.rmSync(file);
      fs.mkdirSync(file);
    },
  ],
  [
    'a link to itself',
    (file) => {
      fs.rmSync(file);
      fs.symlinkSync(file, file);
    },
  ],
];

const PLAN = 'stacks/research/fleet.plan.json';
const TERRAFORM = 'stacks/research/cdk.tf.json';

describe.each(CHANGES)('%s', (_, change) => {
  test.each([
    ['the plan', PLAN, ['plan', 'report', 'check', 'images']],
    ['the Terraform', TERRAFORM, ['manifests']],
    ['the manifest', 'manifest.json', ['plan', 'report', 'check', 'manifests', 'images']],
  ])('in the place of %s', async (_what, file, commands) => {
    const appDir = broken(file, change);
    for (const command of commands) {
      const { code, notes } = await agentFleet(command, '--app-dir', appDir);
      expect([command, code, notes]).toEqual([command, EXIT.problem, expect.stringContaining('[AF-SPEC-001]')]);
      expect(notes).not.toMatch(/TypeError|fault of agent-fleet/);
    }
    const [old, changed] = [await agentFleet('diff', appDir, good), await agentFleet('diff', good, appDir)];
    expect([old.code, changed.code]).toEqual([EXIT.problem, EXIT.problem]);
  });
});

test('check does not pass where no stack has a plan: nothing was checked', async () => {
  const { code, out, notes } = await agentFleet(
    'check',
    '--app-dir',
    broken(PLAN, (file) => fs.rmSync(file)),
    '--fail-on',
    'never',
  );
  expect([code, out, notes.replace(/\s+/g, ' ')]).toEqual([EXIT.problem, '', expect.stringContaining('so there is nothing that')]);
});

describe('names that nobody means', () => {
  test.each([100, 10_000, 1_000_000])('of %d characters are refused at once', async (length) => {
    const started = Date.now();
    expect((await agentFleet('explain', 'x'.repeat(length))).code).toBe(EXIT.usage);
    expect(Date.now() - started).toBeLessThan(5_000);
  });
  test('a candidate within a third of its length is still found', () => {
    expect(closest('AF-CAP-01', ['AF-CAP-001', 'AF-ENG-033'])).toBe('AF-CAP-001');
    expect(closest('contex', ['context', 'x'])).toBe('context');
    expect(closest('a', ['abc'])).toBe('abc');
    expect(closest('something-else-altogether', ['context'])).toBeUndefined();
  });
});
