/** Programs that hold the tokens of an answer to a JSON schema, a regular expression or a grammar. */
import type { Provenance } from '../provenance';
import type { ValueRow } from './flag';

export const STRUCTURED_OUTPUT_BACKENDS = ['auto', 'xgrammar', 'guidance', 'outlines', 'lm-format-enforcer'] as const;

/** What holds the tokens of an answer to a shape. `auto` leaves the choice to the engine; `guidance` is the library llguidance. */
export type StructuredOutputBackend = (typeof STRUCTURED_OUTPUT_BACKENDS)[number];

/** What an engine holds answers to a shape with. */
export interface StructuredOutputFacts {
  /** Backends that a pool may name, with their releases; `auto` is there where the engine needs no name. */
  readonly backends: readonly ValueRow[];
  readonly provenance: Provenance;
}
