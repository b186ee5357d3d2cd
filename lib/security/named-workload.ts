export interface WorkloadNameRule {
  /** What the id names, e.g. `a Deployment and a Service`. */
  readonly becomes: string;
  /** How a valid one is written. */
  readonly example: string;
  /**
   * Longest name.
   * @default 63
   */
  readonly max?: number;
  /** The name was given beside the id. @default false */
  readonly isGiven?: boolean;
}

/** A name with what it becomes. */
export interface NamedWorkload extends WorkloadNameRule {
  readonly name: string;
}
