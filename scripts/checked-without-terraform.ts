import { type App, TerraformStack } from '../lib/terraform/engine';

/**
 * An app whose checks and plans are made as ever; its Terraform, which takes most of the time of a synthesis, is not. References between stacks are found
 * while Terraform is made, so that of an app of several stacks is.
 */
export function checkedWithoutTerraform(app: App): App {
  const [stack, ...others] = app.node.findAll().filter(TerraformStack.isStack);
  if (stack === undefined || others.length > 0) return app;
  stack.prepareStack = () => undefined;
  stack.toTerraform = () => ({});
  return app;
}
