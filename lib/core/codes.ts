/** Codes that no rule owns, with the sentence that docs/errors.md prints; rules carry theirs themselves. Codes are never reused. */
export const SPEC_CODES = {
  'AF-SPEC-001': 'A prop has the wrong type or lies outside its range.',
  'AF-SPEC-002': 'A key is unknown.',
  'AF-SPEC-003': 'A name is used twice where names must be unique.',
  'AF-SPEC-004': 'A secret is written out literally; it would end up in the Terraform state.',
  'AF-SPEC-005': 'A Terraform token stands where the value is needed at synthesis.',
  'AF-SPEC-008': 'A construct has no stack above it, or sits in a stack of another copy of cdktf.',
  'AF-SPEC-011': 'The app writes HCL, in which cdktf does not escape texts.',
} as const;

export type SpecCode = keyof typeof SPEC_CODES;

/** Findings about what fits, what is placed where, and what is served how. */
export const DOMAIN_CODES = {
  'AF-CAP-006': 'Several engines on one GPU ask for more memory than it has.',
  'AF-CLU-008': 'A resource in a stack of several clusters does not say for which it is.',
  'AF-COST-004': 'At the declared traffic an API of the same class of models would cost less than the GPUs.',
  'AF-ENG-021': 'A flag was removed from this version of the engine.',
  'AF-ENG-022': 'A flag is not known to this version of the engine.',
  'AF-ENG-023': 'A flag is already set by a prop.',
  'AF-ENG-024': 'A flag has a value that the engine does not accept.',
  'AF-ENG-025': 'An environment variable is no longer read by this version of the engine.',
  'AF-ENG-027': 'A prop asks for what this engine, this release of it, this model or this GPU cannot do, or for what would change nothing.',
  'AF-ENG-030': 'No adapter is registered for the engine of a pool.',
  'AF-ENG-032': 'A flag or a variable changes what the plan computed (error), or nobody has measured whether it does (warning).',
  'AF-ENG-033':
    'The weights that were planned are not those that the engine would load: no checkpoint of that format is known, or another one is given.',
  'AF-ENG-034':
    'Nobody has read the flags of this release of the engine: it lies between releases that were read (info), outside of them (warning), or does not exist (error).',
  'AF-VIEW-001': 'The Kubernetes view meets a resource that it does not know.',
  'AF-INT-002': 'A rule failed while it looked at a construct: a mistake of this library, please report it.',
  'AF-INT-001': 'An error without a problem: a mistake of this library, please report it.',
} as const;

/** Every code that no rule owns, with its meaning. */
export const CODES: Readonly<Record<string, string>> = { ...SPEC_CODES, ...DOMAIN_CODES };
