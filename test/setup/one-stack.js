// cdktf resolves each stack twice: the first time it looks for references to other stacks. An app of one stack has none, so it is resolved once here; the
// long runs, and those with CDK Terrain, do both.
const ONCE = Symbol.for('cdktf-agent-fleet.test.resolved-once');

// A file with modules of its own has them as they are.
if (globalThis.sharesModules === true && process.env.AGENT_FLEET_LONG_RUNS !== '1') {
  const { TerraformStack } = require('cdktf');
  const { prepareStack } = TerraformStack.prototype;
  if (prepareStack[ONCE] !== true) {
    TerraformStack.prototype.prepareStack = function prepared() {
      if (this.node.root.node.findAll().filter(TerraformStack.isStack).length > 1) prepareStack.call(this);
      else this.ensureBackendExists();
    };
    TerraformStack.prototype.prepareStack[ONCE] = true;
  }
}
