/** Public names change knowingly: a line that goes from these snapshots breaks somebody's program. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';

const LIB = join(__dirname, '../../lib');

interface PublicName {
  readonly name: string;
  readonly kind: 'value' | 'type';
}

/** Names of an index file. Only explicit names are allowed there, so that reading it is enough. */
function publicNames(index: string): PublicName[] {
  const source = ts.createSourceFile(index, readFileSync(join(LIB, index), 'utf8'), ts.ScriptTarget.ES2022);
  return source.statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement) || statement.exportClause === undefined || !ts.isNamedExports(statement.exportClause)) {
      throw new Error(`${index}: not an explicit export: ${ts.SyntaxKind[statement.kind]}`);
    }
    const { elements } = statement.exportClause;
    return elements.map(({ name, isTypeOnly }) => ({ name: name.text, kind: statement.isTypeOnly || isTypeOnly ? 'type' : 'value' }));
  });
}

const ofKind = (names: readonly PublicName[], kind: PublicName['kind']) =>
  names.flatMap((name) => (name.kind === kind ? [name.name] : [])).sort();

describe.each([
  ['cdktf-agent-fleet', 'index.ts'],
  ['cdktf-agent-fleet/capacity', 'capacity/index.ts'],
  ['cdktf-agent-fleet/economics', 'economics/index.ts'],
  ['cdktf-agent-fleet/planner', 'planner/index.ts'],
  ['cdktf-agent-fleet/policies', 'policies/index.ts'],
  ['cdktf-agent-fleet/simulation', 'simulation/index.ts'],
  ['cdktf-agent-fleet/testing', 'testing/index.ts'],
])('%s', (_, index) => {
  const names = publicNames(index);

  test('exports these names', () => {
    expect([...ofKind(names, 'value'), ...ofKind(names, 'type').map((name) => `type ${name}`)].join('\n')).toMatchSnapshot();
  });

  test('has at run time what its text says', () => {
    const loaded = jest.requireActual<Record<string, unknown>>(join(LIB, index));
    expect(Object.keys(loaded).sort()).toEqual(ofKind(names, 'value'));
    expect(Object.entries(loaded).filter(([, value]) => value === undefined)).toEqual([]);
  });

  test('names no thing twice', () => {
    const all = names.map(({ name }) => name);
    expect(all).toEqual([...new Set(all)]);
  });
});
