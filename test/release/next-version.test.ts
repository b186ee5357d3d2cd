/** The version of a release follows from its commits: asked of real repositories. */
import { spawnSync } from 'node:child_process';
import * as path from 'node:path';
import { temporaryOutdir } from '../setup/temporary-outdir';

const ROOT = path.join(__dirname, '../..');
const SCRIPT = path.join(ROOT, 'scripts/release/next-version.ts');
const TSX = path.join(ROOT, 'node_modules/tsx/dist/cli.mjs');

/** A repository with these commits; one that begins with `v` is a tag. */
function repository(history: readonly string[]): string {
  const folder = temporaryOutdir();
  const git = (...args: readonly string[]) => {
    const identity = ['-c', 'user.name=test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false'];
    const { status, stderr } = spawnSync('git', [...identity, ...args], { cwd: folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  };
  git('init', '-q', '-b', 'main');
  for (const entry of history) {
    if (/^v\d/.test(entry)) git('tag', entry);
    else git('commit', '-q', '--allow-empty', '-m', entry);
  }
  return folder;
}

function asked(history: readonly string[]): string {
  const { stdout, stderr } = spawnSync(process.execPath, [TSX, '--tsconfig', path.join(ROOT, 'tsconfig.dev.json'), SCRIPT], {
    cwd: repository(history),
    encoding: 'utf8',
  });
  return stdout.trim() || stderr.trim();
}

test.each<[string, readonly string[], string]>([
  ['the first release', ['feat: all of it'], '0.1.0'],
  ['a fix below 1.0.0', ['feat: a', 'v0.1.0', 'fix: b'], '0.1.1'],
  ['a feature below 1.0.0', ['feat: a', 'v0.1.0', 'feat(router): b'], '0.1.1'],
  ['a breaking change below 1.0.0', ['feat: a', 'v0.1.0', 'feat!: b', 'fix: c'], '0.2.0'],
  ['a feature', ['feat: a', 'v1.2.3', 'fix: b', 'feat: c'], '1.3.0'],
  ['a breaking change in a footer', ['feat: a', 'v1.2.3', 'fix: b\n\nBREAKING CHANGE: c is gone'], '2.0.0'],
  ['the newest of several tags', ['feat: a', 'v0.9.0', 'feat: b', 'v0.10.0', 'fix: c'], '0.10.1'],
  [
    'nothing that users notice',
    ['feat: a', 'v0.1.0', 'docs: b', 'test: c', 'chore: d'],
    'nothing to release: no feat, fix, perf or breaking change since v0.1.0',
  ],
])('%s', (_, history, expected) => expect(asked(history)).toBe(expected));
