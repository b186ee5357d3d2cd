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
      provenance: { source: 'docker/base-deps/Dockerfile and docker/ray-llm of ray-project/ray', asOf: '2026-11', evidence: 'found' },
    },
  ],
  tagOf: (version) => `${rayRelease(version) ?? version}-py312-cu130`,
  healthPath: '/-/healthz',
  metricsPort: 8080,
  metrics: seriesOfRay(VLLM.metrics),
  reservedNames: {},
};
