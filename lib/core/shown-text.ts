import type { z } from 'zod';
import { freeText } from './notion';
import { looksSecret } from './secrets/literal-secret';

/** Text that plans, reports or dashboards show to people: it holds no secret, because whoever may read these could use it. */
export const shownText = (reason: string): z.ZodString =>
  freeText(reason).refine((text) => !looksSecret('', text), {
    error: 'expected a text without a password or key: plans and reports show it',
  });
