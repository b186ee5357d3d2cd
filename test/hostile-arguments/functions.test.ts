/**
 * Every exported function and factory with arguments that no type check would let through, in the place of each argument and each prop: it works,
 * or it throws an error of ours that says which argument, which value, what is allowed and what to type. Never a TypeError, never NaN.
 */
import { faultOf, wrongIn } from './ask';
import { CAPACITY } from './capacity-calls';
import { CLUSTER } from './cluster-calls';
import { ECONOMICS } from './economics-calls';
import { FLEET } from './fleet-calls';
import { FACTORY_MADE } from './made-by-factories';
import { METHODS } from './method-calls';
import { PLANNER } from './planner-calls';
import { TESTING } from './testing-calls';

describe.each([...FLEET, ...CLUSTER, ...CAPACITY, ...ECONOMICS, ...PLANNER, ...TESTING, ...METHODS, ...FACTORY_MADE])(
  '$name',
  (subject) => {
    test('takes good arguments', () => {
      expect(() => subject.call(...(subject.args() as never[]))).not.toThrow();
      expect(faultOf(() => subject.call(...(subject.args() as never[])))).toBeUndefined();
    });

    test('answers every hostile argument with a result or a coded error', () => {
      expect(wrongIn(subject)).toEqual([]);
    });
  },
);
