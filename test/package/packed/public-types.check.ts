/** Props are our own words: whoever writes them needs no type that a provider generated, and no release of one changes them. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';
import { packageFolder, projectFolder } from './pack';

const INDEX = join(packageFolder('plain'), 'dist/index.d.ts');
/** A type that a provider generated, for the search to find. */
const SAMPLE = join(projectFolder('plain'), 'dist/sample.ts');
mkdirSync(join(projectFolder('plain'), 'dist'), { recursive: true });
writeFileSync(
  SAMPLE,
  "import type { NamespaceV1 } from '@cdktf/provider-kubernetes/lib/namespace-v1';\nexport interface Sample { readonly resource: NamespaceV1 }\n",
);
const program = ts.createProgram([INDEX, SAMPLE], {
  module: ts.ModuleKind.CommonJS,
  target: ts.ScriptTarget.ES2022,
  strict: true,
  types: [],
});
const checker = program.getTypeChecker();

/** Declarations of a type that come from a provider, found through its properties; classes of ours end the search. */
function generatedTypes(type: ts.Type, at: string, seen = new Set<ts.Type>()): string[] {
  if (seen.has(type)) return [];
  seen.add(type);
  const parts = [...(type.isUnionOrIntersection() ? type.types : []), ...checker.getTypeArguments(type as ts.TypeReference)];
  const inner = parts.flatMap((part) => generatedTypes(part, at, seen));
  const files = (type.aliasSymbol ?? type.symbol)?.declarations?.map((declaration) => declaration.getSourceFile().fileName) ?? [];
  if (files.some((file) => /@cdktf\/provider-/.test(file))) return [`${at}: ${checker.typeToString(type)}`];
  if (type.isClass() || !files.some((file) => file.includes('/dist/'))) return inner;
  return [...inner, ...type.getProperties().flatMap((property) => generatedTypes(typeOf(property), `${at}.${property.name}`, seen))];
}

function typeOf(property: ts.Symbol): ts.Type {
  return checker.getTypeOfSymbol(property);
}

function exported(file = INDEX): ts.Symbol[] {
  const index = program.getSourceFile(file);
  const module = index === undefined ? undefined : checker.getSymbolAtLocation(index);
  return module === undefined ? [] : checker.getExportsOfModule(module);
}

const target = (symbol: ts.Symbol) => ((symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol));
const interfaces = exported().filter((symbol) => (target(symbol).flags & ts.SymbolFlags.Interface) !== 0);

test('there are props to look at', () => {
  const names = interfaces.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['AgentFleetProps', 'InferencePoolProps', 'FleetPlatformProps', 'ObservabilityStackProps']));
});

test('the search finds a generated type where there is one', () => {
  const [sample] = exported(SAMPLE);
  if (sample === undefined) throw new Error('the sample exports nothing');
  expect(generatedTypes(checker.getDeclaredTypeOfSymbol(target(sample)), 'Sample').join()).toContain('NamespaceV1');
});

test.each(interfaces.map((symbol) => [symbol.name, symbol] as const))('%s names no generated type', (name, symbol) => {
  expect(generatedTypes(checker.getDeclaredTypeOfSymbol(target(symbol)), name)).toEqual([]);
});
