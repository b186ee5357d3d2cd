/** Values that no type check would let through. Each is made anew: somebody could change it. */
import { Lazy } from 'cdktf';

/** An object without a bottom: every part of it has a further part. */
function bottomless(): unknown {
  return new Proxy(
    {},
    {
      get: (_, key) => (typeof key === 'symbol' || key === 'then' || key === 'toString' ? undefined : bottomless()),
      ownKeys: () => ['below'],
      getOwnPropertyDescriptor: () => ({ value: bottomless(), enumerable: true, configurable: true, writable: true }),
    },
  );
}

/** A function that answers everything with itself, as mocks and generated clients do. */
function mock(): unknown {
  const made: unknown = new Proxy(() => undefined, { get: () => made, apply: () => made, has: () => true });
  return made;
}

/** A proxy whose every trap throws. */
function unreadable(): unknown {
  const refuse = () => {
    throw new RangeError('this object cannot be read');
  };
  return new Proxy({}, { get: refuse, has: refuse, ownKeys: refuse, getPrototypeOf: refuse, getOwnPropertyDescriptor: refuse });
}

function cyclic(): unknown {
  const circle: Record<string, unknown> = { a: 1 };
  circle['self'] = circle;
  circle['list'] = [circle];
  return circle;
}

/** One of each kind: what a program of plain JavaScript may hand over by mistake, or somebody on purpose. */
export const HOSTILE_VALUES: readonly (readonly [name: string, make: () => unknown])[] = [
  ['null', () => null],
  ['NaN', () => Number.NaN],
  ['−1', () => -1],
  ['0', () => 0],
  ['1e12', () => 1e12],
  ['1e308', () => 1e308],
  ['an empty object', () => ({})],
  ['an empty list', () => []],
  ['a list of null', () => [null]],
  ['an empty text', () => ''],
  ['a text', () => 'x'],
  ['__proto__', () => '__proto__'],
  ['a long text', () => 'x'.repeat(200_000)],
  ['a function', () => () => 1],
  ['a symbol', () => Symbol('s')],
  ['a big integer', () => 10n],
  ['a number token', () => -1.8881545897087626e289],
  ['a text token', () => Lazy.stringValue({ produce: () => 'known later' })],
  ['an object that holds itself', cyclic],
  ['a proxy without a bottom', bottomless],
  ['a mock', mock],
  ['a proxy that cannot be read', unreadable],
];
