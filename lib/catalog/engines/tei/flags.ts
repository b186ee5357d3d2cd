/** Flags of `text-embeddings-router`: name, what it takes, first and last release read that has it. Each also exists as a variable. */
import type { FlagRow, RetiredRow } from '../flag';

/** Releases whose options were read in router/src/main.rs, oldest first. */
export const TEI_READ_RELEASES = ['1.8.3', '1.9.0', '1.9.1', '1.9.2', '1.9.3'] as const;

export const TEI_FLAGS: readonly FlagRow[] = [
  ['--api-key', 'text', '1.8.3'],
  // Before 1.9.2 it takes no value, so pools of those releases are refused.
  ['--auto-truncate', 'optional', '1.8.3'],
  ['--cors-allow-origin', 'text', '1.8.3'],
  ['--default-prompt', 'text', '1.8.3'],
  ['--default-prompt-name', 'text', '1.8.3'],
  ['--dense-path', 'text', '1.8.3'],
  ['--disable-spans', 'switch', '1.8.3'],
  ['--dtype', 'text', '1.8.3'],
  ['--hf-api-token', 'text', '1.8.3'],
  ['--hf-token', 'text', '1.8.3'],
  ['--hostname', 'text', '1.8.3'],
  ['--huggingface-hub-cache', 'text', '1.8.3'],
  ['--json-output', 'switch', '1.8.3'],
  ['--max-batch-requests', 'count', '1.8.3'],
  ['--max-batch-tokens', 'count', '1.8.3'],
  ['--max-client-batch-size', 'count', '1.8.3'],
  ['--max-concurrent-requests', 'count', '1.8.3'],
  ['--model-id', 'text', '1.8.3'],
  ['--otlp-endpoint', 'text', '1.8.3'],
  ['--otlp-service-name', 'text', '1.8.3'],
  ['--payload-limit', 'count', '1.8.3'],
  ['--pooling', 'text', '1.8.3'],
  ['--port', 'count', '1.8.3'],
  ['--prometheus-port', 'count', '1.8.3'],
  ['--revision', 'text', '1.8.3'],
  ['--served-model-name', 'text', '1.9.0'],
  ['--tokenization-workers', 'count', '1.8.3'],
  ['--uds-path', 'text', '1.8.3'],
];

/** None is known to have gone. */
export const TEI_RETIRED_FLAGS: readonly RetiredRow[] = [];
