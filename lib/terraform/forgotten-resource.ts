import type { Construct } from 'constructs';
import { TerraformElement } from './engine';

/**
 * Tells Terraform to forget a resource that an earlier version of this library made at this place, and to leave the object alone. Without it a plan would destroy
 * what is no longer in the program. Where the state knows no such resource it says nothing.
 */
export class ForgottenResource extends TerraformElement {
  /** @param type e.g. `kubernetes_persistent_volume_claim_v1` */
  constructor(
    scope: Construct,
    id: string,
    private readonly type: string,
  ) {
    super(scope, id);
  }

  override toTerraform(): unknown {
    return { removed: [{ from: `${this.type}.${this.friendlyUniqueId}`, lifecycle: { destroy: false } }] };
  }
}
