import * as fs from 'node:fs';
import * as path from 'node:path';
import { App, TerraformStack } from 'cdktf';
import { Gpu, InferencePool, Model } from '../../lib';
import { escaped } from '../../lib/report/html/markup';
import { cluster, plainApp, poolApp } from '../testing/support';
import { agentFleet, EXIT } from './support';

const appDir = (() => {
  const app = plainApp(poolApp());
  app.synth();
  return app.outdir;
})();
const report = (...args: string[]) => agentFleet('report', ...args, '--app-dir', appDir);
const page = path.join(appDir, 'fleet-report.html');

test('writes one page beside the app and prints its name', async () => {
  const { code, out, notes } = await report();
  expect([code, out, notes]).toEqual([EXIT.ok, `${page}\n`, '']);
  const html = fs.readFileSync(page, 'utf8');
  expect(html).toContain('<h1>research</h1>');
  expect(html).toContain('>$2.70</data>');
});

test('writes it again in place of the earlier one', async () => {
  await report('--title', 'first');
  await report('--title', 'second');
  expect(fs.readFileSync(page, 'utf8')).toContain('<h1>second</h1>');
});

test('--out - prints the page, another name is a file', async () => {
  const { out } = await report('research', '--out', '-');
  expect(out).toMatch(/^<!doctype html>/);
  const file = path.join(appDir, 'other.html');
  expect((await report('--out', file)).out).toBe(`${file}\n`);
  expect(fs.readFileSync(file, 'utf8')).toMatch(/^<!doctype html>/);
});

test('--format json prints what all forms are made of', async () => {
  const { out } = await report('--format', 'json');
  const view = JSON.parse(out) as { summary: unknown; pools: { at: string; plan: { name: string } }[] };
  expect(view.summary).toMatchObject({ verdict: 'fits', gpus: { floor: 2, ceiling: 4 }, perHour: { floor: 2.7, ceiling: 5.4 } });
  expect(view.pools.map(({ at, plan }) => [at, plan.name])).toEqual([['/0/pools/0', 'workers']]);
});

test.each([
  ['nowhere/page.html', /page\.html cannot be written: its folder does not exist/, /mkdir -p \S+nowhere/],
  ['manifest.json/page.html', /page\.html cannot be written: a part of its path is no folder/, /name another file/],
  ['stacks', /stacks cannot be written: there is a folder of that name/, /name another file/],
])('a page that cannot be written to %s is a problem with its repair, and nothing is left', async (name, message, repair) => {
  const { code, notes } = await report('--out', path.join(appDir, name));
  expect(code).toBe(EXIT.problem);
  expect(notes.replace(/\s+/g, ' ')).toMatch(message);
  expect(notes.replace(/\s+/g, ' ')).toMatch(repair);
  expect(fs.readdirSync(appDir).filter((file) => file.endsWith('.tmp'))).toEqual([]);
});

test('a link in the place of the page is refused, and what it leads to stays', async () => {
  const target = path.join(appDir, 'target.txt');
  const link = path.join(appDir, 'link.html');
  fs.writeFileSync(target, 'kept');
  fs.symlinkSync(target, link);
  const { code, notes } = await report('--out', link);
  expect(code).toBe(EXIT.problem);
  expect(notes.replace(/\s+/g, ' ')).toContain('is a symbolic link');
  expect(fs.readFileSync(target, 'utf8')).toBe('kept');
});

test.each([
  [['--format', 'pdf'], EXIT.usage, 'Allowed choices are'],
  [['nowhere'], EXIT.problem, 'there is no stack "nowhere"'],
  [['plain'], EXIT.problem, 'stack "plain" has no fleet.plan.json'],
])('%j is refused in one sentence', async (args, expected, sentence) => {
  const { code, notes } = await report(...args);
  expect(code).toBe(expected);
  expect(notes.replace(/\s+/g, ' ')).toContain(sentence);
});

describe('after a refused synthesis', () => {
  const refused = (() => {
    const app = poolApp();
    app.synth();
    const { outdir } = app;
    const later = new App({ outdir });
    const stack = new TerraformStack(later, 'research');
    new InferencePool(stack, 'workers', {
      cluster: cluster(),
      model: Model.LLAMA_3_3_70B_INSTRUCT,
      gpu: Gpu.A100_80GB_PCIE,
      maxContextTokens: 8_192,
    });
    expect(() => later.synth()).toThrow('AF-CAP');
    return outdir;
  })();

  test('each format says what was refused, and why', async () => {
    for (const format of ['html', 'markdown', 'sarif', 'junit', 'json']) {
      const { code, out } = await agentFleet('report', '--format', format, '--out', '-', '--app-dir', refused);
      expect([format, code, /AF-CAP-\d+/.test(out), /weights|GiB/.test(out)]).toEqual([format, EXIT.ok, true, true]);
      expect([format, out.toLowerCase().includes('refus')]).toEqual([format, true]);
    }
  });

  test('the message and the repairs are told', async () => {
    const mark = JSON.parse(fs.readFileSync(path.join(refused, 'fleet.refused.json'), 'utf8')) as { problems: { message: string }[] };
    const { out } = await agentFleet('report', '--format', 'junit', '--out', '-', '--app-dir', refused);
    expect(mark.problems[0]?.message).toContain('GiB');
    expect(out).toContain(escaped(mark.problems[0]?.message ?? 'none'));
  });
});
