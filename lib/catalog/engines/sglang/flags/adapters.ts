/** Flags of SGLang of adapters, as its own parser reported them. */
import type { FlagRow } from '../../flag';

export const ADAPTERS_FLAGS: readonly FlagRow[] = [
  ['--enable-lora', 'switch', '0.5.23'],
  ['--enable-lora-overlap-loading', 'switch', '0.5.23'],
  ['--experts-shared-outer-loras', 'toggle', '0.5.23'],
  ['--lora-backend', 'text', '0.5.23'],
  ['--lora-drain-wait-threshold', 'float', '0.5.23'],
  ['--lora-eviction-policy', 'text', '0.5.23'],
  ['--lora-paths', 'texts', '0.5.23'],
  ['--lora-strict-loading', 'toggle', '0.5.23'],
  ['--lora-target-modules', 'texts', '0.5.23'],
  ['--lora-use-virtual-experts', 'switch', '0.5.23'],
  ['--max-loaded-loras', 'int', '0.5.23'],
  ['--max-lora-chunk-size', 'int', '0.5.23'],
  ['--max-lora-rank', 'int', '0.5.23'],
  ['--max-loras-per-batch', 'int', '0.5.23'],
];
