/** @jest-environment node */
/**
 * Random apps whose props are changed after their constructs were made: what a construct was told in its constructor is
 * what is planned and written, also by a second synthesis of the same app. `FLEETS=500 SEED=7` tries more of them.
 */
import * as fc from 'fast-check';
import { runs } from '../support/runs';
import { anyFleet, build, type FleetCase } from './any-fleet';
import { differences } from './fleet-problems';
import { forgetParts, whileChanged } from './noted-props';
import { type Outcome, outcomeOf, synthesized } from './outcome';

jest.mock('../../lib/core/schema', () => {
  const actual = jest.requireActual<typeof import('../../lib/core/schema')>('../../lib/core/schema');
  const { isOurs, noteParts } = jest.requireActual<typeof import('./noted-props')>('./noted-props');
  const parseProps: typeof actual.parseProps = (schema, props, context) => {
    if (!isOurs(context.className)) noteParts(props);
    return actual.parseProps(schema, props, context);
  };
  return { ...actual, parseProps };
});

const RUNS = Number(process.env['FLEETS'] ?? runs(3, 300));
const SEED = Number(process.env['SEED'] ?? 20_261_201);

function changedLater(fleet: FleetCase): Outcome {
  forgetParts();
  return synthesized(
    () => build(fleet),
    (synth) => {
      if (fleet.tried.twice) synth();
      whileChanged(synth);
    },
  );
}

test('props that are changed after a construct was made change neither its plan nor what is written', () => {
  let accepted = 0;
  fc.assert(
    fc.property(anyFleet, (fleet) => {
      const once = outcomeOf(fleet);
      const later = changedLater(fleet);
      expect(later.refusal?.problems).toEqual(once.refusal?.problems);
      expect(differences(once, later)).toEqual([]);
      accepted += once.refusal === undefined ? 1 : 0;
    }),
    { numRuns: RUNS, seed: SEED, endOnFailure: true },
  );
  expect(accepted).toBeGreaterThan(0);
});
