import { TerraformStack, Testing } from 'cdktf';
import { withLiteralData } from '../../lib/terraform/literal-blocks';
import { stopStackTraces, withoutStackTraces } from '../../lib/terraform/stack-traces';
import { Warnings } from '../../lib/terraform/synthesis/warnings';

const { captureStackTrace } = Error;

const stackNow = (): string => {
  const object = { stack: '' };
  Error.captureStackTrace(object);
  return object.stack;
};

describe('stacks of what a class of the provider makes for itself', () => {
  it('are not written down, and those of others are', () => {
    const seen: string[] = [];
    class Base {
      constructor() {
        seen.push(stackNow());
        throw new Error('no such resource');
      }
    }
    const make = () => new (withLiteralData(Base))();
    expect(make).toThrow('no such resource');
    expect(seen).toEqual(['']);
    expect(Error.captureStackTrace).toBe(captureStackTrace);
    expect(stackNow()).toContain('stackNow');
  });

  it('an error in between tells where it was thrown', () => {
    const withStackTraces = stopStackTraces();
    const { stack } = new Error('within');
    withStackTraces();
    expect(stack).toContain('stack-traces.test');
  });

  it('are written down where objects of the language cannot be changed', () => {
    Object.defineProperty(Error, 'captureStackTrace', { writable: false });
    try {
      const withStackTraces = stopStackTraces();
      expect(stackNow()).toContain('stackNow');
      withStackTraces();
    } finally {
      Object.defineProperty(Error, 'captureStackTrace', { writable: true });
    }
  });
  it('are not written down when the token of its address is made, which may be in a class above', () => {
    const seen: string[] = [];
    class Base {
      readonly node = { root: this };
      readonly type = 'kubernetes_secret_v1';
      get fqn(): string {
        seen.push(stackNow());
        return `${this.type}.one`;
      }
    }
    class Ours extends withLiteralData(Base) {}
    expect(new Ours().fqn).toBe('kubernetes_secret_v1.one');
    expect(seen).toEqual(['']);
    expect(stackNow()).toContain('stackNow');
  });

  it('what throws in between gives them back', () => {
    expect(() =>
      withoutStackTraces(() => {
        throw new Error('no such token');
      }),
    ).toThrow('no such token');
    expect(Error.captureStackTrace).toBe(captureStackTrace);
  });

  it('are not written down at warnings: they would lead into the library alone, and name folders of the machine', () => {
    const stack = new TerraformStack(Testing.app({ stackTraces: true }), 'stack');
    new Warnings().show([stack], [{ code: 'AF-SPEC-001', severity: 'warning', path: 'stack', message: 'something', repairs: [] }]);
    expect(stack.node.metadata).toContainEqual({ type: '@cdktf/warn', data: '[AF-SPEC-001] something', trace: [] });
  });
});
