/** Images of Text Embeddings Inference: each is compiled for one compute capability, and a binary of another does not start on the card. */
import type { PublishedImage } from '../engine-image';

const SOURCE = '.github/workflows/matrix.json and Dockerfile-cuda at huggingface/text-embeddings-inference, tags v1.6.0 to v1.9.3';

const builtFor = (tagPrefix: string, capabilities: readonly number[], since: string): PublishedImage => ({
  vendor: 'NVIDIA',
  name: 'ghcr.io/huggingface/text-embeddings-inference',
  since,
  tagPrefix,
  capabilities,
  userSince: null,
  // The image has no user but root; its server listens to a port above 1,024 here and writes nothing.
  withoutUser: 'unknown',
  examplesFolder: null,
  provenance: { source: SOURCE, asOf: '2026-11', evidence: 'found' },
});

/** A card takes the first one that is built for it. GB10 (12.1) and B300 (10.3) have none in these releases. */
export const TEI_IMAGES: readonly PublishedImage[] = [
  builtFor('turing-', [7.5], '1.6.0'),
  builtFor('', [8.0], '1.6.0'),
  builtFor('86-', [8.6], '1.6.0'),
  builtFor('89-', [8.9], '1.6.0'),
  builtFor('hopper-', [9.0], '1.6.0'),
  builtFor('100-', [10.0], '1.9.0'),
  builtFor('120-', [12.0], '1.9.0'),
];
