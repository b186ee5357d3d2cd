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

/** Findings about what fits, what is placed where, and what is served how. */
export const DOMAIN_CODES = {
  'AF-CAP-001': 'The planned sessions need more KV cache than the pool holds.',
  'AF-CAP-002': 'Less than a tenth of the KV cache would stay free (error), or less than 15 % (warning): any spike would exhaust it.',
  'AF-CAP-003': 'Weights, KV cache and runtime together plan more than 95 % of the memory that the driver reports.',
  'AF-CAP-004': 'An fp8 KV cache on a GPU that does not support it; on Ampere it is experimental and has to be asked for.',
  'AF-CAP-005': 'The share of GPU memory for the engine lies outside 0.85 … 0.92 (warning), or above 0.95 (error).',
  'AF-CAP-007': 'Tensor parallel does not divide the attention heads or KV heads, or runs over PCIe without NVLink bridge (warning).',
  'AF-CAP-012': 'A small model is split over several GPUs where replicas would serve more.',
  'AF-CAP-016': 'The weights alone do not fit.',
  'AF-CAP-017': 'One request of full length does not fit.',
  'AF-CAP-018': "The pool's context is longer than the model's.",
  'AF-CAP-019': "A role's context is longer than its pool admits.",
  'AF-CAP-020': 'With one replica less the pool would hold less than the demand.',
  'AF-CAP-021': 'A fact that could decide is not known, so nobody can say whether it fits.',
  'AF-CLU-001': 'The pools of a cluster ask for more GPUs than its nodes have.',
  'AF-CLU-002': 'A pool is placed on nodes that do not carry its GPU.',
  'AF-CLU-003': 'The node label of a GPU is not known, so its nodes cannot be selected.',
  'AF-CLU-004': 'One replica needs more GPUs than a node has.',
  'AF-CLU-005': 'A role is served by a pool of another cluster.',
  'AF-COST-003': 'A budget cannot watch a fleet of which a price is unknown.',
  'AF-CPU-004': 'A framework that resumes from checkpoints has no state store.',
  'AF-CPU-008': 'The disk of a session store is too small for its memory.',
  'AF-ELA-002': 'The scaler reacts too late to a growing queue.',
  'AF-ELA-003': 'The scaler stops replicas after too short a quiet.',
  'AF-ELA-004': 'A pool that scales on its own queue has a floor of zero and would never wake.',
  'AF-ENG-001': 'max-num-seqs is far from 1.5 … 2 × the planned sessions of a replica.',
  'AF-ENG-004': 'The engine admits fewer sequences than sessions are planned.',
  'AF-ENG-021': 'A flag was removed from this version of the engine.',
  'AF-ENG-022': 'A flag is not known to this version of the engine.',
  'AF-ENG-023': 'A flag is already set by a prop.',
  'AF-ENG-024': 'A flag has a value that the engine does not accept.',
  'AF-ENG-025': 'An environment variable is no longer read by this version of the engine.',
  'AF-LAT-004': 'So many sessions share one GPU that first tokens wait, although memory fits.',
  'AF-OBS-001': 'The alert on the first token is not below its target.',
  'AF-OBS-002': 'The alert on KV cache use comes too late.',
  'AF-OBS-003': 'No dashboard shows the queue beside the number of GPUs.',
  'AF-OBS-007': 'The cost of a pool cannot be recorded because its price is unknown.',
  'AF-RTE-008': 'A fallback leads to an alias that nothing serves, or to itself.',
  'AF-RTE-009': 'Replicas of the router count limits apart because they share no store.',
  'AF-RTE-010': 'A fallback for long requests leads to a pool with no longer context.',
  'AF-VIEW-001': 'The Kubernetes view meets a resource that it does not know.',
  'AF-INT-001': 'An error without a problem: a mistake of this library, please report it.',
} as const;

/** Every code with its meaning. */
export const CODES: Readonly<Record<string, string>> = { ...SPEC_CODES, ...DOMAIN_CODES };
