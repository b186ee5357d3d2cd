/** Reads blocks of Terraform, which are objects or lists of one. */

type Block = Readonly<Record<string, unknown>>;

/** The block under a path of names; empty where it is not there. */
export function blockAt(value: unknown, ...names: readonly string[]): Block {
  const found = names.reduce<unknown>((block, name) => first(block)?.[name], value);
  return first(found) ?? {};
}

/** Each block of a list of blocks. */
export function blocksAt(value: unknown, name: string): readonly Block[] {
  const found = first(value)?.[name];
  const list: readonly unknown[] = Array.isArray(found) ? found : [found];
  return list.filter(isBlock);
}

export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

export const numberOf = (value: unknown): number | undefined => {
  const number = Number(textOf(value) ?? Number.NaN);
  return Number.isFinite(number) ? number : undefined;
};

export const textsOf = (value: unknown): Record<string, string> =>
  Object.fromEntries(Object.entries(isBlock(value) ? value : {}).flatMap(([key, one]) => entry(key, textOf(one))));

export const isBlock = (value: unknown): value is Block => typeof value === 'object' && value !== null && !Array.isArray(value);

const entry = (key: string, value: string | undefined): [string, string][] => (value === undefined ? [] : [[key, value]]);

function first(value: unknown): Block | undefined {
  const one: unknown = Array.isArray(value) ? value[0] : value;
  return isBlock(one) ? one : undefined;
}
