// Property tests try the same cases each time, so that a run that passed passes again; `PROPERTY_SEED` chooses other ones. By its path: by its name the
// package is this file.
const fc = require('../../node_modules/fast-check/lib/cjs/fast-check');

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env.PROPERTY_SEED ?? 20_261_128) });

module.exports = fc;
