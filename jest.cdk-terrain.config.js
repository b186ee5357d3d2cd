// The same tests, with CDK Terrain wherever a module asks for cdktf: ours, the providers', and those of the tests.
const cdktf = require('./jest.config.js');

module.exports = {
  ...cdktf,
  setupFiles: ['<rootDir>/test/setup/on-cdk-terrain.js'],
  moduleNameMapper: { ...cdktf.moduleNameMapper, '^cdktf$': 'cdktn', '^cdktf/(.*)$': 'cdktn/$1' },
};
