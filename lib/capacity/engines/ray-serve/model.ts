import { Engine } from '../../../catalog/engines/engine';
import type { ReplicaEngine } from '../../replica-engine';
import type { EngineModel } from '../engine-model';
import { VLLM_MODEL } from '../vllm/model';

/** Release of vLLM that Ray Serve LLM 2.60 pins. */
const PINNED = '0.29.0';

/** By default Ray Serve LLM runs vLLM in the release that it pins. */
export const RAY_SERVE_MODEL: EngineModel = {
  ...VLLM_MODEL,
  id: 'ray-serve',
  spelled: /^ray/i,
  engine: (version) => running(VLLM_MODEL.engine(version ?? PINNED)),
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
  };
}
