/** Further names for the model of a pool, each once. */
import { z } from 'zod';
import { routeAlias } from '../core/route-alias';

const MOST_ALIASES = 64;

export const aliasesSchema = z
  .array(routeAlias)
  .min(1)
  .max(MOST_ALIASES)
  .superRefine((aliases, context) => {
    aliases.forEach((alias, index) => {
      if (aliases.indexOf(alias) < index)
        context.addIssue({ code: 'custom', message: 'expected every alias once', path: [index], input: alias });
    });
  });
