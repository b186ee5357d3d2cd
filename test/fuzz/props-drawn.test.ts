/** @jest-environment node */
/** The random apps keep up with the constructs: a prop that no app has is one of which they prove nothing. Builds hundreds of them, so it belongs to the long runs. */

import { isFleetError } from 'cdktf-agent-fleet';
import * as fc from 'fast-check';
import { anyFleet, build, type FleetCase } from './any-fleet';
import { type DrawnProp, EVERY_PROP, SCHEMAS } from './every-prop';
import { givenTo } from './given-props';

jest.mock('../../lib/core/schema', () => {
  const actual = jest.requireActual<typeof import('../../lib/core/schema')>('../../lib/core/schema');
  const { noteProps } = jest.requireActual<typeof import('./given-props')>('./given-props');
  const parseProps: typeof actual.parseProps = (schema, props, context) => {
    noteProps(schema, props);
    return actual.parseProps(schema, props, context);
  };
  return { ...actual, parseProps };
});

// Props are left out less often than in the other random apps, so that few apps have all of them.
jest.mock('./arbitraries/odd', () => {
  const actual = jest.requireActual<typeof import('./arbitraries/odd')>('./arbitraries/odd');
  const oneIn: typeof actual.oneIn = (times, arbitrary) => actual.oneIn(Math.min(times, 2), arbitrary);
  const props: typeof actual.props = (mostly, times, shape) => actual.props(mostly, Math.min(times, 2), shape);
  return { ...actual, oneIn, props };
});

/** More apps than have all props today. */
const MOST_APPS = 520;
const AT_ONCE = 10;

test('every prop of every construct is in some of the random apps', () => {
  const fleets = fc.sample(anyFleet, { numRuns: MOST_APPS, seed: 20_261_129 });
  let missing = EVERY_PROP;
  while (fleets.length > 0 && missing.length > 0) {
    for (const fleet of fleets.splice(0, AT_ONCE)) buildOrRefuse(fleet);
    missing = notYetGiven(missing);
  }
  expect(missing.map(({ name }) => name)).toEqual([]);
});

function buildOrRefuse(fleet: FleetCase): void {
  try {
    build(fleet);
  } catch (error) {
    if (!isFleetError(error)) throw error;
  }
}

function notYetGiven(props: readonly DrawnProp[]): DrawnProp[] {
  return Object.values(SCHEMAS).flatMap((schema) => {
    const given = [...givenTo(schema)].map((one) => one.split('.'));
    return props.filter((prop) => prop.schema === schema && !given.some((one) => matches(one, prop.path)));
  });
}

/** `key` of a schema path is any key of a record, `0` any item of a list. */
const matches = (given: readonly string[], path: readonly string[]): boolean =>
  given.length === path.length &&
  path.every((part, index) => part === given[index] || part === 'key' || (part === '0' && /^\d+$/.test(given[index] ?? '')));
