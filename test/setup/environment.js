// The environment of test files that share modules (runtime.js): the global object of the worker, whose own values are put back after each file.
const { AsyncLocalStorage } = require('node:async_hooks');
const { createRequire } = require('node:module');
const vm = require('node:vm');

// What Node's environment of jest is made of.
const ofJest = createRequire(require.resolve('jest-environment-node'));
const { ModernFakeTimers } = ofJest('@jest/fake-timers');
const { ModuleMocker } = ofJest('jest-mock');

// Jest compiles every module for the context of an environment; ours is the one that it runs in, which Node doesn't take for a context.
const { compileFunction } = vm;
vm.compileFunction = (source, parameters, { parsingContext, ...options }) =>
  compileFunction(source, parameters, parsingContext === globalThis ? options : { ...options, parsingContext });

/** The test and its helpers are among them. */
const LINES_OF_STACKS = 16;

/** Where jest keeps who hears of the events of a file: not those who heard of the file before it. */
const HANDLERS = Symbol.for('EVENT_HANDLERS');

/** What keeps a value for each promise. Jest makes one for each file and leaves it on, so that each later promise of the worker is written down in all of them. */
const storages = new Set();
const { run } = AsyncLocalStorage.prototype;
AsyncLocalStorage.prototype.run = function runIn(...given) {
  storages.add(this);
  return run.apply(this, given);
};

module.exports = class SharedEnvironment {
  sharesModules = true;
  global = globalThis;
  fakeTimers = null;
  moduleMocker = new ModuleMocker(globalThis);

  constructor({ projectConfig }) {
    this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
    this.before = { globals: valuesOf(globalThis), process: valuesOf(process), variables: { ...process.env }, folder: process.cwd() };
    globalThis[HANDLERS] = undefined;
    globalThis.sharesModules = true;
  }

  getVmContext() {
    return globalThis;
  }

  exportConditions() {
    return ['node', 'node-addons'];
  }

  async setup() {
    // Every call of `expect` writes down a stack; jest asks for a hundred lines of it.
    Error.stackTraceLimit = LINES_OF_STACKS;
  }

  async teardown() {
    forgetTokens();
    forgetStorages();
    this.fakeTimersModern.dispose();
    putBack(globalThis, this.before.globals);
    putBack(process, this.before.process);
    for (const name of Object.keys(process.env)) if (!(name in this.before.variables)) delete process.env[name];
    Object.assign(process.env, this.before.variables);
    process.chdir(this.before.folder);
  }
};

/** They hold the apps of the file. Their numbers go on: a token that somebody kept is unknown, and never that of another. */
function forgetTokens() {
  const { stringTokenMap, numberTokenMap } = globalThis.__cdktfTokenMap ?? {};
  for (const tokens of [stringTokenMap, numberTokenMap]) tokens?.clear();
}

function forgetStorages() {
  for (const storage of storages) storage.disable();
  storages.clear();
}

/** What may be written of an object, and its values. */
function valuesOf(object) {
  const written = Object.entries(Object.getOwnPropertyDescriptors(object)).filter(([, { writable }]) => writable);
  return written.map(([name, { value }]) => [name, value]);
}

/** Gives changed properties their values again. What was added stays: cdktf counts its tokens there. */
function putBack(object, values) {
  for (const [name, value] of values) if (object[name] !== value) object[name] = value;
}
