/** Flags of SGLang of devices, as its own parser reported them. */
import type { FlagRow } from '../../flag';

export const DEVICE_FLAGS: readonly FlagRow[] = [
  ['--base-gpu-id', 'int', '0.5.20'],
  ['--device', 'text', '0.5.20'],
  ['--gc-threshold', 'ints', '0.5.20'],
  ['--gpu-id-step', 'int', '0.5.20'],
  ['--mlx-enable-sampling', 'switch', '0.5.20'],
  ['--numa-node', 'ints', '0.5.20'],
  ['--random-seed', 'int', '0.5.20'],
  ['--sleep-on-idle', 'switch', '0.5.20'],
  ['--soft-watchdog-timeout', 'float', '0.5.20'],
  ['--use-ray', 'switch', '0.5.20'],
  ['--watchdog-timeout', 'float', '0.5.20'],
];
