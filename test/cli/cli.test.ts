import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { TerraformStack } from 'cdktf';
import { parse, parseAllDocuments } from 'yaml';
import { inApplyOrder, toYaml } from '../../lib/cli/object-yaml';
import { Release } from '../../lib/terraform/helm';
import { cluster, plainApp, poolApp } from '../testing/support';
import { agentFleet, EXIT } from './support';

/** A pool, plain resources and a release of a remote chart, each in a stack of its own. */
const appDir = (() => {
  const app = plainApp(poolApp());
  const stack = new TerraformStack(app, 'platform');
  cluster().provide(stack);
  new Release(stack, 'keda', { name: 'keda', namespace: 'keda', chart: 'keda', version: '2.20.2', values: ['{"a": {"b": "yes"}}'] });
  app.synth();
  return app.outdir;
})();
const onApp = (...args: string[]) => agentFleet(...args, '--app-dir', appDir);

describe('agent-fleet plan', () => {
  test('prints the table of one stack', async () => {
    const { code, out } = await onApp('plan', 'research');
    expect(code).toBe(EXIT.ok);
    expect(out).toMatch(/^workers +1 × A100 PCIe 80GB +2–4 .* fits +\$2\.70–\$5\.40$/m);
    expect(out).toMatch(/^total +\$2\.70\/h for 2 GPUs, at most \$5\.40\/h, prices of 2026-07-03$/m);
  });

  test('of all stacks prints those with pools', async () => {
    const { code, out } = await onApp('plan');
    expect(code).toBe(EXIT.ok);
    expect(out.match(/ on test$/gm)).toHaveLength(1);
  });

  test('--json prints the plan as it lies in the folder', async () => {
    const { out } = await onApp('plan', 'research', '--json');
    expect(JSON.parse(out)).toEqual(JSON.parse(fs.readFileSync(path.join(appDir, 'stacks', 'research', 'fleet.plan.json'), 'utf8')));
    expect(JSON.parse((await onApp('plan', '--json')).out)).toHaveLength(1);
  });

  test('a stack without a plan is a problem, in one sentence', async () => {
    const { code, out, notes } = await onApp('plan', 'plain');
    expect(code).toBe(EXIT.problem);
    expect(out).toBe('');
    expect(notes.replace(/\s+/g, ' ')).toContain('stack "plain" has no fleet.plan.json: it holds no construct of cdktf-agent-fleet');
  });
});

describe('agent-fleet manifests', () => {
  test('prints documents that can be applied in their order', async () => {
    const { code, out } = await onApp('manifests', 'research');
    expect(code).toBe(EXIT.ok);
    const kinds = parseAllDocuments(out, { version: '1.1' }).map((document) => (document.toJS() as { kind: string }).kind);
    expect(kinds[0]).toBe('Namespace');
    expect(kinds).toEqual(expect.arrayContaining(['Deployment', 'Service', 'NetworkPolicy', 'ScaledObject']));
    expect(kinds.indexOf('ServiceAccount')).toBeLessThan(kinds.indexOf('Deployment'));
  });

  test('releases are written as comments, with chart, version and values', async () => {
    const { out } = await onApp('manifests', 'platform');
    expect(out).toBe(
      [
        '# stack platform: 0 objects, 1 Helm releases',
        '# Helm release keda in namespace keda: chart keda 2.20.2',
        '#   values:',
        '#     a:',
        '#       b: "yes"',
        '',
      ].join('\n'),
    );
  });

  test('--json prints one List and notes the releases beside it', async () => {
    const { out, notes } = await onApp('manifests', '--json');
    const list = JSON.parse(out) as { apiVersion: string; kind: string; items: { kind: string }[] };
    expect(list).toMatchObject({ apiVersion: 'v1', kind: 'List' });
    expect(list.items.filter(({ kind }) => kind === 'Namespace')).toHaveLength(2);
    expect(notes).toBe('not in the list: Helm release keda in namespace keda: chart keda 2.20.2');
  });

  test('--out writes one file per object and drops those of an earlier run', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'manifests-'));
    const objects = path.join(folder, 'plain', 'objects');
    fs.mkdirSync(objects, { recursive: true });
    fs.writeFileSync(path.join(objects, '1-plain-configmap-gone.yaml'), '');
    const { code, notes } = await onApp('manifests', '--out', folder);
    expect(code).toBe(EXIT.ok);
    expect(fs.readdirSync(objects)).toEqual(['0-namespace-plain.yaml', '1-plain-configmap-one.yaml', '1-plain-configmap-two.yaml']);
    expect(parse(fs.readFileSync(path.join(objects, '1-plain-configmap-one.yaml'), 'utf8'))).toMatchObject({ data: { key: 'one' } });
    expect(fs.readFileSync(path.join(folder, 'platform', 'helm', 'keda.values.yaml'), 'utf8')).toBe(
      '# Helm release keda in namespace keda: chart keda 2.20.2\na:\n  b: "yes"\n',
    );
    expect(notes).toContain('3 objects, values of 0 Helm releases');
  });

  test('a folder that cannot be written is a problem, not a fault', async () => {
    const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'manifests-')), 'file');
    fs.writeFileSync(file, '');
    const { code, notes } = await onApp('manifests', '--out', path.join(file, 'x'));
    expect(code).toBe(EXIT.problem);
    expect(notes).toMatch(/^ENOTDIR/);
  });
});

