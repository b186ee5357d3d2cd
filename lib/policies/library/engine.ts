import type { LibraryRow } from './library-row';
import { SOURCES } from './sources';

export const ENGINE: readonly LibraryRow[] = [
  ['admission-ratio', 'pools that plan sessions', SOURCES.engineTuning],
  ['engine-for-environment', 'every pool', SOURCES.developerEngine],
  ['admission-limit', 'pools that plan sessions', SOURCES.engineArguments],
  ['prefixes-on-fitting-engine', 'roles with cached prompts', SOURCES.prefixTree],
  ['fixed-prompts-on-fitting-engine', 'roles with growth or cached prompts', SOURCES.fixedEngine],
  ['tools-parsed', 'pools with toolCalling', SOURCES.engineTools],
  ['model-always-there', 'roles that users wait for', SOURCES.developerEngine],
  ['prefixes-cached', 'pools that agents use', SOURCES.prefixTree],
  ['engine-maintained', 'every pool', SOURCES.endedEngine],
  ['health-probed', 'every pool', SOURCES.probes],
  ['context-as-planned', 'pools that plan sessions', SOURCES.engineArguments],
];
