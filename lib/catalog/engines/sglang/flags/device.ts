/** Flags of SGLang of devices, as its own parser reported them. */
import type { FlagRow } from '../../flag';

export const DEVICE_FLAGS: readonly FlagRow[] = [
  ['--base-gpu-id', 'int', '0.5.23'],
  ['--device', 'text', '0.5.23'],
  ['--gc-threshold', 'ints', '0.5.23'],
  ['--gpu-id-step', 'int', '0.5.23'],
  ['--mlx-enable-sampling', 'switch', '0.5.23'],
  ['--numa-node', 'ints', '0.5.23'],
  ['--random-seed', 'int', '0.5.23'],
  ['--sleep-on-idle', 'switch', '0.5.23'],
  ['--soft-watchdog-timeout', 'float', '0.5.23'],
  ['--use-ray', 'switch', '0.5.23'],
  ['--watchdog-timeout', 'float', '0.5.23'],
];
