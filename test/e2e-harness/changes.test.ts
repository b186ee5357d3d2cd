/** The change matrix has a row for every prop; a new prop without one fails here, and what a row asks for is another value. */
import { POOL_ROWS, REFUSALS, SESSION_ROWS, STATE_ROWS } from '../../e2e/changes/rows';
import { inferencePoolSchema } from '../../lib/inference/inference-pool-props';
import { sessionStoreSchema } from '../../lib/stores/session-store-props';
import { stateStoreSchema } from '../../lib/stores/state-store-props';

const CONSTRUCTS = [
  ['InferencePool', POOL_ROWS, inferencePoolSchema],
  ['SessionStore', SESSION_ROWS, sessionStoreSchema],
  ['StateStore', STATE_ROWS, stateStoreSchema],
] as const;

test.each(CONSTRUCTS)('every prop of %s has a row', (_, rows, schema) => {
  expect(Object.keys(rows).sort()).toEqual(Object.keys(schema.shape).sort());
});

test.each(CONSTRUCTS)('every row of %s changes its own prop', (_, rows) => {
  for (const [prop, row] of Object.entries(rows)) {
    if ('after' in row) expect({ prop, changed: prop in row.after }).toEqual({ prop, changed: true });
    if ('refused' in row) expect(Object.keys(row.refused)).toEqual([prop]);
  }
});

test('what cannot change in place is refused, and every refusal has a name of its own', () => {
  expect(new Set(REFUSALS.map(({ name }) => name)).size).toBe(REFUSALS.length);
  expect(REFUSALS.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['SessionStore storageClass', 'StateStore database', 'SessionStore smaller storageGiB']),
  );
});
