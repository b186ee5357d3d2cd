/** AF-SPEC-004: Terraform keeps what it writes; of a secret it may keep a reference only. */
import { type Rule, violations } from '../../rule';

/** A place that holds a secret as a text. */
export interface LiteralSecret {
  readonly prop: string;
  readonly repairs: readonly string[];
}

export const secretByReference: Rule<readonly LiteralSecret[]> = {
  id: 'secret-by-reference',
  code: 'AF-SPEC-004',
  title: 'A secret is written out; it would end up in the Terraform state.',
  why: 'Everyone who can read the state can use the secret.',
  fix: 'Name a Secret of the cluster with SecretRef.existing.',
  severity: 'error',
  check: (secrets) =>
    violations(
      secrets.map(({ prop, repairs }) => ({
        prop,
        value: '(hidden)',
        allowed: 'a SecretRef',
        message: `${prop} holds a literal secret; it would be readable in the Terraform state`,
        repairs,
      })),
    ),
};
