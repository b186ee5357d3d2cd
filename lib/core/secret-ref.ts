/** A secret is a reference: the value never passes through our code, the plan or the Terraform state. */
import { branded } from './schema';

const BRAND = Symbol.for('cdktf-agent-fleet.SecretRef');

/** One key of one Kubernetes Secret in the namespace of the workload that reads it. */
export class SecretRef {
  /** A Secret that exists already, or that somebody else creates (External Secrets, an operator, `kubectl`). */
  static existing(name: string, key: string): SecretRef {
    return new SecretRef(name, key, 'existing');
  }

  /**
   * A password that the External Secrets operator draws once inside the cluster and keeps.
   * Needs the operator (`FleetPlatform` installs it).
   */
  static generated(name: string, key = 'password'): SecretRef {
    return new SecretRef(name, key, 'generated');
  }

  static isSecretRef(value: unknown): value is SecretRef {
    return typeof value === 'object' && value !== null && BRAND in value;
  }

  private constructor(
    readonly name: string,
    readonly key: string,
    readonly origin: 'existing' | 'generated',
  ) {
    Object.defineProperty(this, BRAND, { value: true });
  }
}

/** Schema of a prop that takes a secret. */
export const secretRefSchema = branded<SecretRef>(
  SecretRef.isSecretRef,
  "SecretRef.existing('name', 'key') or SecretRef.generated('name')",
);
