import { withLiteralData } from '../../lib/terraform/literal-blocks';
import { withoutStackTraces } from '../../lib/terraform/stack-traces';

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
    const withStackTraces = withoutStackTraces();
    const { stack } = new Error('within');
    withStackTraces();
    expect(stack).toContain('stack-traces.test');
  });

  it('are written down where objects of the language cannot be changed', () => {
    Object.defineProperty(Error, 'captureStackTrace', { writable: false });
    try {
      const withStackTraces = withoutStackTraces();
      expect(stackNow()).toContain('stackNow');
      withStackTraces();
    } finally {
      Object.defineProperty(Error, 'captureStackTrace', { writable: true });
    }
  });
});
