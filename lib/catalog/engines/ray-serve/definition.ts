/** Ray Serve LLM: vLLM in the release that a release of Ray pins, run by the operator of Ray. Releases are those of vLLM, on which flags and memory depend. */
import { own } from '../../../core/own';
import type { EngineDefinition } from '../engine-definition';
import type { EngineMetrics } from '../engine-metrics';
import { VLLM } from '../vllm/definition';

/** Release of Ray by the release of vLLM that its extra `llm` requires. */
const RAY_RELEASES: Readonly<Record<string, string>> = { '0.26.0': '2.58.0', '0.29.0': '2.60.0' };

const PINS = {
  source: 'extra `llm` in the metadata of the wheels of ray 2.58.0 and 2.60.0 (PyPI): vllm[audio]==0.26.0 and ==0.29.0',
  asOf: '2026-11-29',
  evidence: 'found',
} as const;

/** Releases of vLLM that some release of Ray brings. */
export const RAY_VLLM_RELEASES: readonly string[] = Object.keys(RAY_RELEASES);

/** Undefined where no release of Ray that was read brings this one. */
export const rayRelease = (vllm: string): string | undefined => own(RAY_RELEASES, vllm);

/** Ray writes the series of vLLM under names that its own exporter takes (vllm/v1/metrics/ray_wrappers.py; dashboards of ray 2.60.0). */
function seriesOfRay(names: EngineMetrics): EngineMetrics {
  const renamed = Object.entries(names).map(([meaning, name]) => [
    meaning,
    typeof name === 'string' && name.startsWith('vllm:') ? `ray_${name.replace(':', '_')}` : name,
  ]);
  return Object.fromEntries(renamed) as unknown as EngineMetrics;
}

/** It has one name for the model, and pools of any name. */
const { aliases: _aliases, ...SHARED } = VLLM;

export const RAY_SERVE: EngineDefinition = {
  ...SHARED,
  id: 'ray-serve',
  name: 'Ray Serve LLM with vLLM',
  factory: 'Engine.rayServe',
  kinds: ['llm'],
  operator: 'rayOperator',
  defaultVersion: '0.29.0',
  provenance: { ...VLLM.provenance, version: PINS },
  images: [
    {
      vendor: 'NVIDIA',
      name: 'docker.io/rayproject/ray-llm',
      since: null,
      // Its user is called ray, 1000, of the group users, 100.
      userSince: '0.10.2',
      withoutUser: 'unknown',
      examplesFolder: null,
      provenance: {
        source:
          'ray-project/ray: docker/base-deps/Dockerfile (RAY_UID 1000, RAY_GID 100, HOME /home/ray) and docker/ray-llm/Dockerfile (Python 3.12 with CUDA 13.0 alone, which the tag names)',
        asOf: '2026-11-30',
        evidence: 'found',
      },
    },
  ],
  tagOf: (version) => `${rayRelease(version) ?? version}-py312-cu130`,
  warmUp: {
    runs: `as ${VLLM.name}: a replica is there once its engine has started, and the Service gets requests once the application runs`,
    provenance: {
      source: 'ray/llm/_internal/serve/core/server/llm_server.py of ray 2.60.0: the constructor of a replica waits for its engine',
      asOf: '2026-11-30',
      evidence: 'found',
    },
  },
  healthPath: '/-/healthz',
  metricsPort: 8080,
  metrics: seriesOfRay(VLLM.metrics),
  reservedNames: {},
};
