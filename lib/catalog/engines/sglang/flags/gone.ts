/** Flags of SGLang that releases before the newest had, as their own parsers reported them. */
import type { FlagRow } from '../../flag';

export const GONE_FLAGS: readonly FlagRow[] = [
  ['--cuda-graph-tc-compiler', 'text', '0.5.20', '0.5.20'],
  ['--elastic-ep-rejoin', 'switch', '0.5.20', '0.5.20'],
  ['--keep-mm-feature-on-device', 'switch', '0.5.20', '0.5.20'],
  ['--speculative-skip-dp-mlp-sync', 'switch', '0.5.20', '0.5.22'],
];
