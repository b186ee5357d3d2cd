/** Codes that no rule owns: what is thrown at once, because nothing can be computed. docs/errors.md prints them. Codes are never reused. */

/** What docs/errors.md says of a code. */
export interface CodeMeaning {
  /** What it means, one sentence. */
  readonly title: string;
  /** Why it matters, one sentence. */
  readonly why: string;
  /** How to fix it, one sentence. */
  readonly fix: string;
}

/** What is wrong with the spec itself: thrown by the constructor or function that is given it. */
export const SPEC_CODES = {
  'AF-SPEC-001': {
    title: 'A prop has the wrong type or lies outside its range.',
    why: 'Nothing can be computed from it.',
    fix: 'Give a value that the message names as allowed.',
  },
  'AF-SPEC-002': {
    title: 'A key is unknown.',
    why: 'It would be ignored.',
    fix: 'Correct the spelling, or remove the key.',
  },
  'AF-SPEC-003': {
    title: 'A name is given twice where names must be unique: an id of a construct, a role of a topology, an engine that is registered.',
    why: 'One of the two would hide the other.',
    fix: 'Give each its own name.',
  },
  'AF-SPEC-005': {
    title: 'A Terraform token stands where the value is needed at synthesis.',
    why: 'Terraform knows the value only later, and the plan is computed with it now.',
    fix: 'Write the value out.',
  },
  'AF-SPEC-008': {
    title: 'A construct has no stack above it, or sits in a stack of another copy of cdktf.',
    why: 'What it makes would be in no stack that is written.',
    fix: 'Pass a TerraformStack, or a construct inside one, and install cdktf once.',
  },
  'AF-SPEC-011': {
    title: 'The app writes HCL, in which cdktf does not escape texts.',
    why: 'A text of a user could become an expression of Terraform.',
    fix: 'Write JSON, which is the default of cdktf.',
  },
  'AF-SPEC-025': {
    title: 'A stack was written already when an aspect of a later one added to what its plan counts.',
    why: 'Its resources and its plan would say less than what is deployed.',
    fix: 'Add the construct before the synthesis, or in an aspect of the first of these stacks.',
  },
} as const satisfies Readonly<Record<string, CodeMeaning>>;

/** Codes of the shape of a spec. */
export type SpecCode = keyof typeof SPEC_CODES;

const INSIDE: Readonly<Record<string, CodeMeaning>> = {
  'AF-POL-005': {
    title: 'A rule of a pack of yours gave no answer.',
    why: 'What it guards against may be there.',
    fix: "Let its check answer 'pass', 'not-applicable', or failures, each with a message.",
  },
  'AF-VIEW-001': {
    title: 'The Kubernetes view meets a resource that it does not know.',
    why: 'The view would lack an object that Terraform makes.',
    fix: 'Look at cdk.tf.json for resources that this library does not make.',
  },
  'AF-INT-001': {
    title: 'An error was made without a problem.',
    why: 'It is a mistake of this library.',
    fix: 'Report it, with the props of the construct.',
  },
  'AF-INT-002': {
    title: 'A rule failed while it looked at a construct.',
    why: 'It is a mistake of this library, and what the rule guards against may be there.',
    fix: 'Report it, with the props of the construct.',
  },
};

/** Every code that no rule owns, with what it means. */
export const CODES: Readonly<Record<string, CodeMeaning>> = { ...SPEC_CODES, ...INSIDE };
