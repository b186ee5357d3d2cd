import type { Purchase } from '../../catalog/prices/price-row';

/** A node pool that Karpenter is to start, as its rules see it. */
export interface StartedPool {
  readonly name: string;
  readonly cluster: string;
  /** The cluster declares it. */
  readonly isDeclared: boolean;
  /** Its labels say which instances Karpenter may start. */
  readonly isKarpenters: boolean;
  readonly purchase: Purchase;
  readonly nodes: number;
  readonly minNodes: number;
  /** The node class names capacity reservations; null where the class is made elsewhere. */
  readonly hasReservations: boolean | null;
  /** By which it hands out cards, where it does. */
  readonly deviceClasses: readonly string[];
  /** What pods ask for in place of whole cards, and the prop that says so; null where cards are whole, or seem so. */
  readonly parts: { readonly prop: 'mig' | 'sharing'; readonly resource: string } | null;
  /** Names of the node pools of the cluster that Karpenter may start. */
  readonly others: readonly string[];
}

/** The image of a node class that is made here. */
export interface StartedImage {
  readonly ami: string;
}
