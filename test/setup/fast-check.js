// Property tests try the same cases each time, so that a run that passed passes again; `PROPERTY_SEED` chooses other ones. Those that don't say how many try
// forty; with CDK Terrain, and in the long runs, a hundred. By its path: by its name the package is this file.
const fc = require('../../node_modules/fast-check/lib/cjs/fast-check');

const isLong = process.env.AGENT_FLEET_LONG_RUNS === '1' || require('cdktf/package.json').name !== 'cdktf';

fc.configureGlobal({ ...fc.readConfigureGlobal(), numRuns: isLong ? 100 : 40, seed: Number(process.env.PROPERTY_SEED ?? 20_261_128) });

module.exports = fc;
