import { MIG_CONFIG_LABEL, migConfigName } from '../platform/node-mig';
import type { NodePool } from '../platform/node-pool';
import { SHARING_CONFIG_LABEL, sharingConfigName } from '../platform/node-sharing';

/** How the cards of a node pool are cut or shared, as a node asks the GPU operator for it. */
export interface CardLayout {
  readonly nodePool: string;
  /** Label by which the node asks, e.g. `nvidia.com/mig.config`. */
  readonly label: string;
  /** Its value, the name of the layout or of the way to share. */
  readonly name: string;
  /** Pods find the nodes by that label, as the node pool has none of its own. */
  readonly isSelected: boolean;
}

/** Layouts of the node pools that are cut into slices. */
export function sliceLayouts(nodePools: readonly NodePool[]): CardLayout[] {
  return nodePools.flatMap(({ name, mig, labels = {} }) =>
    mig === undefined
      ? []
      : [{ nodePool: name, label: MIG_CONFIG_LABEL, name: migConfigName(mig), isSelected: Object.keys(labels).length === 0 }],
  );
}

/** Ways to share of the node pools whose cards several engines share. */
export function sharingConfigsOf(nodePools: readonly NodePool[]): CardLayout[] {
  return nodePools.flatMap(({ name, sharing, labels = {} }) =>
    sharing === undefined
      ? []
      : [{ nodePool: name, label: SHARING_CONFIG_LABEL, name: sharingConfigName(sharing), isSelected: Object.keys(labels).length === 0 }],
  );
}
