import * as fs from 'node:fs';
import * as path from 'node:path';
import type { FleetPlan } from '../../../lib/plan/schema';
import { costing, PLANNER, SAMPLE_PLAN, unpriced, WORKERS, withPools } from '../../plan/diff/changed-plan';
import { temporaryOutdir } from '../../setup/temporary-outdir';
import { agentFleet, EXIT } from '../support';

function file(content: unknown, name = 'fleet.plan.json'): string {
  const at = path.join(temporaryOutdir(), name);
  fs.mkdirSync(path.dirname(at), { recursive: true });
  fs.writeFileSync(at, typeof content === 'string' ? content : JSON.stringify(content));
  return at;
}

const before = file(SAMPLE_PLAN);
const dearer = file(withPools(costing(PLANNER, 6), WORKERS));
const wider = file(withPools({ ...PLANNER, replicas: { min: 1, max: 3 }, costPerHour: { floor: 5, ceiling: 15 } }, WORKERS));
const unknown = file(withPools(PLANNER, unpriced(WORKERS)));
const oneLine = (text: string) => text.replace(/\s+/g, ' ');

test('a terminal shows the bill first, then what changes', async () => {
  const { code, out } = await agentFleet('diff', before, dearer);
  expect(code).toBe(EXIT.ok);
  expect(out.split('\n').slice(0, 2)).toEqual([
    'research  $7.70/h → $8.70/h  +$1.00/h (+13 %), +$720 a month',
    '  all replicas that may run $15.80/h → $16.80/h',
  ]);
});

test('money that stays is told once', async () => {
  const { out } = await agentFleet('diff', before, wider);
  expect(out.split('\n')[0]).toBe('research  $7.70/h → $7.70/h  no change');
});

test('lines fit a terminal of 80 columns', async () => {
  const { out } = await agentFleet('diff', 'none', before);
  expect(out).toContain('pool planner added: llama-3.3-70b-instruct on 1 × 2 × H100 PCIe 80GB, $5.00/h');
});

test('--json and --format json are one', async () => {
  const { out } = await agentFleet('diff', before, dearer, '--json');
  expect(out).toBe((await agentFleet('diff', before, dearer, '--format', 'json')).out);
  expect(JSON.parse(out)).toMatchObject({
    diffVersion: 1,
    cost: { floorPerHour: { before: 7.7, after: 8.7, delta: 1 }, floorPerMonth: { delta: 720 } },
    stacks: [{ stack: 'research', status: 'changed', pools: [{ name: 'planner', status: 'changed' }] }],
  });
});

test('no fleet before is a fleet that is new', async () => {
  const { out } = await agentFleet('diff', 'none', before, '--json');
  expect(JSON.parse(out).stacks[0]).toMatchObject({ status: 'added', cost: { floorPerHour: { before: 0, after: 7.7 } } });
});

test('two files are compared whatever their stacks are called', async () => {
  const renamed = file({ ...SAMPLE_PLAN, stack: 'renamed' });
  expect(JSON.parse((await agentFleet('diff', before, renamed, '--json')).out).stacks).toMatchObject([
    { stack: 'renamed', status: 'unchanged' },
  ]);
});

test.each<[string, string, readonly string[], number]>([
  ['within the bound', dearer, ['--max-increase', '$1/h'], EXIT.ok],
  ['beyond the bound', dearer, ['--max-increase', '$0.99/h'], EXIT.problem],
  ['beyond the share', dearer, ['--max-increase', '10%'], EXIT.problem],
  ['beyond the month', dearer, ['--max-increase', '719/month'], EXIT.problem],
  ['the ceiling grows, the floor is bounded', wider, ['--max-increase', '0%'], EXIT.ok],
  ['the ceiling grows beyond its bound', wider, ['--max-increase-at-ceiling', '50%'], EXIT.problem],
  ['a price is not known', unknown, ['--max-increase', '$100/h'], EXIT.uncertain],
  ['a price is not known, and that is forbidden', unknown, ['--max-increase', '$100/h', '--fail-on', 'unknown-cost'], EXIT.problem],
  ['an event that does not happen', dearer, ['--fail-on', 'new-warnings,removed-pools'], EXIT.ok],
  ['an event that happens', 'none', ['--fail-on', 'new-warnings', '--fail-on', 'removed-pools'], EXIT.problem],
])('%s: the exit code follows', async (_, after, options, expected) => {
  expect((await agentFleet('diff', before, after, ...options)).code).toBe(expected);
});

test('the comment says which policy is broken', async () => {
  const { out } = await agentFleet('diff', before, dearer, '--format', 'markdown', '--max-increase', '$0.50/h');
  expect(out).toContain('- Policy **broken**: an increase of at most $0.50/h: it is $1.00/h more');
});

