/** Names of roles on both sides of a fleet. */
export interface NamedRoles {
  /** Roles that are described. */
  readonly declared: readonly string[];
  /** Roles of the topology. */
  readonly used: readonly string[];
}
