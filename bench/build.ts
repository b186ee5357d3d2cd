/**
 * Compiles the package, the example and the sampled programs into a folder of their own, so that no sample pays for a compiler.
 * The folder is a package of the library's name: a program finds the library as a user's program does, by `exports`.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';

export const ROOT = join(__dirname, '..');

/** Inside the checkout, so that packages are found; ignored by git. */
export const BUILD = join(ROOT, '.cache/bench');

/** Where the sampled programs write. */
export const OUT = join(BUILD, 'out');

export const program = (name: string): string => join(BUILD, 'bench/programs', `${name}.js`);

export function build(): void {
  rmSync(BUILD, { recursive: true, force: true });
  mkdirSync(OUT, { recursive: true });
  cpSync(join(ROOT, 'package.json'), join(BUILD, 'package.json'));
  compileLibrary();
  for (const folder of ['bench/programs', 'examples/f13-reference-fleet']) transpile(folder);
  execFileSync(process.execPath, [program('write-by-hand'), program('by-hand')], { cwd: BUILD, stdio: 'inherit' });
}

/** As it is published: bundled. */
function compileLibrary(): void {
  execFileSync(process.execPath, [join(ROOT, 'scripts/bundle.mjs'), join(BUILD, 'dist')], { cwd: ROOT, stdio: 'inherit' });
}

function transpile(folder: string): void {
  const compilerOptions = { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022, esModuleInterop: true };
  for (const entry of readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.ts') || entry.name.endsWith('.test.ts')) continue;
    const source = join(entry.parentPath, entry.name);
    const target = join(BUILD, relative(ROOT, source)).replace(/\.ts$/, '.js');
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, transpileModule(readFileSync(source, 'utf8'), { compilerOptions }).outputText);
  }
}
