/** Names from files that somebody else may have written: nothing is written or removed outside of the folder that was named. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { parse } from 'yaml';
import { fileNameOf } from '../../lib/cli/safe-files';
import { temporaryOutdir } from '../setup/temporary-outdir';
import { agentFleet, EXIT } from './support';

const ESC = '\u001b';

/** A folder as `cdktf synth` leaves it, with one stack of any name and what it makes. */
function appWith(stack: string, resource: object, stackPath = 'stacks/s/cdk.tf.json'): string {
  const folder = path.join(temporaryOutdir(), 'cdktf.out');
  fs.mkdirSync(path.join(folder, 'stacks/s'), { recursive: true });
  fs.writeFileSync(
    path.join(folder, 'manifest.json'),
    JSON.stringify({ stacks: { [stack]: { name: stack, synthesizedStackPath: stackPath } } }),
  );
  fs.writeFileSync(path.join(folder, 'stacks/s/cdk.tf.json'), JSON.stringify({ resource }));
  return folder;
}

const configMap = (name: string) => ({ kubernetes_config_map_v1: { c: { metadata: { name, namespace: 'default' }, data: { a: 'b' } } } });
const release = (name: string, version: string) => ({
  helm_release: { r: { name, namespace: 'default', chart: 'keda', version, values: ['a: 1'] } },
});
/** Every file below a folder. */
const filesIn = (folder: string): string[] =>
  fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? [] : [path.join(entry.parentPath, entry.name)]));

test.each(['../prod', '..', '.', '/etc', 'a/b', '..\\x', '.hidden', '', 'a\nb', '~', 'x'.repeat(300)])(
  'the stack %j and an object of that name stay in the folder',
  async (name) => {
    const appDir = appWith(name, { ...configMap(name), ...release(name, '1.0.0') });
    const around = temporaryOutdir();
    fs.mkdirSync(path.join(around, 'prod/objects'), { recursive: true });
    fs.writeFileSync(path.join(around, 'prod/objects/kept.yaml'), 'kept');
    const { code } = await agentFleet('manifests', '--app-dir', appDir, '--out', path.join(around, 'out'));
    expect(code).toBe(EXIT.ok);
    expect(filesIn(path.join(around, 'out'))).toHaveLength(2);
    expect(filesIn(around).filter((file) => !file.startsWith(path.join(around, 'out') + path.sep))).toEqual([
      path.join(around, 'prod/objects/kept.yaml'),
    ]);
  },
);

test('names of files keep two texts apart, and good ones as they are', () => {
  expect(fileNameOf('research-1.2_a')).toBe('research-1.2_a');
  const names = ['a/b', 'a_b', 'a\\b', '..', '.', '', 'ä', 'ö', '../x', '/x'].map(fileNameOf);
  expect(new Set(names).size).toBe(names.length);
  expect(names.every((name) => /^[A-Za-z0-9_][A-Za-z0-9._-]*$/.test(name) || name.startsWith('-'))).toBe(true);
});

test('a second run removes the files of the first, and of a link only the link', async () => {
  const appDir = appWith('s', configMap('one'));
  const out = path.join(temporaryOutdir(), 'out');
  await agentFleet('manifests', '--app-dir', appDir, '--out', out);
  const target = path.join(temporaryOutdir(), 'precious.yaml');
  fs.writeFileSync(target, 'precious');
  const [first = ''] = filesIn(path.join(out, 's/objects'));
  fs.rmSync(first);
  fs.symlinkSync(target, first);
  expect((await agentFleet('manifests', '--app-dir', appDir, '--out', out)).code).toBe(EXIT.ok);
  expect(fs.readFileSync(target, 'utf8')).toBe('precious');
  expect(fs.lstatSync(first).isSymbolicLink()).toBe(false);
});

