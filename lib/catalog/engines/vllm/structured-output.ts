import type { Provenance } from '../../provenance';
/** Backends of structured output. `lm-format-enforcer` is to go with 0.35.0. */
import type { ValueRow } from '../flag';

export const VLLM_STRUCTURED_OUTPUT: readonly ValueRow[] = [
  ['auto', '0.10.2'],
  ['xgrammar', '0.10.2'],
  ['guidance', '0.10.2'],
  ['outlines', '0.10.2'],
  ['lm-format-enforcer', '0.10.2'],
];

export const VLLM_STRUCTURED_OUTPUT_PROVENANCE: Provenance = {
  source: 'choices of --guided-decoding-backend in 0.10.2; vllm/config/structured_outputs.py in the wheels of 0.30.0 and 0.33.0',
  asOf: '2026-11',
  evidence: 'found',
};
