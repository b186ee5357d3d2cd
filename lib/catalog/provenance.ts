/** Where a figure comes from. Every figure of the catalog carries one; unknown figures are null and stay null. */
export interface Provenance {
  /** Public source: repository and commit, page, data sheet, or log. */
  readonly source: string;
  /** When it was read or published, ISO date (`2026-11` where only the month is known). */
  readonly asOf: string;
  /** found = read in the source; known = background knowledge, not re-read; measured = read off a run; fitted / assumed = ours. */
  readonly evidence: Evidence;
}

/** How a figure was found: read in a source, known from a data sheet, or assumed. */
export type Evidence = 'found' | 'known' | 'measured' | 'fitted' | 'assumed';
