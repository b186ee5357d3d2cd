/** A prop that nothing here names is in no random app. Whether they have all of them is asked by the long runs (props-drawn). */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { EVERY_PROP } from './every-prop';

const FILES = ['any-fleet.ts', ...fs.readdirSync(path.join(__dirname, 'arbitraries')).map((file) => path.join('arbitraries', file))];
const WORDS = new Set(FILES.flatMap((file) => fs.readFileSync(path.join(__dirname, file), 'utf8').match(/\w+/g) ?? []));

/** A fleet says it to its runtime, of the roles that escalate. */
const TOLD_BY_FLEETS = 'AgentRuntime.roles.key.escalatesTo';

/** `key` stands for any key of a record, `0` for an item of a list. */
const isNamed = (part: string): boolean => part === 'key' || part === '0' || WORDS.has(part);

test('every prop of every construct is named where random apps are drawn', () => {
  expect(EVERY_PROP.length).toBeGreaterThan(500);
  const unnamed = EVERY_PROP.filter(({ path: parts }) => !parts.every(isNamed)).map(({ name }) => name);
  expect(unnamed).toEqual([TOLD_BY_FLEETS]);
});
