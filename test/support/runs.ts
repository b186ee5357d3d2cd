/** How often a property is tried: in `npm test` as often as a change needs, with `AGENT_FLEET_LONG_RUNS=1` as often as a release needs. */
export const IS_LONG = process.env['AGENT_FLEET_LONG_RUNS'] === '1';

export const runs = (usual: number, long: number): number => (IS_LONG ? long : usual);

/** The seed of property tests, which `npm test` keeps so that a run that passed passes again. */
export const SEED = Number(process.env['PROPERTY_SEED'] ?? 20_261_128);

/** One of every so many cases of a sweep, others by another `PROPERTY_SEED`; in a long run all of them. */
export const someOf = <T>(cases: readonly T[], every: number): readonly T[] =>
  IS_LONG ? cases : cases.filter((_, index) => index % every === SEED % every);
