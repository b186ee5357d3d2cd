/** Largest numbers that questions and props may hold, the same for constructs, functions and the command line. */

/** More than any fleet has of anything, few enough to compute with. */
export const MOST = 1_000_000_000;

/** Tokens of one step of an engine: more than the longest context of any published model (10 million, Llama 4 Scout). */
export const MOST_BATCHED_TOKENS = 16_777_216;
