/**
 * CPU architectures that published images are built for, by repository: what the workflow or the build file that publishes them names, or
 * the documentation of their maker. A repository that is not here, or a tag that `tags` leaves out, is unknown.
 */
import { parseImage } from '../../core/kubernetes/image-reference';
import { own } from '../../core/own';
import type { CpuArchitecture } from '../cpu-architecture';
import type { Provenance } from '../provenance';

interface BuiltFor {
  readonly architectures: readonly CpuArchitecture[];
  /** Tags that it holds for. @default - all */
  readonly tags?: RegExp;
  readonly provenance: Provenance;
}

const BOTH = ['amd64', 'arm64'] as const;
const AMD64 = ['amd64'] as const;

const found = (source: string) => ({ source, asOf: '2026-12-01', evidence: 'found' }) as const;
const known = (source: string) => ({ source, asOf: '2026-12-01', evidence: 'known' }) as const;

const TEI = found(
  '.github/workflows/matrix.json and build.yaml at huggingface/text-embeddings-inference@0d124dc9: linux/amd64 but for 121 and cpu-arm64',
);
const CNPG = 'platforms linux/amd64 and linux/arm64';
const OFFICIAL = known('Docker official image, built for amd64 and arm64v8');

// biome-ignore format: one row a repository reads as a table
const BUILT_FOR: Readonly<Record<string, readonly BuiltFor[]>> = {
  // Before 0.12 some tags had x86-64 alone (vllm-project/vllm#22206 of 2025-08); a registry that was asked for 0.21.0 had both.
  'docker.io/vllm/vllm-openai': [{ architectures: BOTH, tags: /^v0\.(?:2[1-9]|[3-9]\d)\./, provenance: found('.buildkite/scripts of vllm-project/vllm: a release tag is a manifest of its -x86_64 and -aarch64 images') }],
  'docker.io/vllm/vllm-openai-rocm': [{ architectures: AMD64, provenance: found('.buildkite/scripts of vllm-project/vllm: no -aarch64 image and no manifest') }],
  'docker.io/vllm/vllm-router': [{ architectures: BOTH, provenance: found('publish-release-images.sh of vllm-project/router: releases and nightly builds are manifests of -x86_64 and -aarch64') }],
  // Nothing was read of the tags with -runtime, which this library pulls.
  'docker.io/lmsysorg/sglang': [{ architectures: BOTH, tags: /^v0\.5\.(?:[3-9]|[1-9]\d)$/, provenance: found('sgl-project/sglang#11268 (2025-10-06): tags of releases are manifests of both') }],
  'ghcr.io/huggingface/text-embeddings-inference': [
    { architectures: ['arm64'], tags: /^(?:121-|cpu-arm64-)/, provenance: TEI },
    { architectures: AMD64, provenance: TEI },
  ],
  'ghcr.io/huggingface/text-generation-inference': [{ architectures: AMD64, provenance: found(".github/workflows/build.yaml at huggingface/text-generation-inference@db931fcf: platforms 'linux/amd64'") }],
  'nvcr.io/nvidia/tensorrt-llm/release': [{ architectures: BOTH, provenance: found('NVIDIA/TensorRT-LLM, blog9_Deploying_GPT_OSS_on_TRTLLM.md: the release container runs on x64 and on arm64; GH200, GB200 and GB300 are in its list of supported hardware') }],
  'docker.io/ollama/ollama': [{ architectures: BOTH, tags: /^\d[\d.]*$/, provenance: known('Dockerfile and release.yaml of ollama/ollama: linux/amd64 and linux/arm64, but for the -rocm tags') }],
  'ghcr.io/berriai/litellm-non_root': [{ architectures: BOTH, provenance: known('workflows of BerriAI/litellm; BerriAI/litellm#29382 and #26974 tell of arm64 images with x86-64 programs in releases before 1.85') }],
  'ghcr.io/berriai/litellm-database': [{ architectures: BOTH, provenance: known('as ghcr.io/berriai/litellm-non_root') }],
  'docker.io/envoyproxy/envoy': [{ architectures: BOTH, provenance: found('envoyproxy.io/docs, Installing Envoy: images for amd64 and arm64') }],
  'docker.io/qdrant/qdrant': [{ architectures: BOTH, provenance: found(".github/workflows/docker-image.yml of qdrant/qdrant: --platform='linux/amd64,linux/arm64'") }],
  'docker.io/oliver006/redis_exporter': [{ architectures: BOTH, provenance: found('.github/workflows/release.yml of oliver006/redis_exporter: linux/amd64, linux/arm, linux/arm64') }],
  'ghcr.io/cloudnative-pg/postgresql': [{ architectures: BOTH, provenance: found(`docker-bake.hcl of cloudnative-pg/postgres-containers: ${CNPG}`) }],
  'ghcr.io/cloudnative-pg/pgbouncer': [{ architectures: BOTH, provenance: found(`docker-bake.hcl of cloudnative-pg/pgbouncer-containers: ${CNPG}`) }],
  'docker.io/valkey/valkey': [{ architectures: BOTH, provenance: known('valkey-io/valkey-container, built as Docker official images are') }],
  'docker.io/library/rabbitmq': [{ architectures: BOTH, provenance: OFFICIAL }],
  'docker.io/library/busybox': [{ architectures: BOTH, provenance: OFFICIAL }],
  'ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-k8s': [{ architectures: BOTH, provenance: known('.goreleaser.yaml of distributions/otelcol-k8s: amd64 and arm64 among others') }],
};

/** Null where nobody has read it. @param name whole name of a published image, e.g. `docker.io/valkey/valkey:9.1.1` */
export function publishedArchitectures(name: string): readonly CpuArchitecture[] | null {
  const image = parseImage(name);
  const rows = image === null ? undefined : own(BUILT_FOR, image.repository);
  return rows?.find(({ tags }) => tags === undefined || tags.test(image?.tag ?? ''))?.architectures ?? null;
}
