/** `npm run release:version`: the version that the commits since the last tag ask for. Below 1.0.0 a breaking change raises the minor number, a feature the patch. */
import { spawnSync } from 'node:child_process';
import { inc, type ReleaseType, rsort, valid } from 'semver';

/** Version of the first release. */
export const FIRST = '0.1.0';

/** Newest version that a tag names; null before the first release. */
export function lastVersion(folder: string): string | null {
  const { stdout, status } = spawnSync('git', ['tag', '--list', 'v*', '--merged', 'HEAD'], { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${folder} is no git repository`);
  const versions = stdout.split('\n').flatMap((tag) => valid(tag.slice(1)) ?? []);
  return rsort(versions)[0] ?? null;
}

/** @throws Error where nothing that users notice was committed since the last release */
export async function nextVersion(folder: string): Promise<string> {
  const last = lastVersion(folder);
  if (last === null) return FIRST;
  // A module of ECMAScript alone.
  const { Bumper } = await import('conventional-recommended-bump');
  const bumper = new Bumper(folder).tag({ prefix: 'v' }).loadPreset({ name: 'conventionalcommits', preMajor: last.startsWith('0.') });
  const recommended = await bumper.bump();
  const { commits } = recommended as { readonly commits: readonly { readonly type?: string | null; readonly notes: readonly unknown[] }[] };
  if (!commits.some(({ type, notes }) => type === 'feat' || type === 'fix' || type === 'perf' || notes.length > 0))
    throw new Error(`nothing to release: no feat, fix, perf or breaking change since v${last}`);
  const next = inc(last, ('releaseType' in recommended ? recommended.releaseType : 'patch') as ReleaseType);
  if (next === null) throw new Error(`${last} has no next version`);
  return next;
}

if (require.main === module) {
  nextVersion(process.cwd()).then(
    (version) => process.stdout.write(`${version}\n`),
    (error: Error) => {
      process.stderr.write(`${error.message}\n`);
      process.exitCode = 1;
    },
  );
}
