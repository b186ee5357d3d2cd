import type { App } from '../../lib/terraform/engine';
import { checkedWithoutTerraform } from '../../scripts/checked-without-terraform';
import { IS_LONG } from '../support/runs';

/** With CDK Terrain, and in the long runs, the Terraform of every app is written. */
const isWritten = IS_LONG || (require('cdktf/package.json') as { readonly name: string }).name !== 'cdktf';

/** An app of which a test asks what is found or planned alone. */
export const checkedAlone = (app: App): App => (isWritten ? app : checkedWithoutTerraform(app));
