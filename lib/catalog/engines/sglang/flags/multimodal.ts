/** Flags of SGLang of pictures, sound and video, as its own parser reported them. */
import type { FlagRow } from '../../flag';

export const MULTIMODAL_FLAGS: readonly FlagRow[] = [
  ['--allowed-media-domains', 'texts', '0.5.20'],
  ['--disable-fast-image-processor', 'switch', '0.5.20'],
  ['--enable-broadcast-mm-inputs-process', 'switch', '0.5.20'],
  ['--enable-mm-global-cache', 'switch', '0.5.20'],
  ['--enable-multimodal', 'switch', '0.5.20'],
  ['--enable-prefix-mm-cache', 'switch', '0.5.20'],
  ['--image-processor-backend', 'text', '0.5.20'],
  ['--limit-mm-data-per-request', 'json', '0.5.20'],
  ['--media-url-max-file-size-mb', 'int', '0.5.20'],
  ['--mm-attention-backend', 'text', '0.5.20'],
  ['--mm-enable-dp-encoder', 'toggle', '0.5.20'],
  ['--mm-feature-transport', 'text', '0.5.20'],
  ['--mm-global-cache-backend', 'text', '0.5.20'],
  ['--mm-io-worker-num', 'int', '0.5.20'],
  ['--mm-preprocess-cache-size-mb', 'int', '0.5.20'],
  ['--mm-process-config', 'json', '0.5.20'],
  ['--mm-processor-worker-num', 'int', '0.5.20'],
  ['--trust-mm-content-hashes', 'switch', '0.5.20'],
];
