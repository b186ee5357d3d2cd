/** How a router keeps the turns of a session on the replica that holds its KV cache. */
import { z } from 'zod';
import { podResourcesSchema } from '../../core/kubernetes/pod-resources';
import { notion } from '../../core/notion';
import { wholeNumber } from '../../core/schema';

/** Props of the proxy that keeps sessions on their replicas. */
export interface SessionAffinityProps {
  /**
   * Header that says to which session a request belongs. Agents learn its name from `AGENT_FLEET_SESSION_HEADER`; requests without it are spread.
   * The router forwards headers that begin with `x-` only.
   * @default 'x-session-id'
   */
  readonly header?: string;
  /**
   * Pods of the proxy. It holds no state: each pod computes the same replica from the same session.
   * @default 2
   */
  readonly replicas?: number;
  /**
   * Requests in flight that one replica may hold, as a share of the mean of all replicas. A session whose replica holds more goes to its next choice,
   * which computes the context again.
   * @default 1.5, assumed
   */
  readonly loadFactor?: number;
  /**
   * CPU and memory of a pod, both requested and limited.
   * @default - 1 CPU and 512Mi, assumed
   */
  readonly resources?: { readonly cpu?: string; readonly memory?: string };
}

/** What LiteLLM forwards of a client's headers: names with this beginning, but for those of the OpenAI client itself. */
const FORWARDED = /^x-(?!stainless-)[a-z0-9]+(?:-[a-z0-9]+)*$/;
const LONGEST_HEADER = 64;

const isForwarded = (header: string): boolean => header.length <= LONGEST_HEADER && FORWARDED.test(header);

const affinityProps = z.strictObject({
  header: notion('header', 'a lower-case header that begins with x-, e.g. x-session-id', isForwarded).default('x-session-id'),
  replicas: wholeNumber(1, 100).default(2),
  loadFactor: z.number().min(1.05).max(10).default(1.5),
  resources: podResourcesSchema.optional(),
});

export interface SessionAffinity extends z.output<typeof affinityProps> {}

/** `'ClientIP'` is what a Service offers: its clients are the pods of the router, so all sessions of a router pod would share one replica. */
export const sessionAffinitySchema = z
  .unknown()
  .refine((value) => value !== 'ClientIP', {
    error:
      'expected { header } or false: a Service sees the addresses of the router alone, so ClientIP would send all sessions of a router pod to one replica',
  })
  .pipe(z.union([z.literal(false), affinityProps]))
  .default(affinityProps.parse({}));
