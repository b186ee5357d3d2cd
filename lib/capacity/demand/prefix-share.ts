/** Which part of the prompts of a role the prefix cache of an engine holds already, as far as the role says it. */

export interface PrefixFacts {
  /** Prompt of one request, tokens, and the part that is declared to be cached. */
  readonly request?: { readonly inputTokens: number; readonly cachedTokens: number };
  /** Context of a session, tokens. */
  readonly contextTokens: number;
  /** First tokens that all sessions share. @default 0 */
  readonly sharedPrefixTokens?: number;
  /** A session that sends its history again with each turn. */
  readonly turns?: { readonly count: number; readonly baseTokens: number; readonly tokensPerTurn: number };
}

/**
 * Share of the prompt tokens that are found in the cache, 0 … 1: as declared for a request; else of a session whose turn `i` sends
 * `base + i × tokensPerTurn` tokens and computes `tokensPerTurn` of them, and the base once where it is not shared; else what sessions share.
 */
export function prefixShare({ request, contextTokens, sharedPrefixTokens = 0, turns }: PrefixFacts): number {
  if (request !== undefined) return share(request.cachedTokens, request.inputTokens);
  if (turns === undefined) return share(sharedPrefixTokens, contextTokens);
  const { count, baseTokens, tokensPerTurn } = turns;
  const sent = count * baseTokens + (tokensPerTurn * count * (count + 1)) / 2;
  const computed = Math.max(0, baseTokens - sharedPrefixTokens) + count * tokensPerTurn;
  return share(sent - computed, sent);
}

const share = (part: number, whole: number) => (whole <= 0 ? 0 : Math.max(0, Math.min(1, part / whole)));
