/** Every code a finding may carry, with the one sentence that docs/errors.md prints. Codes are never reused. */
export const SPEC_CODES = {
  'AF-SPEC-001': 'A prop has the wrong type or lies outside its range.',
  'AF-SPEC-002': 'A key is unknown.',
  'AF-SPEC-003': 'A name is used twice where names must be unique.',
  'AF-SPEC-004': 'A secret is written out literally; it would end up in the Terraform state.',
  'AF-SPEC-005': 'A Terraform token stands where a number or a choice is needed at synthesis.',
  'AF-SPEC-006': 'A name is no valid Kubernetes name.',
  'AF-SPEC-007': 'A role is named in the topology but not described, or described but not used.',
  'AF-SPEC-009': 'A role is served by a model that is no language model.',
  'AF-SPEC-008': 'A construct has no stack above it, or sits in a stack of another copy of cdktf.',
  'AF-SPEC-010': 'A workload runs in another namespace than the secret it must read.',
} as const;

export type SpecCode = keyof typeof SPEC_CODES;
