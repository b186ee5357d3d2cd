/** The only door to cdktf. Moving to another engine of the same API is a change of this file. */

export type { ISynthesisSession } from 'cdktf';
export {
  Annotations,
  App,
  AssetType,
  dependable,
  Fn,
  Lazy,
  TerraformAsset,
  TerraformStack,
  TerraformVariable,
  Testing,
  Token,
} from 'cdktf';
export { addCustomSynthesis } from 'cdktf/lib/synthesize/synthesizer';
