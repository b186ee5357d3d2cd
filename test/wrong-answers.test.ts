/** Every kind of wrong answer that was found has siblings that were looked for, each with a test. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { WRONG_ANSWERS } from './wrong-answers';

const FEWEST_SIBLINGS = 3;

test.each(WRONG_ANSWERS.map(({ kind, siblings }) => [kind, siblings] as const))('%s', (_, siblings) => {
  expect(new Set(siblings.map(String)).size).toBeGreaterThanOrEqual(FEWEST_SIBLINGS);
  const missing = siblings.filter(([file, words]) => !fs.readFileSync(path.join(__dirname, file), 'utf8').includes(words));
  expect(missing).toEqual([]);
});

test('no kind is there twice', () => {
  expect(new Set(WRONG_ANSWERS.map(({ kind }) => kind)).size).toBe(WRONG_ANSWERS.length);
  expect(WRONG_ANSWERS).toHaveLength(23);
});
