/** How often a property is tried: in `npm test` as often as a change needs, with `AGENT_FLEET_LONG_RUNS=1` as often as a release needs. */
export const IS_LONG = process.env['AGENT_FLEET_LONG_RUNS'] === '1';

export const runs = (usual: number, long: number): number => (IS_LONG ? long : usual);
