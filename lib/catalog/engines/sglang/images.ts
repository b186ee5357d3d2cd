/** Images that the SGLang project publishes. Their command is a shell, so a pod names the server itself. */
import type { PublishedImage } from '../engine-image';

/** Without the build tools; CUDA 13, which needs a driver R580 or newer. */
const VARIANT = 'runtime';

export const sglangTag = (version: string): string => `v${version}-${VARIANT}`;

export const SGLANG_IMAGES: readonly PublishedImage[] = [
  {
    vendor: 'NVIDIA',
    name: 'docker.io/lmsysorg/sglang',
    since: null,
    userSince: null,
    // The image has no user but root, and it is not documented that it runs as another.
    withoutUser: 'unknown',
    examplesFolder: '/sgl-workspace/sglang/examples/chat_template',
    provenance: {
      source: 'docker/Dockerfile at sgl-project/sglang@8905cbd4 (2026-07-20); its tags were not listed',
      asOf: '2026-11',
      evidence: 'found',
    },
  },
];
