/** Flags of SGLang of adapters, as its own parser reported them. */
import type { FlagRow } from '../../flag';

export const ADAPTERS_FLAGS: readonly FlagRow[] = [
  ['--enable-lora', 'switch', '0.5.20'],
  ['--enable-lora-overlap-loading', 'switch', '0.5.20'],
  ['--experts-shared-outer-loras', 'toggle', '0.5.20'],
  ['--lora-backend', 'text', '0.5.20'],
  ['--lora-drain-wait-threshold', 'float', '0.5.20'],
  ['--lora-eviction-policy', 'text', '0.5.20'],
  ['--lora-paths', 'texts', '0.5.20'],
  ['--lora-strict-loading', 'toggle', '0.5.20'],
  ['--lora-target-modules', 'texts', '0.5.20'],
  ['--lora-use-virtual-experts', 'switch', '0.5.20'],
  ['--max-loaded-loras', 'int', '0.5.20'],
  ['--max-lora-chunk-size', 'int', '0.5.20'],
  ['--max-lora-rank', 'int', '0.5.20'],
  ['--max-loras-per-batch', 'int', '0.5.20'],
];
