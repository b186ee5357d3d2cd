/** Names of types by what they are for, read from source text: CONTRIBUTING.md says the rule. */
import * as ts from 'typescript';

/** Other words for props. Options are what a command line has. */
const OTHER_WORDS = /(?:Options|Params|Parameters|Arguments|Config|Configuration)$/;
/** Plain values of the arithmetic that nobody parses: they have no props of which they would be the checked form. */
const PLAIN_SPECS: ReadonlySet<string> = new Set(['ReplicaSpec', 'ServingSpec']);

/** What breaks the rule in one file, e.g. `ClusterOptions: is called Props`. */
export function typeNameProblems(name: string, text: string): string[] {
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
  const declared = source.statements.filter((one) => ts.isInterfaceDeclaration(one) || ts.isTypeAliasDeclaration(one)).filter(isExported);
  const names = declared.map(({ name: { text: own } }) => own);
  return [
    ...names.filter((own) => OTHER_WORDS.test(own)).map((own) => `${own}: what a user writes is called Props`),
    ...names
      .filter((own) => own.endsWith('Spec') && !isSpec(own, names))
      .map((own) => `${own}: a Spec is the checked form of ${propsOf(own)} beside it`),
    ...declared.filter(ts.isInterfaceDeclaration).flatMap(writableMembers),
    ...parametersIn(source).flatMap(parameterProblems),
  ];
}

const isExported = (node: ts.Statement): boolean =>
  ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);

const propsOf = (spec: string) => spec.replace(/Spec$/, 'Props');

const isSpec = (spec: string, names: readonly string[]) => PLAIN_SPECS.has(spec) || names.includes(propsOf(spec));

function writableMembers({ name, members }: ts.InterfaceDeclaration): string[] {
  if (!name.text.endsWith('Props')) return [];
  return members
    .filter((member) => ts.isPropertySignature(member))
    .filter((member) => !(ts.getModifiers(member) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ReadonlyKeyword))
    .map((member) => `${name.text}.${member.name.getText()}: props are readonly`);
}

function parametersIn(source: ts.SourceFile): ts.ParameterDeclaration[] {
  const found: ts.ParameterDeclaration[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isParameter(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** A parameter called `props` is of Props, and nothing that a class is made of is a Spec. */
function parameterProblems(parameter: ts.ParameterDeclaration): string[] {
  const [name, type] = [parameter.name.getText(), parameter.type?.getText()];
  if (type === undefined) return [];
  const where = `${name}: ${type}`;
  const isOfClass =
    ts.isConstructorDeclaration(parameter.parent) || (ts.isMethodDeclaration(parameter.parent) && isPublicStatic(parameter.parent));
  return [
    ...(name === 'options' && /Props\b/.test(type) ? [`${where}: a parameter of Props is called props`] : []),
    ...(name === 'props' && /Spec$|Options$/.test(type) ? [`${where}: props are Props`] : []),
    ...(isOfClass && name === 'props' && !/\bProps\b|Props(?:\b|<)/.test(type) ? [`${where}: what makes a class is Props`] : []),
  ];
}

function isPublicStatic(method: ts.MethodDeclaration): boolean {
  const kinds = (ts.getModifiers(method) ?? []).map(({ kind }) => kind);
  return kinds.includes(ts.SyntaxKind.StaticKeyword) && !kinds.includes(ts.SyntaxKind.PrivateKeyword);
}
