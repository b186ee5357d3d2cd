import { migConfigName } from '../platform/node-mig';
import type { NodePool } from '../platform/node-pool';

/** Layout of the cards of a node pool, as a node asks the GPU operator for it. */
export interface SliceLayout {
  readonly nodePool: string;
  /** Its name, the value of the label `nvidia.com/mig.config`. */
  readonly layout: string;
  /** Pods find the nodes by that label, as the node pool has none of its own. */
  readonly isSelected: boolean;
}

/** Layouts of the node pools that are cut into slices. */
export function sliceLayouts(nodePools: readonly NodePool[]): SliceLayout[] {
  return nodePools.flatMap(({ name, mig, labels = {} }) =>
    mig === undefined ? [] : [{ nodePool: name, layout: migConfigName(mig), isSelected: Object.keys(labels).length === 0 }],
  );
}
