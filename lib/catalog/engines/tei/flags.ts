/** Flags of `text-embeddings-router`: name, what it takes, first and last release read that has it. Each also exists as a variable. */
import type { FlagRow, RetiredRow } from '../flag';

/** Releases whose options were read in router/src/main.rs, oldest first. */
export const TEI_READ_RELEASES = ['1.8.3', '1.9.3'] as const;

export const TEI_FLAGS: readonly FlagRow[] = [
  ['--api-key', 'text', '1.8.3'],
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
  ['--max-batch-requests', 'int', '1.8.3'],
  ['--max-batch-tokens', 'int', '1.8.3'],
  ['--max-client-batch-size', 'int', '1.8.3'],
  ['--max-concurrent-requests', 'int', '1.8.3'],
  ['--model-id', 'text', '1.8.3'],
  ['--otlp-endpoint', 'text', '1.8.3'],
  ['--otlp-service-name', 'text', '1.8.3'],
  ['--payload-limit', 'int', '1.8.3'],
  ['--pooling', 'text', '1.8.3'],
  ['--port', 'int', '1.8.3'],
  ['--prometheus-port', 'int', '1.8.3'],
  ['--revision', 'text', '1.8.3'],
  ['--served-model-name', 'text', '1.9.3'],
  ['--tokenization-workers', 'int', '1.8.3'],
  ['--uds-path', 'text', '1.8.3'],
];

/** None is known to have gone. */
export const TEI_RETIRED_FLAGS: readonly RetiredRow[] = [];
