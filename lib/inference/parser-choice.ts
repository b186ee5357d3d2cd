/** Whether a parser of the model is asked for, or which. */
import { z } from 'zod';
import { notion } from '../core/notion';

/** Engines look it up in a list; beginning with a dash it would be a flag. */
const parserName = notion('parser', "true, false or the engine's name of a parser, e.g. 'hermes'", (text) =>
  /^[A-Za-z0-9][\w.-]{0,63}$/.test(text),
);

export const parserChoice = z.union([z.boolean(), parserName], {
  error: "expected true, false or the engine's name of a parser, e.g. 'hermes'",
});
