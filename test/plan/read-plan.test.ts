import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { isFleetError } from '../../lib/core/fleet-error';
import { readPlan } from '../../lib/plan/read-plan';
import { SynthesizedApp } from '../../lib/plan/synthesized-app';
import { planDocs, undescribed } from '../../scripts/plan-docs';
import { SAMPLE_PLAN } from '../report/sample-plan';

function problemOf(action: () => unknown) {
  try {
    action();
  } catch (error) {
    if (isFleetError(error)) return error.problems[0];
  }
  throw new Error('no problem was thrown');
}

describe('readPlan', () => {
  test('gives back what was written', () => {
    expect(readPlan(JSON.parse(JSON.stringify(SAMPLE_PLAN)))).toEqual(SAMPLE_PLAN);
  });

  test('ignores fields of a newer release of the same version', () => {
    expect(readPlan({ ...SAMPLE_PLAN, brandNew: true })).toEqual(SAMPLE_PLAN);
  });

  test('a newer version asks for a newer release', () => {
    expect(problemOf(() => readPlan({ ...SAMPLE_PLAN, schemaVersion: 2 }, 'out/fleet.plan.json'))).toEqual({
      code: 'AF-SPEC-001',
      severity: 'error',
      path: 'out/fleet.plan.json',
      prop: 'schemaVersion',
      value: 2,
      allowed: '1',
      message: 'the plan has version 2',
      repairs: ['read it with the release of cdktf-agent-fleet that wrote it, or a newer one'],
    });
  });

  test('an older version asks for a synthesis', () => {
    expect(problemOf(() => readPlan({ schemaVersion: 0 }))?.repairs).toEqual(['synthesize the app again']);
  });

  test.each([[{}], [[]], ['text'], [null], [3]])('%j is no plan', (json) => {
    expect(problemOf(() => readPlan(json))?.message).toBe('this is not a fleet plan: schemaVersion is missing');
  });

  test('a field that is missing is named by its path', () => {
    const { stack: _, ...rest } = SAMPLE_PLAN;
    expect(problemOf(() => readPlan(rest, 'x'))).toMatchObject({
      code: 'AF-SPEC-001',
      path: 'x',
      prop: 'stack',
      message: 'stack is missing',
    });
  });
});

describe('a plan that was edited by hand', () => {
  type Path = readonly (string | number)[];
  const numbersIn = (value: unknown, at: Path = []): Path[] =>
    typeof value === 'number'
      ? [at]
      : typeof value === 'object' && value !== null
        ? Object.entries(value).flatMap(([key, inner]) => numbersIn(inner, [...at, key]))
        : [];
  const withNumber = (at: Path, number: number): unknown => {
    const copy = JSON.parse(JSON.stringify(SAMPLE_PLAN));
    const parent = at.slice(0, -1).reduce((part, key) => part[key], copy);
    parent[at.at(-1) as string] = number;
    return copy;
  };
  const numbers = numbersIn(SAMPLE_PLAN).filter((at) => at[0] !== 'schemaVersion');
  const isTaken = (at: Path, number: number): boolean => {
    try {
      return readPlan(withNumber(at, number)) !== undefined;
    } catch (error) {
      expect(isFleetError(error) ? error.problems : error).toMatchObject([{ code: 'AF-SPEC-001', prop: at.join('.'), value: number }]);
      return false;
    }
  };
  const takenFor = (number: number) => [
    ...new Set(numbers.filter((at) => isTaken(at, number)).map((at) => at.filter((key) => Number.isNaN(Number(key))).join('.'))),
  ];

  /** What is left over may be below nothing, and a change may cost less than before. */
  const SIGNED = [/^pools\.headroom$/, /^pools\.margin\./, /^pools\.memory\./, /costDeltaPerHour$/, /^findings\.(repairs|value)/];

  test.each([-1, -1e-9])('counts no money, tokens or time below nothing: %p', (number) => {
    expect(numbers.length).toBeGreaterThan(40);
    expect(takenFor(number).filter((field) => !SIGNED.some((one) => one.test(field)))).toEqual([]);
  });

  test('holds no number of which a sum would be none', () => {
    expect(takenFor(1e300).filter((field) => !field.startsWith('findings.'))).toEqual([]);
  });
});

describe('SynthesizedApp', () => {
  const folder = (files: Readonly<Record<string, string>>) => {
    const root = fs.mkdtempSync(path.join(os.tmpdir(), 'app-'));
    for (const [name, text] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
      fs.writeFileSync(path.join(root, name), text);
    }
    return root;
  };
  const manifest = JSON.stringify({ stacks: { research: { name: 'research', synthesizedStackPath: 'stacks/research/cdk.tf.json' } } });

  test('lists the stacks and reads their files', () => {
    const app = SynthesizedApp.read(
      folder({
        'manifest.json': manifest,
        'stacks/research/cdk.tf.json': '{"resource": {}}',
        'stacks/research/fleet.plan.json': JSON.stringify(SAMPLE_PLAN),
      }),
    );
    expect(app.stackNames).toEqual(['research']);
    expect(app.stack('research').terraform()).toEqual({ resource: {} });
    expect(app.stack('research').plan()).toEqual(SAMPLE_PLAN);
  });

  test('a folder without an app says how to make one', () => {
    const empty = folder({});
    expect(problemOf(() => SynthesizedApp.read(empty))).toMatchObject({
      message: `no synthesized app in ${empty}`,
      repairs: ['run `cdktf synth` first', 'or name its folder: --app-dir <folder>'],
    });
  });

  test('a stack of another name is answered with those that exist', () => {
    const app = SynthesizedApp.read(folder({ 'manifest.json': manifest }));
    expect(problemOf(() => app.stack('reserch'))).toMatchObject({
      message: 'there is no stack "reserch"',
      allowed: 'research',
      repairs: ['did you mean research?'],
    });
    expect(problemOf(() => app.stack('billing'))?.repairs).toEqual(['one of research']);
  });

  test('files that are not JSON are named', () => {
    const app = SynthesizedApp.read(folder({ 'manifest.json': manifest, 'stacks/research/cdk.tf.json': '{' }));
    expect(problemOf(() => app.stack('research').terraform())?.message).toMatch(/cdk\.tf\.json holds no JSON/);
    expect(problemOf(() => SynthesizedApp.read(folder({ 'manifest.json': '{"stacks": 3}' })))?.prop).toBe('stacks');
  });

  test('a stack without plan says that nothing of ours is in it', () => {
    const app = SynthesizedApp.read(folder({ 'manifest.json': manifest }));
    expect(app.stack('research').hasPlan()).toBe(false);
    expect(problemOf(() => app.stack('research').plan())?.message).toContain('it holds no construct of cdktf-agent-fleet');
  });
});

describe('documentation of the plan', () => {
  test.each([...planDocs()].map(([file, text]) => [path.basename(file), file, text] as const))('%s follows the schema', (_, file, text) => {
    expect(fs.readFileSync(file, 'utf8')).toBe(text);
  });

  test('every field is explained', () => {
    expect(undescribed()).toEqual([]);
  });
});
