import { type App, TerraformStack } from '../../lib/terraform/engine';
import { IS_LONG } from '../support/runs';

/** With CDK Terrain, and in the long runs, the Terraform of every app is written. */
const isWritten = IS_LONG || (require('cdktf/package.json') as { readonly name: string }).name !== 'cdktf';

/**
 * An app of which a test asks what is found or planned alone. Its checks and plans are made as ever; its Terraform, which takes most of the time of a
 * synthesis, is not. References between stacks are found while Terraform is made, so that of an app of several stacks is.
 */
export function checkedAlone(app: App): App {
  const [stack, ...others] = app.node.findAll().filter(TerraformStack.isStack);
  if (isWritten || stack === undefined || others.length > 0) return app;
  stack.prepareStack = () => undefined;
  stack.toTerraform = () => ({});
  return app;
}