const folder = path.dirname(file(SAMPLE_PLAN, 'stacks/research/fleet.plan.json'));
const app = (() => {
  const root = temporaryOutdir();
  fs.mkdirSync(path.join(root, 'stacks/research'), { recursive: true });
  fs.writeFileSync(
    path.join(root, 'manifest.json'),
    JSON.stringify({ stacks: { research: { name: 'research', synthesizedStackPath: 'stacks/research/cdk.tf.json' } } }),
  );
  fs.writeFileSync(path.join(root, 'stacks/research/fleet.plan.json'), JSON.stringify(SAMPLE_PLAN));
  return root;
})();

test('a file, the folder of a stack and the folder of an app are the same plan', async () => {
  for (const after of [folder, app])
    expect(JSON.parse((await agentFleet('diff', before, after, '--json')).out).stacks[0].status).toBe('unchanged');
});

test('plans of a synthesis before one that was refused are not compared', async () => {
  const refused = { refusedAt: '2026-11-29T00:00:00.000Z', problems: [{ code: 'AF-CAP-001', path: 'research/planner' }] };
  fs.writeFileSync(path.join(app, 'fleet.refused.json'), JSON.stringify(refused));
  const { code, notes, out } = await agentFleet('diff', before, app);
  fs.rmSync(path.join(app, 'fleet.refused.json'));
  expect([code, out]).toEqual([EXIT.problem, '']);
  expect(oneLine(notes)).toContain('was refused (AF-CAP-001 at research/planner)');
});

const without = ({ pools: _, ...rest }: FleetPlan) => rest;

test.each<[string, string, RegExp]>([
  ['a path that leads nowhere', '/nowhere/fleet.plan.json', /does not exist/],
  [
    'a folder without an app',
    path.dirname(path.dirname(folder)),
    /no synthesized app.*or name the folder that it wrote, a fleet\.plan\.json, or none/s,
  ],
  ['a file that is no JSON', file('{"schemaVersion": 1'), /holds no JSON/],
  ['an empty file', file(''), /holds no JSON/],
  ['JSON that is no plan', file([]), /not a fleet plan/],
  ['null', file('null'), /not a fleet plan/],
  ['a plan of a newer version', file({ ...SAMPLE_PLAN, schemaVersion: 2 }), /the plan has version 2.*newer one/],
  ['a plan of an older version', file({ ...SAMPLE_PLAN, schemaVersion: 0 }), /the plan has version 0.*synthesize the app again/],
  ['a plan without pools', file(without(SAMPLE_PLAN)), /pools/],
  [
    'a plan with a text for a number',
    file({ ...SAMPLE_PLAN, costPerHour: { ...SAMPLE_PLAN.costPerHour, floor: '7.70' } }),
    /costPerHour\.floor/,
  ],
])('%s is refused, old or new', async (_, bad, message) => {
  for (const args of [
    [bad, before],
    [before, bad],
  ]) {
    const { code, out, notes } = await agentFleet('diff', ...args);
    expect([code, out]).toEqual([EXIT.problem, '']);
    expect(oneLine(notes)).toMatch(message);
    expect(notes).toContain('[AF-SPEC-001]');
  }
});

test.each<[string, readonly string[], RegExp]>([
  ['one plan alone', [before], /missing required argument 'new'/],
  ['a bound without a unit', [before, before, '--max-increase', '10'], /10%, \$5\/h or \$500\/month/],
  ['a negative bound', [before, before, '--max-increase', '-5%'], /10%/],
  ['dollars and a share', [before, before, '--max-increase', '$10%'], /10%/],
  ['another currency', [before, before, '--max-increase', '€5/h'], /10%/],
  ['an exponent', [before, before, '--max-increase', '1e9/h'], /10%/],
  ['an event that nobody knows', [before, before, '--fail-on', 'new-warning'], /Did you mean new-warnings\?/],
  ['no event', [before, before, '--fail-on', ''], /Allowed: new-errors/],
  ['a format that nobody knows', [before, before, '--format', 'html'], /text, markdown, json/],
  ['a tag that ends the marker', [before, before, '--tag', 'x --> y'], /letters, digits and single dashes/],
  ['an empty tag', [before, before, '--tag', ''], /letters, digits/],
  ['two formats', [before, before, '--format', 'text', '--json'], /cannot be used with/],
])('%s is a wrong command line', async (_, args, message) => {
  const { code, out, notes } = await agentFleet('diff', ...args);
  expect([code, out]).toEqual([EXIT.usage, '']);
  expect(oneLine(notes)).toMatch(message);
});
