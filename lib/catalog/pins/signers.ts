/** Who signs the images that the library pulls, as their makers say how to verify them. What is not here is signed by nobody who says so (looked for: vLLM, SGLang, Envoy, Valkey, Qdrant, RabbitMQ, the exporter, Text Embeddings Inference). */
import type { Provenance } from '../provenance';

/** A program of a maker that signs without a key of its own. */
export interface KnownSigner {
  /** Who says who it is, e.g. GitHub. */
  readonly issuer: string;
  /** As it is written in the certificate; `{tag}` stands for the tag of the image. */
  readonly subject?: string;
  /** Regular expression of it. */
  readonly subjectRegExp?: string;
  readonly provenance: Provenance;
}

const GITHUB = 'https://token.actions.githubusercontent.com';
const found = (source: string): Provenance => ({ source, asOf: '2026-11-30', evidence: 'found' });

const LITELLM: KnownSigner = {
  issuer: GITHUB,
  subject: 'https://github.com/BerriAI/project-releaser/.github/workflows/release.yml@refs/heads/main',
  provenance: found('release notes of LiteLLM v1.108.10 and v1.108.13: cosign verify (older releases have a key)'),
};

export const SIGNERS: Readonly<Record<string, KnownSigner>> = {
  'ghcr.io/berriai/litellm-non_root': LITELLM,
  'ghcr.io/berriai/litellm-database': LITELLM,
  'ghcr.io/cloudnative-pg/postgresql': {
    issuer: GITHUB,
    subjectRegExp: '^https://github.com/cloudnative-pg/postgres-containers/',
    provenance: found('cloudnative-pg/postgres-containers, README, Image Signatures (minimal and standard images)'),
  },
  'ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-k8s': {
    issuer: GITHUB,
    subject: 'https://github.com/open-telemetry/opentelemetry-collector-releases/.github/workflows/base-release.yaml@refs/tags/v{tag}',
    provenance: found('README of opentelemetry-collector, and .github/workflows/release-k8s.yaml of opentelemetry-collector-releases'),
  },
};
