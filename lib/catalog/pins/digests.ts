/**
 * Digests of images that the library pulls by default, by their names and tags. None was read at a registry, which nobody reached from here: each stands as a pin in repositories that pull it, and a digest names the program
 * itself, so that a wrong one pulls nothing. So only those stand here that repositories of several owners agree on. Tags that their makers build anew (Valkey, RabbitMQ, PostgreSQL) have no such digest; images that are not here have none.
 */
import type { Provenance } from '../provenance';

export interface ImageDigest {
  /** `sha256:…` of the index of all platforms. */
  readonly digest: string;
  readonly provenance: Provenance;
}

const pinned = (hex: string, by: string): ImageDigest => ({
  digest: `sha256:${hex}`,
  provenance: { source: by, asOf: '2026-11-30', evidence: 'found' },
});
const SEVERAL = 'pins of several public repositories, which agree';
const SEVERAL_ASKED = `${SEVERAL}; one of them asked the registry for the tag on 2026-09-24`;

// biome-ignore format: one row an image reads as a table
export const DIGESTS: Readonly<Record<string, ImageDigest>> = {
  'docker.io/vllm/vllm-openai:v0.30.0': pinned('8a69ffad015f138d7170c4ddc429e230a3bc1c1719f67e14324749df200a4b90', SEVERAL),
  'docker.io/vllm/vllm-openai:v0.31.0': pinned('c1c9f6fd5c109ba7f0546a59f5b2f15fb87f64c77782e90a27b648b42a8e67c3', SEVERAL),
  'docker.io/vllm/vllm-openai-rocm:v0.30.0': pinned('2e7da1ad1c66836802072588adea75f9f4991da5f9545b4318e91d422c22ce6a', SEVERAL_ASKED),
  'docker.io/ollama/ollama:0.32.15': pinned('57d60e686821ea81a7748a3ec8141308c8b8f95b27105713954abf7a6529e700', SEVERAL),
  'nvcr.io/nvidia/tensorrt-llm/release:1.2.1': pinned('33cd085b772947bd22b7273886539331420404e5d2a4a039945241945ff927b9', SEVERAL),
  'ghcr.io/huggingface/text-embeddings-inference:89-1.9.3': pinned('e47e625ced2385d3dbfdee79ba0380204578e0b27ef1a926783f9b3486aaf109', SEVERAL),
  'docker.io/qdrant/qdrant:v1.19.0-unprivileged': pinned('a0e04fe623cb064502cd869cefc1dc7ce359d8edd481063b5bd351c0a0a2c91e', SEVERAL),
};
