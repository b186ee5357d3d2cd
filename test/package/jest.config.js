// `npm run package:check`: compiles and packs once, then uses the packed files as users do. Apart from `npm test`, because it takes a minute.
const { transform, modulePathIgnorePatterns } = require('../../jest.config.js');

module.exports = {
  rootDir: '../..',
  testMatch: ['<rootDir>/test/package/packed/*.check.ts'],
  transform,
  modulePathIgnorePatterns,
  globalSetup: '<rootDir>/test/package/packed/pack.ts',
  globalTeardown: '<rootDir>/test/package/packed/unpack.ts',
  testEnvironment: 'node',
  testTimeout: 120_000,
  maxWorkers: 1,
  cacheDirectory: '<rootDir>/.cache/jest',
};
