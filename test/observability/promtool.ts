/** Where `promtool` is: named by PROMTOOL, installed, or built by `npm run e2e` beside its Prometheus. Undefined where there is none. */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { cacheFolder } from '../../e2e/machine/cache-folder';

function built(): string[] {
  const folder = cacheFolder('control-plane');
  return fs.existsSync(folder) ? fs.readdirSync(folder).map((key) => path.join(folder, key, 'promtool')) : [];
}

export const promtool: string | undefined = [process.env['PROMTOOL'] ?? 'promtool', ...built()].find(
  (program) => spawnSync(program, ['--version']).status === 0,
);
