/** Version of the package, read from its package.json: two folders up from `lib/cli` and from `dist/cli` alike. */
import * as fs from 'node:fs';
import * as path from 'node:path';

export function packageVersion(): string {
  const file = path.join(__dirname, '..', '..', 'package.json');
  return (JSON.parse(fs.readFileSync(file, 'utf8')) as { readonly version: string }).version;
}
