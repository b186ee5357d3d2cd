// Tests are transpiled only: `npm test` checks the types of everything once, before.
module.exports = {
  testMatch: ['<rootDir>/test/**/*.test.ts', '<rootDir>/examples/**/*.test.ts'],
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' }, sourceMaps: true }],
  },
  globalSetup: '<rootDir>/test/setup/temporary-folder.ts',
  globalTeardown: '<rootDir>/test/setup/remove-temporary-folder.ts',
  // Examples and tests import the library by its published name.
  moduleNameMapper: {
    '^cdktf-agent-fleet$': '<rootDir>/lib/index.ts',
    '^cdktf-agent-fleet/(.*)$': '<rootDir>/lib/$1/index.ts',
    '^fast-check$': '<rootDir>/test/setup/fast-check.js',
    '^\\.{1,2}/(tokens/)?(private/)?stack-trace$': '<rootDir>/test/setup/no-stack-traces.js',
  },
  setupFiles: ['<rootDir>/test/setup/one-stack.js'],
  // Test files share the modules that they load. One that mocks or isolates modules has them anew: `@jest-environment node`.
  runtime: '<rootDir>/test/setup/runtime.js',
  testEnvironment: '<rootDir>/test/setup/environment.js',
  // Workers mostly compute; the parent only waits for them.
  maxWorkers: '100%',
  // A worker that has grown so far is followed by a new one, which loads everything anew and runs it cold. Of two workers each grows to about 1 GB.
  workerIdleMemoryLimit: '2GB',
  // Nothing here is about time: on a busy machine a synthesis takes seconds.
  testTimeout: 120_000,
  cacheDirectory: '<rootDir>/.cache/jest',
  coveragePathIgnorePatterns: ['/node_modules/', '/test/'],
  // Scanning dist/ would find every module twice.
  modulePathIgnorePatterns: ['<rootDir>/.cache/', '<rootDir>/dist/', '<rootDir>/cdktf.out/'],
};