test.each(['s', 's/objects', 's/helm'])('a link in the place of %s is refused', async (name) => {
  const elsewhere = temporaryOutdir();
  fs.writeFileSync(path.join(elsewhere, 'precious.yaml'), 'precious');
  const out = temporaryOutdir();
  fs.mkdirSync(path.dirname(path.join(out, name)), { recursive: true });
  fs.symlinkSync(elsewhere, path.join(out, name));
  const { code, notes } = await agentFleet('manifests', '--app-dir', appWith('s', configMap('one')), '--out', out);
  expect([code, notes.replace(/\s+/g, ' ')]).toEqual([EXIT.problem, expect.stringContaining('symbolic link')]);
  expect(fs.readdirSync(elsewhere)).toEqual(['precious.yaml']);
});

const EXISTS = 'Error: configmaps "c" already exists\n\n  with kubernetes_config_map_v1.c,\n';

test('adopt writes its file, and through no link', async () => {
  const appDir = appWith('s', configMap('one'));
  const log = path.join(temporaryOutdir(), 'log');
  fs.writeFileSync(log, EXISTS);
  const file = path.join(appDir, 'stacks/s/adopt.tf.json');
  expect((await agentFleet('adopt', 's', '--app-dir', appDir, '--log', log)).code).toBe(EXIT.ok);
  expect(JSON.parse(fs.readFileSync(file, 'utf8'))).toEqual({ import: [{ to: 'kubernetes_config_map_v1.c', id: 'default/one' }] });

  const target = path.join(temporaryOutdir(), 'bashrc');
  fs.writeFileSync(target, 'precious');
  fs.rmSync(file);
  fs.symlinkSync(target, file);
  const { code, notes } = await agentFleet('adopt', 's', '--app-dir', appDir, '--log', log);
  expect([code, notes.replace(/\s+/g, ' ')]).toEqual([EXIT.problem, expect.stringContaining('symbolic link')]);
  expect(fs.readFileSync(target, 'utf8')).toBe('precious');
});

test('adopt says what is wrong with a file that it did not write', async () => {
  const appDir = appWith('s', configMap('one'));
  const log = path.join(temporaryOutdir(), 'log');
  fs.writeFileSync(log, EXISTS);
  fs.writeFileSync(path.join(appDir, 'stacks/s/adopt.tf.json'), '{"import": 7}');
  expect((await agentFleet('adopt', 's', '--app-dir', appDir, '--log', log)).code).toBe(EXIT.problem);
});

test.each(['../../elsewhere/cdk.tf.json', '/etc/cdk.tf.json', 'stacks/../../x/cdk.tf.json'])(
  'a manifest that places a stack at %s is refused',
  async (stackPath) => {
    const { code, notes } = await agentFleet('manifests', '--app-dir', appWith('s', configMap('one'), stackPath));
    expect([code, notes.replace(/\s+/g, ' ')]).toEqual([EXIT.problem, expect.stringContaining('outside')]);
  },
);

test('a newline in a chart version, a release or a stack begins no object', async () => {
  const injected = '1.0.0\n---\nkind: Secret\n#';
  for (const appDir of [
    appWith('s', release('keda', injected)),
    appWith('s', release(injected, '1')),
    appWith(injected, release('keda', '1')),
  ]) {
    const { out } = await agentFleet('manifests', '--app-dir', appDir);
    expect(out.split(/[\n\r\u0085\u2028\u2029]/).filter((line) => line !== '' && !line.startsWith('#'))).toEqual([]);
  }
});

test('escape sequences in names and values reach the terminal written out, and YAML readers unchanged', async () => {
  const text = `${ESC}[2J\u009bx\u2028kind: Secret`;
  const { out } = await agentFleet(
    'manifests',
    '--app-dir',
    appWith(`s${ESC}[2J`, { kubernetes_config_map_v1: { c: { metadata: { name: 'c' }, data: { a: text } } } }),
  );
  expect(out).not.toContain(ESC);
  expect(out).not.toContain('\u2028');
  expect(parse(out, { version: '1.1' })).toMatchObject({ kind: 'ConfigMap', data: { a: text } });
});

test('an error about a stack with an escape sequence in its name shows it written out', async () => {
  const { notes } = await agentFleet('plan', `x${ESC}]0;pwned\u0007`, '--app-dir', appWith('s', {}));
  expect(notes).not.toContain(ESC);
  expect(notes).toContain('\\u001b]0;pwned');
});
