/** Images that the vLLM project publishes. The entrypoint of each is `vllm serve`. */
import type { PublishedImage } from '../engine-image';

export const VLLM_IMAGES: readonly PublishedImage[] = [
  {
    vendor: 'NVIDIA',
    name: 'docker.io/vllm/vllm-openai',
    since: null,
    userSince: '0.22.0',
    // Python lay in the home of root, which no other user may read (vllm-project/vllm#15174, #31959).
    withoutUser: 'does not start',
    examplesFolder: '/vllm-workspace/examples',
    provenance: { source: 'docker/Dockerfile; vllm-project/vllm#40275, in the notes of 0.22.0', asOf: '2026-11', evidence: 'found' },
  },
  {
    vendor: 'AMD',
    name: 'docker.io/vllm/vllm-openai-rocm',
    since: '0.14.0',
    userSince: null,
    // Python is that of the system, but the image has no such user, and /dev/kfd belongs to groups of the node.
    withoutUser: 'unknown',
    examplesFolder: '/app/vllm/examples',
    provenance: {
      source: 'docker/Dockerfile.rocm at vllm-project/vllm@00305ee5; tags v0.14.0 to v0.30.0 in public deployments',
      asOf: '2026-11',
      evidence: 'found',
    },
  },
];
