import type { CardLayout } from './card-layout';

/** A GPU of a pool, and a platform of its cluster. */
export interface OfferedGpu {
  readonly gpu: string;
  readonly cluster: string;
  /** Path of the platform. */
  readonly platform: string;
  /** The platform installs the operator, or says that it is there. */
  readonly hasOperator: boolean;
  /** The platform installs it, and hands it how cards are cut and shared. */
  readonly installsOperator: boolean;
  /** How the cards of its nodes are cut or shared, where they are. */
  readonly configs: readonly CardLayout[];
  /** By which its nodes hand out cards, where they do. */
  readonly deviceClasses: readonly string[];
}
