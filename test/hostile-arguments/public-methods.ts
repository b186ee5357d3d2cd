/** Public methods of a class that the package exports, read from its source: a new one is found. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';

const LIB = join(__dirname, '../../lib');

const hidden = [ts.SyntaxKind.PrivateKeyword, ts.SyntaxKind.ProtectedKeyword, ts.SyntaxKind.StaticKeyword];

function isPublicMethod(member: ts.ClassElement): member is ts.MethodDeclaration {
  return ts.isMethodDeclaration(member) && !(member.modifiers ?? []).some(({ kind }) => hidden.includes(kind));
}

function classesIn(file: string): ts.ClassDeclaration[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true);
  return source.statements.filter(ts.isClassDeclaration);
}

const SERVICE = /^I(?:Service|TaskQueue|Tracing|Router|SessionStore|StateStore|VectorStore)$/;

const isServiceClass = ({ heritageClauses }: ts.ClassDeclaration): boolean =>
  [...(heritageClauses ?? [])].flatMap(({ types }) => [...types]).some(({ expression }) => SERVICE.test(expression.getText()));

/** Classes of what pods are wired to, exported or not. */
export function serviceClasses(): ReadonlySet<string> {
  const files = readdirSync(LIB, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const classes = files.flatMap((file) => (isClassFile(file) ? classesIn(join(LIB, file)) : []));
  return new Set(classes.filter(isServiceClass).flatMap(({ name }) => name?.text ?? []));
}

const isClassFile = (file: string): boolean => /^export (abstract )?class /m.test(readFileSync(join(LIB, file), 'utf8'));

/** Methods with an argument, by `Class.method`. */
export function publicMethods(classes: ReadonlySet<string>): string[] {
  return readdirSync(LIB, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .filter(isClassFile)
    .flatMap((file) => classesIn(join(LIB, file)))
    .flatMap(({ name, members }) => (name === undefined || !classes.has(name.text) ? [] : methodsOf(name.text, members)));
}

const methodsOf = (name: string, members: readonly ts.ClassElement[]): string[] =>
  members
    .filter(isPublicMethod)
    .filter(({ parameters }) => parameters.length > 0)
    .map((method) => `${name}.${(method.name as ts.Identifier).text}`);
