/** Property tests try the same cases each time, so that a run that passed passes again; `PROPERTY_SEED` chooses other ones. */
import * as fc from 'fast-check';

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env['PROPERTY_SEED'] ?? 20_261_128) });
