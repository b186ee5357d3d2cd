/** Calls of encoders: how often a role asks for embeddings or a ranking, and how long the texts are. */
import { z } from 'zod';
import type { RequestRate, RoleDemand } from '../capacity/demand/role-demand';
import { MOST } from '../capacity/limits';
import { formatInteger } from '../core/format';
import { wholeNumber } from '../core/schema';

/** How often a role asks an encoder. */
export interface EncoderCallsProps {
  /**
   * Calls for each request of the role, e.g. 2 of the tool calls of an answer; needs `request.perMinute` or `conversations` of the role.
   * @default - `perMinute` says it
   */
  readonly perRequest?: number;
  /**
   * Calls of one session in a minute.
   * @default - `perRequest` says it
   */
  readonly perMinute?: number;
  /**
   * Texts of one call: passages that are embedded, or documents that are ranked.
   * @default 1
   */
  readonly texts?: number;
  /** Tokens of one text; of a ranking, of the query and one document together. */
  readonly tokens: number;
}

export const encoderCallsSchema = z
  .strictObject({
    perRequest: z.number().positive().max(MOST).optional(),
    perMinute: z.number().positive().max(MOST).optional(),
    texts: wholeNumber(1, 100_000).optional(),
    tokens: wholeNumber(1, MOST),
  })
  .refine(({ perRequest, perMinute }) => (perRequest === undefined) !== (perMinute === undefined), {
    error: 'expected either perRequest or perMinute',
    path: ['perRequest'],
  });

/** Kinds of encoders with the props of a fleet and of its roles. */
export const ENCODERS = [
  { pool: 'embeddings', calls: 'embeddingCalls' },
  { pool: 'reranker', calls: 'rerankCalls' },
] as const;

/** Calls with the prop that says them. */
export function callsByRole({ roles, apiRoles = {} }: CallingRoles) {
  return (['roles', 'apiRoles'] as const).flatMap((kind) =>
    Object.entries({ roles, apiRoles }[kind]).flatMap(([role, props]) =>
      ENCODERS.flatMap(({ pool, calls }) => {
        const asked = props[calls];
        return asked === undefined ? [] : [{ prop: `${kind}.${role}.${calls}`, pool, tokens: asked.tokens }];
      }),
    ),
  );
}

type Calls = { readonly [Prop in (typeof ENCODERS)[number]['calls']]?: { readonly tokens: number } | undefined };

/** Roles of a fleet as far as they ask encoders. */
export interface CallingRoles {
  readonly roles: Readonly<Record<string, Calls>>;
  readonly apiRoles?: Readonly<Record<string, Calls>>;
}

/** What one role asks of its own model at some time: how many sessions, and how many requests a second where it says so. */
export interface AskingRole {
  readonly fleet: string;
  readonly role: string;
  readonly sessions: number;
  readonly requestsPerSecond: number | null;
}

const SECONDS_PER_MINUTE = 60;

/** What it asks of an encoder meanwhile. An encoder keeps nothing between calls, so there are no sessions on it; null where nobody asks. */
export function encoderDemand(asking: AskingRole, calls: EncoderCallsProps): RoleDemand | null {
  const { fleet, role, sessions, requestsPerSecond } = asking;
  const { perRequest, perMinute = 0, texts = 1, tokens } = calls;
  const callsPerSecond = perRequest === undefined ? (sessions * perMinute) / SECONDS_PER_MINUTE : (requestsPerSecond ?? 0) * perRequest;
  if (callsPerSecond === 0) return null;
  const rate: RequestRate = { requestsPerSecond: callsPerSecond, inputTokens: texts * tokens, outputTokens: 0 };
  const often =
    perRequest === undefined
      ? `${formatInteger(sessions)} sessions × ${perMinute} calls a minute`
      : `${perRequest} calls for each of ${Number((requestsPerSecond ?? 0).toPrecision(4))} requests/s`;
  const each = texts === 1 ? `${formatInteger(tokens)} tokens` : `${formatInteger(texts)} texts of ${formatInteger(tokens)} tokens`;
  return { fleet, role, sessions: 0, contextTokens: tokens, formula: `${often} × ${each}`, rate };
}
