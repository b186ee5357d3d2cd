/**
 * Every example: what the pack that `agent-fleet check` takes by default finds is repaired, or accepted with a reason; and every way between pods is open at both
 * ends or at none.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { deadEdges } from '../../e2e/checks/edges';
import { checkOrder } from '../../e2e/checks/order';
import type { FleetPlan } from '../../lib/plan/schema';
import { SynthesizedApp } from '../../lib/plan/synthesized-app';
import { holdAgainst } from '../../lib/policies/hold-against';
import { PACKS } from '../../lib/policies/packs';
import { objectsIn } from '../../scripts/example-objects';
import { ENGINE_IDS } from '../../scripts/matrix/cells';
import { networkPage } from '../../scripts/network-page';
import { temporaryOutdir } from '../setup/temporary-outdir';

const ROOT = path.join(__dirname, '..', '..');
const EXAMPLES = path.join(ROOT, 'examples');
const [DEFAULT] = PACKS;

/** The program with what is accepted, where an example has one of its own for it. */
const programOf = (name: string): string | undefined =>
  ['production.ts', 'main.ts'].map((file) => path.join(EXAMPLES, name, file)).find((file) => fs.existsSync(file));

/** The folder that a program writes; nothing is in it where it only computes, or refuses its own fleet to show that. */
function written(program: string): string {
  const outdir = temporaryOutdir();
  process.env['CDKTF_OUTDIR'] = outdir;
  const { exitCode } = process;
  const silent = ['log', 'error'].map((method) => jest.spyOn(console, method as 'log').mockImplementation(() => undefined));
  try {
    runProgram(program);
  } finally {
    for (const spy of silent) spy.mockRestore();
    process.exitCode = exitCode;
    delete process.env['CDKTF_OUTDIR'];
  }
  return outdir;
}

function plansIn(outdir: string): readonly FleetPlan[] {
  if (!fs.existsSync(path.join(outdir, 'manifest.json'))) return [];
  return SynthesizedApp.read(outdir)
    .stacks()
    .flatMap((stack) => (stack.hasPlan() ? [stack.plan()] : []));
}

/** A program whose function builds the app is given one; others make their own. */
function runProgram(program: string): void {
  const { App } = jest.requireActual<typeof import('cdktf')>('cdktf');
  const exported = Object.values(jest.requireActual<Record<string, unknown>>(program));
  if (!program.endsWith('production.ts')) return;
  const app = new App();
  for (const build of exported) if (typeof build === 'function') build(app);
  app.synth();
}

const names = fs.readdirSync(EXAMPLES).filter((name) => programOf(name) !== undefined);
const folders = new Map<string, string>(
  names.flatMap((name) =>
    [...new Set([programOf(name) as string, path.join(EXAMPLES, name, 'main.ts')])].map((program) => [program, written(program)] as const),
  ),
);
const folderOf = (program: string): string => folders.get(program) ?? '';
const plans = new Map<string, readonly FleetPlan[]>(names.map((name) => [name, plansIn(folderOf(programOf(name) as string))]));
const deployed = names.filter((name) => (plans.get(name) ?? []).length > 0);
const unexplained = (name: string, severities: readonly string[] = ['error', 'warning', 'info']): string[] => {
  if (DEFAULT === undefined) throw new Error('there is no pack');
  const { results } = holdAgainst(DEFAULT, plans.get(name) ?? []);
  return results.flatMap(({ findings }) =>
    findings
      .filter(({ acknowledged, severity }) => acknowledged === undefined && severities.includes(severity))
      .map(({ code, path: at }) => `${code} ${at}`),
  );
};

test('there are examples that deploy, and some that only compute or are refused', () => {
  expect(deployed).toEqual(expect.arrayContaining(['f01-smallest', 'f13-reference-fleet', 'readme', 'starter']));
  expect(deployed.length).toBeGreaterThanOrEqual(10);
  expect(names.filter((name) => !deployed.includes(name))).toEqual(expect.arrayContaining(['capacity-only', 'f11-budget-70b-8k']));
});

test('every engine that deploys serves a pool of an example', () => {
  const serving = [...plans.values()].flat().flatMap(({ pools }) => pools.map(({ engine }) => engine.id));
  expect([...new Set(serving)].sort()).toEqual([...ENGINE_IDS].sort());
});

test.each(deployed.filter((name) => name !== 'readme'))('%s: nothing is found that nobody explains', (name) => {
  expect(unexplained(name)).toEqual([]);
});

test('the fleet of the README shows every warning, with its repairs, and counts the hints', () => {
  const page = fs.readFileSync(path.join(ROOT, 'README.md'), 'utf8');
  const codes = unexplained('readme', ['error', 'warning']).map((finding) => finding.split(' ')[0] ?? '');
  expect(codes.length).toBeGreaterThan(0);
  expect(codes.filter((code) => !page.includes(`[${code}]`))).toEqual([]);
  expect(page).toMatch(/\d+ hints/);
});

test('no acknowledgement of an example is needless, expired or lasts by a date that nobody lives to see', () => {
  for (const name of deployed) {
    const findings = (plans.get(name) ?? []).flatMap((plan) => plan.findings);
    expect([name, findings.filter(({ code }) => code.startsWith('AF-POL-')).map(({ message }) => message)]).toEqual([name, []]);
    const dates = findings.flatMap(({ acknowledged }) => (acknowledged?.expires === undefined ? [] : [acknowledged.expires]));
    expect([name, dates.filter((date) => date > '2028')]).toEqual([name, []]);
  }
});

test('a finding that nobody accepted is seen', () => {
  const bare = plansIn(folderOf(path.join(EXAMPLES, 'f13-reference-fleet', 'main.ts')));
  if (DEFAULT === undefined) throw new Error('there is no pack');
  const failed = holdAgainst(DEFAULT, bare).results.filter(({ outcome }) => outcome === 'fail');
  expect(failed.flatMap(({ findings }) => findings.map(({ code }) => code))).toEqual(expect.arrayContaining(['AF-RTE-003', 'AF-COST-003']));
});

test.each([...folders].map(([program, folder]) => [path.relative(EXAMPLES, program), folder] as const))(
  '%s: everything waits for its namespace, and nothing for itself',
  (_, folder) => {
    if (!fs.existsSync(path.join(folder, 'manifest.json'))) return;
    const stacks = SynthesizedApp.read(folder).stacks();
    expect(stacks.flatMap((stack) => checkOrder(stack.terraform()))).toEqual([]);
  },
);

describe('the network', () => {
  const examples = names.map((name) => ({ name, objects: objectsIn(folderOf(path.join(EXAMPLES, name, 'main.ts'))) }));

  test.each(examples.filter(({ objects }) => objects.length > 0))('$name: no way is open at one end alone', ({ objects }) => {
    expect(deadEdges(objects)).toEqual([]);
  });

  test('docs/network.md is what `npm run docs` writes', () => {
    expect(fs.readFileSync(path.join(ROOT, 'docs', 'network.md'), 'utf8')).toBe(networkPage(examples));
  });
});
