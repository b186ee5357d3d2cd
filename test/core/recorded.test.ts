import fc from 'fast-check';
import { once, onceForEach } from '../../lib/core/once';
import { recorded, recordKept, recordRead, replayed } from '../../lib/core/recorded';
import { trialNow, withSpecs } from '../../lib/core/spec-trial';

const keeps = (...codes: string[]) => once(() => codes.map(recordKept).length);
const keptIn = (compute: () => unknown) => [...recorded(compute).kept].sort();

test('a value that is computed once tells every recording what was kept for it', () => {
  const value = keeps('A', 'B');
  expect(keptIn(value)).toEqual(['A', 'B']);
  expect(keptIn(value)).toEqual(['A', 'B']);
});

test('it tells so as well when it was computed before anybody recorded', () => {
  const value = keeps('A');
  value();
  expect(keptIn(value)).toEqual(['A']);
});

test('a recording hears nothing of another one inside, unless it is replayed', () => {
  expect(keptIn(() => recorded(() => recordKept('A')))).toEqual([]);
  expect(keptIn(() => replayed(recorded(() => recordKept('A'))))).toEqual(['A']);
});

test('a computation that fails ends its recording', () => {
  expect(() =>
    recorded(() => {
      throw new Error('x');
    }),
  ).toThrow('x');
  expect(keptIn(() => recordKept('B'))).toEqual(['B']);
});

test('whatever the order in which values are read, the same is kept', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('A', 'B', 'C'), { minLength: 1 }), fc.integer({ min: 0, max: 9 }), (codes, before) => {
      const values = codes.map((code) => keeps(code));
      values.slice(0, before).map((value) => value());
      expect(keptIn(() => values.map((value) => value()))).toEqual([...new Set(codes)].sort());
    }),
    { numRuns: 100 },
  );
});

describe('while other specs are tried', () => {
  const [changed, other] = [{}, {}];
  const specOf = (owner: object, own: number) => {
    recordRead(owner);
    return (trialNow()?.specs.get(owner) as number | undefined) ?? own;
  };
  const counted = (compute: () => number) => {
    const computed: number[] = [];
    const value = once(() => {
      const found = compute();
      computed.push(found);
      return found;
    });
    return { value, computed };
  };
  const tried = <T>(compute: () => T) => withSpecs(new Map([[changed, 7]]), compute);

  test('what reads none of them is kept, also what it is computed from', () => {
    const inner = counted(() => specOf(other, 1));
    const outer = counted(() => inner.value() + 1);
    expect([outer.value(), tried(outer.value), outer.value()]).toEqual([2, 2, 2]);
    expect([inner.computed, outer.computed]).toEqual([[1], [2]]);
  });

  test('what reads one of them, itself or by a value that was there already, is computed for the trial, once, and is as before after it', () => {
    const inner = counted(() => specOf(changed, 1));
    inner.value();
    const outer = counted(() => inner.value() + specOf(other, 1));
    expect([outer.value(), tried(() => [outer.value(), outer.value()]), outer.value()]).toEqual([2, [8, 8], 2]);
    expect([inner.computed, outer.computed]).toEqual([
      [1, 7],
      [2, 8],
    ]);
  });

  test('what is first asked for in a trial says nothing of the app as it is', () => {
    const value = once(() => specOf(changed, 1));
    expect([tried(value), value()]).toEqual([7, 1]);
  });

  test('a recording that is thrown away still tells what was read', () => {
    const value = once(() => recorded(() => specOf(changed, 1)).value);
    expect([value(), tried(value)]).toEqual([1, 7]);
  });
});

test('what is computed once for each thing tells so of that thing, and is computed anew for another', () => {
  const [one, other] = [{ code: 'A' }, { code: 'B' }];
  const compute = jest.fn(({ code }: { readonly code: string }) => {
    recordKept(code);
    return code;
  });
  const value = onceForEach(compute);
  expect([value(one), value(other), value(one)]).toEqual(['A', 'B', 'A']);
  expect(compute).toHaveBeenCalledTimes(2);
  expect(keptIn(() => value(one))).toEqual(['A']);
  expect(keptIn(() => value(other))).toEqual(['B']);
});

test('while other specs are tried it is computed for them where it read one of those', () => {
  const construct = {};
  const compute = jest.fn(() => {
    recordRead(construct);
    return trialNow() === undefined ? 'as it is' : 'as tried';
  });
  const value = onceForEach(compute);
  const one = {};
  expect(value(one)).toBe('as it is');
  expect(withSpecs(new Map([[construct, {}]]), () => [value(one), value(one)])).toEqual(['as tried', 'as tried']);
  expect(withSpecs(new Map([[{}, {}]]), () => value(one))).toBe('as it is');
  expect(compute).toHaveBeenCalledTimes(2);
});
