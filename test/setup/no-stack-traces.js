/**
 * In the place of what cdktf and constructs do at every token and every construct: write down the whole stack. Nobody reads it here, and jest maps each line
 * of it to its source, which takes three quarters of the time of a synthesis.
 */
exports.captureStackTrace = () => [];
/** Its name in CDK Terrain. */
exports.captureCreationStack = () => [];
