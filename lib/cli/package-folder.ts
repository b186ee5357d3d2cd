/** Folder of the package: two folders up from `lib/cli` and from `dist/cli` alike. */
import * as fs from 'node:fs';
import * as path from 'node:path';

export const PACKAGE_FOLDER = path.join(__dirname, '..', '..');

/** What package.json says of the package. */
export interface PackageManifest {
  readonly version: string;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

export function packageManifest(): PackageManifest {
  return JSON.parse(fs.readFileSync(path.join(PACKAGE_FOLDER, 'package.json'), 'utf8')) as PackageManifest;
}
