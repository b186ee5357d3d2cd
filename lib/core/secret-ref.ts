/** A secret is a reference: the value never passes through our code, the plan or the Terraform state. */

import { z } from 'zod';
import { brand, hasBrand } from './brand';
import { secretKey } from './kubernetes/secret-key';
import { secretName } from './kubernetes/secret-name';
import { secret } from './prop-marks';
import { branded, parseProps } from './schema';

export const secretLocationSchema = z.strictObject({ name: secretName, key: secretKey });

/** One key of one Kubernetes Secret in the namespace of the workload that reads it. */
export class SecretRef {
  /**
   * A Secret that exists already, or that somebody else creates (External Secrets, an operator, `kubectl`).
   * @throws FleetSpecError AF-SPEC-001 when Kubernetes accepts no such name or key.
   */
  static existing(name: string, key: string): SecretRef {
    return new SecretRef(name, key, 'existing');
  }

  /**
   * A password that the External Secrets operator generates once inside the cluster and keeps. The Secret has this one key: what is drawn is immutable, so another key asks for another name.
   * Needs the operator (`FleetPlatform` installs it).
   * @throws FleetSpecError AF-SPEC-001 when Kubernetes accepts no such name or key.
   */
  static generated(name: string, key = 'password'): SecretRef {
    return new SecretRef(name, key, 'generated');
  }

  /** Recognises references by their brand, so that two copies of the library agree. */
  static isSecretRef(value: unknown): value is SecretRef {
    return hasBrand(value, 'SecretRef');
  }

  private constructor(
    readonly name: string,
    readonly key: string,
    readonly origin: 'existing' | 'generated',
  ) {
    parseProps(secretLocationSchema, { name, key }, { path: `SecretRef.${origin}`, className: `SecretRef.${origin}` });
    brand(this, 'SecretRef');
  }
}

/** Schema of a prop that takes a secret. */
export const secretRefSchema = secret(
  branded<SecretRef>(SecretRef.isSecretRef, "SecretRef.existing('name', 'key') or SecretRef.generated('name')"),
);

/** A secret that exists: a server that runs already has its own password. */
export const existingSecretSchema = secret(
  secretRefSchema.refine((ref: SecretRef) => ref.origin === 'existing', {
    error: "expected SecretRef.existing('name', 'key'), in the namespace of the clients",
  }),
);
