import { z } from 'zod';

/** What the text of a prop means, e.g. the name of a Secret. A test walks every schema and asks each text for its notion. */
export const NOTIONS = z.registry<{ readonly notion: string }>();

/** Notion of the name or address of a machine, which is there already. */
export const HOST = 'host';

/** What JavaScript writes into a template text for a value that is not there. */
const NO_VALUE = /(?<![A-Za-z0-9])(?:undefined|NaN)(?![A-Za-z0-9])|\[object /;
const UNWRITTEN = `expected a text without "undefined", which a program writes where a variable has no value`;

/** Schema of a text that is one notion: what it is called, how it is written, and who recognises it. */
export function notion(name: string, expected: string, holds: (text: string) => boolean): z.ZodString {
  const error = `expected ${expected}`;
  return z
    .string({ error })
    .refine((text) => !NO_VALUE.test(text), { error: UNWRITTEN, abort: true })
    .refine(holds, { error })
    .register(NOTIONS, { notion: name });
}

/**
 * Text that no program reads, or that only the user's own program reads: names for people, arguments of a container, values of variables.
 *
 * @param reason why any text is right here
 */
export function freeText(reason: string, { empty = false }: { readonly empty?: boolean } = {}): z.ZodString {
  const text = empty ? z.string() : z.string().min(1, { error: 'expected a text that is not empty' });
  return text.register(NOTIONS, { notion: `free text: ${reason}` });
}
