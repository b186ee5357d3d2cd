/** Kept, since a search for repairs asks for brands some hundred thousand times. */
const SYMBOLS = new Map<string, symbol>();

/** Marks of our classes that two copies of the library share: `instanceof` knows only the classes of its own copy. */
function symbolOf(name: string): symbol {
  const known = SYMBOLS.get(name);
  if (known !== undefined) return known;
  const symbol = Symbol.for(`cdktf-agent-fleet.${name}`);
  SYMBOLS.set(name, symbol);
  return symbol;
}

/** Marks a value as one of a class. */
export function brand(value: object, name: string): void {
  Object.defineProperty(value, symbolOf(name), { value: true });
}

/** Whether a value was marked as one of the class, by this copy of the library or another one. */
export function hasBrand(value: unknown, name: string): boolean {
  if (typeof value !== 'object' || value === null) return false;
  try {
    return symbolOf(name) in value;
  } catch {
    // A proxy of somebody else that answers no question.
    return false;
  }
}
