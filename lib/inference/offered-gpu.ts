/** A GPU of a pool, and a platform of its cluster. */
export interface OfferedGpu {
  readonly gpu: string;
  readonly cluster: string;
  /** Path of the platform. */
  readonly platform: string;
  /** The platform installs the operator, or says that it is there. */
  readonly hasOperator: boolean;
}
