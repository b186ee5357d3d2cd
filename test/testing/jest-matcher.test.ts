/** @jest-environment node */
import { expect as importedExpect } from '@jest/globals';
import { FleetTemplate, type FleetTemplate as Template } from '../../lib/testing';
import { plainApp } from './support';

const template = () => FleetTemplate.synth(plainApp(), 'plain');

test('a stack matches its stored snapshot', () => {
  expect(template()).toMatchFleetSnapshot();
});

test('the matcher is typed for both ways of getting expect, with a hint', () => {
  importedExpect(template()).toMatchFleetSnapshot('imported');
});

test('what is no template is refused with the way to get one', () => {
  expect(() => expect({} as Template).toMatchFleetSnapshot()).toThrow(/expect\(FleetTemplate.synth\(app, stackName\)\)/);
});

describe('with a runner of its own', () => {
  const matcherOf = (toMatchSnapshot: () => void) => {
    const registered: Record<string, (received: unknown, hint?: string) => { pass: boolean; message(): string }> = {};
    const fake = Object.assign(() => ({ toMatchSnapshot }), {
      extend: (matchers: typeof registered) => void Object.assign(registered, matchers),
    });
    jest.requireActual<typeof import('../../lib/testing')>('../../lib/testing').registerFleetMatchers(fake);
    return registered['toMatchFleetSnapshot'];
  };

  test('the matcher passes what the runner passes and throws what it throws', () => {
    expect(matcherOf(() => undefined)?.(template()).pass).toBe(true);
    const different = matcherOf(() => {
      throw new Error('snapshot differs');
    });
    expect(() => different?.(template())).toThrow('snapshot differs');
  });
});

test('importing the kit without a test runner does nothing', () => {
  const scope = globalThis as { expect?: unknown };
  const runner = expect;
  try {
    delete scope.expect;
    jest.isolateModules(() => {
      runner(() => jest.requireActual('../../lib/testing/jest-matcher')).not.toThrow();
    });
  } finally {
    scope.expect = runner;
  }
  expect(scope.expect).toBe(runner);
});
