import type { SliceLayout } from './slice-layouts';

/** A GPU of a pool, and a platform of its cluster. */
export interface OfferedGpu {
  readonly gpu: string;
  readonly cluster: string;
  /** Path of the platform. */
  readonly platform: string;
  /** The platform installs the operator, or says that it is there. */
  readonly hasOperator: boolean;
  /** The platform installs it, and hands it the layouts of slices. */
  readonly installsOperator: boolean;
  /** Layouts of the nodes of the pool, where it runs on slices. */
  readonly layouts: readonly SliceLayout[];
}
