/** The version of a release follows from its commits: asked of real repositories. */
import { spawnSync } from 'node:child_process';
import * as path from 'node:path';
import { temporaryOutdir } from '../setup/temporary-outdir';

const ROOT = path.join(__dirname, '../..');
const SCRIPT = path.join(ROOT, 'scripts/release/next-version.ts');
const TSX = path.join(ROOT, 'node_modules/tsx/dist/cli.mjs');

const HISTORIES: Readonly<Record<string, readonly [history: readonly string[], expected: string]>> = {
  'the first release': [['feat: all of it'], '0.1.0'],
  'a fix below 1.0.0': [['feat: a', 'v0.1.0', 'fix: b'], '0.1.1'],
  'a feature below 1.0.0': [['feat: a', 'v0.1.0', 'feat(router): b'], '0.1.1'],
  'a breaking change below 1.0.0': [['feat: a', 'v0.1.0', 'feat!: b', 'fix: c'], '0.2.0'],
  'a feature': [['feat: a', 'v1.2.3', 'fix: b', 'feat: c'], '1.3.0'],
  'a breaking change in a footer': [['feat: a', 'v1.2.3', 'fix: b\n\nBREAKING CHANGE: c is gone'], '2.0.0'],
  'the newest of several tags': [['feat: a', 'v0.9.0', 'feat: b', 'v0.10.0', 'fix: c'], '0.10.1'],
  'nothing that users notice': [
    ['feat: a', 'v0.1.0', 'docs: b', 'test: c', 'chore: d'],
    'nothing to release: no feat, fix, perf or breaking change since v0.1.0',
  ],
};

/** What `git fast-import` makes a branch `main` of; an entry that begins with `v` is a tag. */
function stream(history: readonly string[]): string {
  const commands = history.map((entry, index) => {
    if (/^v\d/.test(entry)) return `reset refs/tags/${entry}\nfrom refs/heads/main\n`;
    const author = `test <test@example.com> ${1_700_000_000 + index} +0000`;
    return `commit refs/heads/main\ncommitter ${author}\ndata ${Buffer.byteLength(entry)}\n${entry}\n`;
  });
  return commands.join('\n');
}

function repository(history: readonly string[]): string {
  const folder = temporaryOutdir();
  const git = (args: readonly string[], input = '') => {
    const { status, stderr } = spawnSync('git', args, { cwd: folder, encoding: 'utf8', input });
    if (status !== 0) throw new Error(stderr);
  };
  git(['init', '-q', '-b', 'main']);
  git(['fast-import', '--quiet'], stream(history));
  return folder;
}

/** Asks for all of them in one process: most of its time is the compiler that loads. */
function versions(): Readonly<Record<string, string>> {
  const folders = Object.entries(HISTORIES).map(([name, [history]]) => [name, repository(history)]);
  const program = `const { nextVersion } = require(${JSON.stringify(SCRIPT)});
    const asked = ${JSON.stringify(folders)}.map(([name, folder]) => nextVersion(folder).catch(({ message }) => message).then((found) => [name, found]));
    Promise.all(asked).then((found) => process.stdout.write(JSON.stringify(Object.fromEntries(found))));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--require', 'tsx/cjs', '-e', program], { cwd: ROOT, encoding: 'utf8' });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

const found = versions();

test.each(Object.entries(HISTORIES))('%s', (name, [, expected]) => expect(found[name]).toBe(expected));

test('the program prints the version; where there is none it says why, and fails', () => {
  const run = (name: string) => {
    const [history = []] = HISTORIES[name] ?? [];
    return spawnSync(process.execPath, [TSX, '--tsconfig', path.join(ROOT, 'tsconfig.dev.json'), SCRIPT], {
      cwd: repository(history),
      encoding: 'utf8',
    });
  };
  expect(run('the first release')).toMatchObject({ status: 0, stdout: '0.1.0\n' });
  const nothing = 'nothing that users notice';
  expect(run(nothing)).toMatchObject({ status: 1, stderr: `${HISTORIES[nothing]?.[1]}\n` });
});