describe('mistakes', () => {
  test('no synthesized app', async () => {
    const { code, notes } = await agentFleet('plan', '--app-dir', '/nowhere');
    expect(code).toBe(EXIT.problem);
    expect(notes).toContain('no synthesized app in /nowhere');
    expect(notes).toContain('run `cdktf synth` first');
  });

  test('a stack that is not there, with the closest', async () => {
    const { code, notes } = await onApp('manifests', 'reserch');
    expect(code).toBe(EXIT.problem);
    expect(notes).toContain('did you mean research?');
  });

  test.each([
    ['an unknown command', ['plans'], /unknown command 'plans'\s+\(Did you mean plan\?\)/],
    ['an unknown option', ['plan', '--jsn'], /unknown option '--jsn'\s+\(Did you mean --json\?\)/],
    ['two formats at once', ['manifests', '--json', '--yaml'], /cannot be used with/],
    ['a folder and a format', ['manifests', '--out', 'x', '--json'], /cannot be used with/],
    ['too many stacks', ['plan', 'a', 'b'], /too many arguments/],
  ])('%s is a wrong command line', async (_, args, message) => {
    const { code, out, notes } = await onApp(...args);
    expect(code).toBe(EXIT.usage);
    expect(out).toBe('');
    expect(notes).toMatch(message);
  });

  test('help for a command that there is none of is a wrong command line, too', async () => {
    expect(await agentFleet('help', 'plans')).toMatchObject({
      code: EXIT.usage,
      out: '',
      notes: expect.stringMatching(/unknown command 'plans'\s+\(Did you mean plan\?\)/),
    });
    expect((await agentFleet('help', 'frobnicate')).notes.trim()).toBe("error: unknown command 'frobnicate'");
    expect(await agentFleet('help', 'plan')).toMatchObject({ code: EXIT.ok, out: (await agentFleet('plan', '--help')).out });
    expect((await agentFleet('help')).out).toBe((await agentFleet('--help')).out);
  });

  test('help and version exit with 0', async () => {
    expect(await agentFleet('--help')).toMatchObject({ code: EXIT.ok, out: expect.stringContaining('manifests [options] [stack]') });
    expect((await agentFleet('--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test('no stack trace reaches the user, even for a fault of ours', async () => {
    const read = jest.spyOn(JSON, 'parse').mockImplementation(() => {
      throw new RangeError('fault');
    });
    const { code, notes } = await onApp('plan').finally(() => read.mockRestore());
    expect(code).toBe(EXIT.internal);
    expect(notes).toBe('agent-fleet failed: fault\nThis is a fault of agent-fleet; please report it.');
  });
});

describe('YAML', () => {
  test.each(['yes', 'on', 'off', 'null', '1', '1e3', '0644', '1:20', '~', 'true', '2026-07-03', ' x', 'a: b', '#x', ''])(
    'text %j stays text for a reader of YAML 1.1',
    (text) => {
      expect(parse(toYaml({ text }), { version: '1.1' })).toEqual({ text });
    },
  );

  test('long lines are not folded and equal objects are not shared', () => {
    const shared = { a: 'x '.repeat(100).trim() };
    expect(toYaml({ one: shared, two: shared })).toBe(`one:\n  a: ${shared.a}\ntwo:\n  a: ${shared.a}\n`);
  });

  test('objects of one kind keep their order', () => {
    const object = (kind: string, name: string) => ({ apiVersion: 'v1', kind, metadata: { name } });
    const order = inApplyOrder([object('Service', 'b'), object('Service', 'a'), object('Namespace', 'n')]).map(
      ({ metadata }) => metadata.name,
    );
    expect(order).toEqual(['n', 'b', 'a']);
  });
});
