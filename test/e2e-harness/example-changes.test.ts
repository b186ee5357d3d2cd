/** Every example has a change as its owner would make it, whose texts stand in its files, and which still fits. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { EXAMPLE_CHANGES, edited } from '../../e2e/changes/example-changes';
import { EXAMPLES, exampleNames } from '../../e2e/fleets/example';

/** They do not fit, or deploy nothing: held by the tests of the examples. */
const NOT_DEPLOYED = ['capacity-only', 'f11-budget-70b-8k', 'f12-budget-70b-32k', 'f14-variants', 'f33-reasoning-70b', 'planner'];

test('every example that deploys has a change', () => {
  expect([...Object.keys(EXAMPLE_CHANGES), ...NOT_DEPLOYED].sort()).toEqual([...exampleNames()].sort());
});

test.each(Object.entries(EXAMPLE_CHANGES))('what is edited in %s stands in its files once', (name, { edits }) => {
  for (const { file, from, to } of edits) {
    const text = fs.readFileSync(path.join(EXAMPLES, name, file), 'utf8');
    expect(edited(text, from, to)).not.toBe(text);
  }
});

test('a text that is missing or given twice is refused', () => {
  expect(() => edited('a b a', 'a', 'c')).toThrow('stands in the file 2 times, not once');
  expect(() => edited('a b a', 'd', 'c')).toThrow('stands in the file 0 times, not once');
});
