/** What a service says of itself, and who takes it does not read: refused where the service is given, because nobody would notice. */
import type { z } from 'zod';
import { isService } from '../security/service';

/** Parts of a service that are not read, each with what to do. */
export interface UnreadParts {
  readonly key?: string;
  readonly caBundle?: string;
}

interface Said {
  readonly url?: unknown;
  readonly key?: unknown;
  readonly caFile?: unknown;
  readonly listed?: unknown;
}

/** For `superRefine` of a prop that takes a service. */
export const readsAllBut =
  (unread: UnreadParts = {}) =>
  (service: unknown, context: z.RefinementCtx): void => {
    if (!isService(service)) return;
    const { url, key, caFile, listed } = service as Said;
    const say = (prop: string, message: string) => context.addIssue({ code: 'custom', message, path: [prop] });
    if (key !== undefined && unread.key !== undefined) say('key', `expected nothing: ${unread.key}`);
    if (caFile !== undefined && unread.caBundle !== undefined) say('caBundle', `expected nothing: ${unread.caBundle}`);
    else if (caFile !== undefined && typeof url === 'string' && url.startsWith('http://'))
      say('caBundle', "expected scheme: 'https' beside it: over http no certificate is checked");
    if (listed !== undefined) say('mcp', 'expected nothing: it is not asked as an MCP server here');
  };

/** For `superRefine` of a prop that takes a service which is called over http or https. */
export function speaksHttp(service: unknown, context: z.RefinementCtx): void {
  const { url } = (isService(service) ? service : {}) as Said;
  if (typeof url === 'string' && !/^https?:\/\//.test(url))
    context.addIssue({ code: 'custom', message: "expected 'http' or 'https'", path: ['scheme'] });
}
