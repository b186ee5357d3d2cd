/**
 * The four answers to "does it fit". `judgePool` and `agent-fleet size` give the same one, because both ask `judgePool`:
 *
 * - `fits`: every rule is kept, and 15 % of the KV cache stay free;
 * - `tight`: every rule is kept, with 10 to 15 % free, or with sessions or a throughput that the worse half of a band would not hold;
 * - `rejected`: a rule is broken as planned, whatever the band says: a plan has to hold at its planned figure;
 * - `uncertain`: a fact or an input that decides is missing, or the band of an estimate decides whether the engine starts at all (weights and one request of
 *   full length) or makes the tokens a second. What starts at one end of the band and not at the other is neither yes nor no.
 *
 * A verdict is the worst of these answers: whether the engine starts, asked of both ends of the range; whether the cache as planned holds the sessions and a
 * tenth more; whether the tokens a second are made; what is not known; every other rule. None of them looks at another, and each only gets worse with less
 * memory or more demand, so a case that is worse in an input never has a better verdict.
 *
 * A verdict is what is known. Whether a pool is deployed follows from the findings: weights or a request that do not fit as planned are an error although
 * the better end of the band would hold them; `uncertain` without an error is a warning (AF-CAP-021, -025, -038, -039).
 */
export type Verdict = 'fits' | 'tight' | 'rejected' | 'uncertain';

/** From best to worst. */
const ORDER: readonly Verdict[] = ['fits', 'tight', 'uncertain', 'rejected'];

export const worst = (verdicts: readonly Verdict[]): Verdict =>
  verdicts.reduce((all, next) => (ORDER.indexOf(next) > ORDER.indexOf(all) ? next : all), 'fits');
