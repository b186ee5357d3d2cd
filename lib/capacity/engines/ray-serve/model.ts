import { Engine } from '../../../catalog/engines/engine';
import { RAY_SERVE } from '../../../catalog/engines/ray-serve/definition';
import type { ReplicaEngine } from '../../replica-engine';
import type { EngineModel } from '../engine-model';
import { VLLM_MODEL } from '../vllm/model';

/** By default Ray Serve LLM runs vLLM in the release that its newest release pins. */
export const RAY_SERVE_MODEL: EngineModel = {
  ...VLLM_MODEL,
  id: 'ray-serve',
  spelled: /^ray/i,
  engine: (version) => running(VLLM_MODEL.engine(version ?? RAY_SERVE.defaultVersion)),
  unsaid: (spec, told) => VLLM_MODEL.unsaid(spec, { ...told, version: true }),
};

function running(engine: ReplicaEngine | null): ReplicaEngine | null {
  if (engine === null) return null;
  const { version } = engine;
  const own = Engine.vllm({ version });
  return {
    id: 'ray-serve',
    name: `Ray Serve LLM (${own.name})`,
    version,
    admissionDefaults: (gpu) => own.admissionDefaults(gpu),
    utilizationDefault: own.utilizationDefault,
    weightSupport: (format, repository, gpu) => own.weightSupport(format, repository, gpu),
  };
}
