/** Compiles a program in a user's project, with the compiler that this repository uses. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';
import { type Project, projectFolder } from './pack';

export type Kind = 'CommonJS' | 'Node16' | 'Bundler';

const KINDS: Readonly<Record<Kind, ts.CompilerOptions>> = {
  // What cdktf writes into a new project: it resolves by folder, without `exports`.
  CommonJS: { module: ts.ModuleKind.CommonJS, moduleResolution: ts.ModuleResolutionKind.Node10 },
  Node16: { module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16 },
  Bundler: { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
};

export interface Compilation {
  readonly project: Project;
  readonly kind: Kind;
  readonly source: string;
  readonly skipLibCheck: boolean;
  readonly types?: readonly string[];
}

/** Complaints about the program and about the package, none when it compiles; the compiled file lies beside. */
export function complaints({ project, kind, source, skipLibCheck, types = ['node'] }: Compilation): string[] {
  const options: ts.CompilerOptions = {
    ...KINDS[kind],
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts'],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    esModuleInterop: true,
    skipLibCheck,
    types: [...types],
    typeRoots: [join(projectFolder(project), 'node_modules/@types')],
  };
  const program = ts.createProgram([writeProgram(project, source)], options, hostThatParsesOnce(kind, options));
  program.emit();
  return ts
    .getPreEmitDiagnostics(program)
    .filter(({ file }) => file === undefined || file.fileName.startsWith(projectFolder(project)))
    .map(
      ({ file, code, messageText }) => `${file?.fileName ?? 'options'}: TS${code} ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    );
}

export const compiledFile = (project: Project): string => join(projectFolder(project), 'src/program.js');

const parsed = new Map<string, ts.SourceFile | undefined>();

/** Declarations of packages are the same for every program, and are most of its text. */
function hostThatParsesOnce(kind: Kind, options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  return {
    ...host,
    getSourceFile(file, ...rest) {
      if (!file.endsWith('.d.ts')) return host.getSourceFile(file, ...rest);
      const key = `${kind} ${file}`;
      if (!parsed.has(key)) parsed.set(key, host.getSourceFile(file, ...rest));
      return parsed.get(key);
    },
  };
}

function writeProgram(project: Project, source: string): string {
  const folder = join(projectFolder(project), 'src');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'program.ts');
  writeFileSync(file, source);
  return file;
}
