import * as fs from 'node:fs';
import * as path from 'node:path';
import { temporaryOutdir } from '../setup/temporary-outdir';

const root = path.join(__dirname, '..', '..');
const readme = fs.readFileSync(path.join(root, 'README.md'), 'utf8');

test('the fleet of the README is the program that the tests compile and run', async () => {
  const [, code] = /```ts\n(import { App[\s\S]*?)```/.exec(readme) ?? [];
  expect(code).toBe(fs.readFileSync(path.join(root, 'examples/readme/main.ts'), 'utf8'));

  const outdir = temporaryOutdir();
  process.env['CDKTF_OUTDIR'] = outdir;
  await import('../../examples/readme/main');
  const plan = JSON.parse(fs.readFileSync(path.join(outdir, 'stacks/research/fleet.plan.json'), 'utf8'));
  expect(plan.pools.map(({ verdict }: { verdict: string }) => verdict)).toEqual(['fits', 'fits']);
});

test('every example has a folder with a README that names its commands', () => {
  const examples = fs
    .readdirSync(path.join(root, 'examples'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'readme')
    .map(({ name }) => name);
  expect(examples.length).toBeGreaterThanOrEqual(8);
  for (const example of examples) {
    const text = fs.readFileSync(path.join(root, 'examples', example, 'README.md'), 'utf8');
    expect(text).toContain(`examples/${example}/main.ts`);
  }
});
