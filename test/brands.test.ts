/** Two copies of the library may meet in one app: classes are recognised by a mark that both know, never by `instanceof`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as library from 'cdktf-agent-fleet';
import * as testing from 'cdktf-agent-fleet/testing';
import { brand, hasBrand } from '../lib/core/brand';
import { sourceFiles } from './support/source-files';

/** Classes of JavaScript and zod, and one look for a second copy of cdktf. */
const ALLOWED =
  /instanceof (Error|SyntaxError|Map|Set|RegExp|Date|Promise|Uint8Array|CommanderError|z\.Zod\w+)\b|!\(stack instanceof TerraformStack\)|z\.instanceof\(RegExp\b|`instanceof`/g;

test('no class of ours or of cdktf is recognised by instanceof', () => {
  const found = sourceFiles(join(__dirname, '../lib')).filter((file) =>
    /\binstanceof\b/.test(readFileSync(file, 'utf8').replace(ALLOWED, '')),
  );
  expect(found).toEqual([]);
});

test('a mark is seen by every copy, and by no value without it', () => {
  const value = {};
  brand(value, 'Sample');
  expect(hasBrand(value, 'Sample')).toBe(true);
  expect(Reflect.has(value, Symbol.for('cdktf-agent-fleet.Sample'))).toBe(true);
  for (const other of [{}, null, undefined, 'Sample', { Sample: true }]) expect(hasBrand(other, 'Sample')).toBe(false);
  expect(hasBrand(value, 'Other')).toBe(false);
});

type Recognises = (value: unknown) => boolean;

/** Statics of classes that say whether a value is one of theirs. */
const OWN_CLASSES = [library, testing].flatMap((exports) =>
  Object.values(exports as Readonly<Record<string, unknown>>).flatMap((exported) => {
    if (typeof exported !== 'function') return [];
    const guard = (exported as unknown as Readonly<Record<string, Recognises | undefined>>)[`is${exported.name}`];
    return guard === undefined ? [] : [[exported.name, guard] as const];
  }),
);

test('every class that has such a static asks for its mark, not for members', () => {
  expect(OWN_CLASSES.map(([name]) => name)).toEqual(expect.arrayContaining(['InferencePool', 'FleetTemplate', 'Gpu']));
  const duck = new Proxy(
    {},
    { has: (_, key) => typeof key === 'string', get: (_, key) => (typeof key === 'string' ? () => undefined : undefined) },
  );
  expect(OWN_CLASSES.filter(([, guard]) => guard(duck)).map(([name]) => name)).toEqual([]);
});
