/**
 * Compiles the package, packs it and lays it into two projects outside the checkout, with nothing beside it but what it declares:
 * what it finds by luck in the checkout it does not find there.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = join(__dirname, '../../..');
const NAME = 'cdktf-agent-fleet';
const AT = 'AGENT_FLEET_PACKED';

/** A project of a user: `plain` has no test runner, `jest` has jest. */
export type Project = 'plain' | 'jest';

export const workFolder = (): string => process.env[AT] ?? '';
export const projectFolder = (project: Project): string => join(workFolder(), project);
/** The package as npm would unpack it. */
export const sourceFolder = (): string => join(workFolder(), 'source');
export const packageFolder = (project: Project): string => join(projectFolder(project), 'node_modules', NAME);
/** Paths in the package, as npm lists them. */
export const packedFiles = (): string[] => JSON.parse(readFileSync(join(workFolder(), 'packed.json'), 'utf8')) as string[];

export default function pack(): void {
  const work = realpathSync(mkdtempSync(join(tmpdir(), 'agent-fleet-package-')));
  process.env[AT] = work;
  const source = sourceFolder();
  compile(source);
  const files = listed(source);
  writeFileSync(join(work, 'packed.json'), JSON.stringify(files));
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Record<string, Record<string, string>>;
  const declared = [...Object.keys(manifest['dependencies'] ?? {}), ...Object.keys(manifest['peerDependencies'] ?? {}), '@types/node'];
  install('plain', source, files, declared);
  install('jest', source, files, [...declared, '@types/jest', '@jest/globals', 'expect', '@swc/jest', '@swc/core', 'tsx']);
}

function compile(source: string): void {
  for (const file of ['package.json', 'README.md', 'CHANGELOG.md', 'LICENSE', 'docs', 'examples']) {
    cpSync(join(ROOT, file), join(source, file), { recursive: true });
  }
  node(join(ROOT, 'scripts/bundle.mjs'), join(source, 'dist'));
}

function listed(source: string): string[] {
  const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: source,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    shell: process.platform === 'win32',
  });
  const [report] = JSON.parse(output) as [{ readonly files: readonly { readonly path: string }[] }];
  return report.files.map(({ path }) => path).sort();
}

function install(project: Project, source: string, files: readonly string[], dependencies: readonly string[]): void {
  for (const file of files) cpSync(join(source, file), join(packageFolder(project), file));
  for (const dependency of dependencies) {
    const link = join(projectFolder(project), 'node_modules', dependency);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', dependency), link, 'junction');
  }
}

const node = (...args: string[]) => execFileSync(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
