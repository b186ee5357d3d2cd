import * as fs from 'node:fs';
import * as path from 'node:path';
import { filledPage, markedPages } from '../../scripts/marked-pages';
import { readmePlan, readmeRefusal } from '../../scripts/readme-program';
import { temporaryOutdir } from '../setup/temporary-outdir';

const root = path.join(__dirname, '..', '..');

test.each(markedPages().map((page) => path.relative(root, page)))(
  '%s shows compiled code, what the library prints, and figures of the plans',
  (name) => {
    const page = fs.readFileSync(path.join(root, name), 'utf8');
    expect(filledPage(page)).toBe(page);
  },
);

test('refusal and plan of the README are those of the program that it shows', () => {
  const readme = fs.readFileSync(path.join(root, 'README.md'), 'utf8');
  expect(readme).toContain('<!-- file: examples/readme/main.ts -->');
  const printed = [...readme.matchAll(/<!-- (?:plan|refusal): (\S+) -->/g)].map(([, name]) => name);
  expect(printed).toEqual(['readme', 'readme']);
  expect(readmePlan().pools.map(({ name }) => name)).toEqual(['planner', 'workers']);
  expect(readmeRefusal()).toMatch(/40 sessions × 12,000 tokens .* · replicas: 2 /s);
});

test('the fleet of the README synthesizes and fits', async () => {
  const outdir = temporaryOutdir();
  process.env['CDKTF_OUTDIR'] = outdir;
  await import('../../examples/readme/main');
  const plan = JSON.parse(fs.readFileSync(path.join(outdir, 'stacks/research/fleet.plan.json'), 'utf8'));
  expect(plan.pools.map(({ verdict }: { verdict: string }) => verdict)).toEqual(['fits', 'fits']);
});

test('every example has a README that names its command', () => {
  const examples = fs
    .readdirSync(path.join(root, 'examples'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !['readme', 'guides'].includes(entry.name))
    .map(({ name }) => name);
  expect(examples.length).toBeGreaterThanOrEqual(8);
  for (const example of examples) {
    const text = fs.readFileSync(path.join(root, 'examples', example, 'README.md'), 'utf8');
    expect(text).toContain(`examples/${example}/main.ts`);
  }
});
