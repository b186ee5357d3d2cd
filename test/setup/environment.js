// Node's test environment, whose workers compile each module once. Jest compiles every module again for every test file, and what a test file needs of
// the library and cdktf are some 1,500 modules: that was the half of the time of all tests. A compiled script runs in any number of contexts, so modules
// and their state are still made anew for each test file.
const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');

/** What was compiled of a file, by its name. */
const compiled = new Map();

function compile(source, parameters, { filename, importModuleDynamically, parsingContext }) {
  const known = compiled.get(filename);
  const unit = known?.source === source ? known : unitOf(source, parameters, filename);
  unit.importModuleDynamically = importModuleDynamically;
  return unit.script.runInContext(parsingContext);
}

function unitOf(source, parameters, filename) {
  const head = `(function (${parameters.join()}) {`;
  const unit = { source };
  unit.script = new vm.Script(`${head}${source}\n})`, {
    filename,
    columnOffset: -head.length,
    importModuleDynamically: (...request) => unit.importModuleDynamically(...request),
  });
  compiled.set(filename, unit);
  return unit;
}

// Jest reads the function from the module whenever it compiles.
vm.compileFunction = compile;

module.exports = TestEnvironment;
