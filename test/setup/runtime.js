// Jest's runtime, but that the test files of a worker share the modules that they load: the library, cdktf, helpers. Jest makes each module anew for each
// file, and a file needs some 1,500 of them, whose code starts cold each time. The test file itself
// is new each time, and so are programs and jest's own state.
const { createRequire } = require('node:module');

// The one that jest itself uses.
const core = createRequire(require.resolve('jest')).resolve('@jest/core');
const { default: Runtime } = createRequire(core)('jest-runtime');

/** What does its work when it is loaded: programs of examples. */
const PROGRAM = /(^|\/)(main|production)(\.ts)?$/;

/** Loads what is shared, for as long as its worker lives. */
let library;

module.exports = class SharingRuntime extends Runtime {
  constructor(config, environment, resolver, transformer, cacheFS, ...rest) {
    super(config, environment, resolver, transformer, cacheFS, ...rest);
    this.shares = environment.sharesModules === true;
    if (this.shares) library ??= new Runtime(config, environment, resolver, transformer, new Map(), ...rest);
  }

  requireModule(from, moduleName, ...rest) {
    const isShared = this.shares && moduleName !== undefined && !PROGRAM.test(moduleName);
    return isShared ? library.requireModule(from, moduleName, ...rest) : super.requireModule(from, moduleName, ...rest);
  }

  getSourceMaps() {
    const own = super.getSourceMaps();
    if (this.shares) own.get = (file) => Map.prototype.get.call(own, file) ?? library.getSourceMaps().get(file);
    return own;
  }

  setMock(from, moduleName, ...rest) {
    this.refuse('jest.mock');
    super.setMock(from, moduleName, ...rest);
  }

  isolateModules(fn) {
    this.refuse('jest.isolateModules');
    super.isolateModules(fn);
  }

  async isolateModulesAsync(fn) {
    this.refuse('jest.isolateModulesAsync');
    await super.isolateModulesAsync(fn);
  }

  refuse(call) {
    if (this.shares) throw new Error(`${call} changes modules that test files share: begin the file with /** @jest-environment node */`);
  }
};
