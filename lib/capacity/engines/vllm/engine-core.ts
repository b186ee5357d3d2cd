/** Which of vLLM's three cores runs a replica: they profile differently. Read in the wheels of 0.6.3 to 0.33.0 (vllm/engine/arg_utils.py, vllm/config/vllm.py). */
import type { EngineVersion } from '../../../catalog/engines/engine-version';
import type { GpuFacts } from '../../../catalog/gpu-facts';
import type { ModelFacts } from '../../../catalog/model-facts';
import type { ReplicaSpec } from '../../replica-spec';
import { RELEASES, releaseOf } from './releases';

/** `first`: V0, one full request is profiled. `second`: V1. `runner-2`: V1 with Model Runner V2, whose sampler keeps buffers instead of copies. */
export type EngineCore = 'first' | 'second' | 'runner-2';

/** Cards below this compute capability stayed with the first core as long as there was one, and those of AMD (a start-up of 0.9.2 on MI300X). */
const SECOND_CORE_FROM = 8;

export function coreOf(spec: ReplicaSpec): EngineCore {
  const release = releaseOf(spec.engine);
  if (!release.atLeast(RELEASES.v1Core)) return 'first';
  if (!release.atLeast(RELEASES.onlyV1) && (isOld(spec.gpu.facts) || spec.gpu.facts.vendor === 'AMD')) return 'first';
  if (!release.atLeast(RELEASES.fp8KvOnV1) && spec.kvCacheDtype === 'fp8' && !isHopper(spec.gpu.facts)) return 'first';
  return laterCore(spec.model.facts, release);
}

/** The core of a release that has the second one. */
export function laterCore(facts: ModelFacts, release: EngineVersion): EngineCore {
  if (release.atLeast(RELEASES.runner2Measures)) return 'runner-2';
  const dense = facts.moe === null && facts.linearState === null && facts.kind === 'llm';
  return dense && (release.atLeast(RELEASES.denseOnRunner2) || isEarlyOnRunner2(facts, release)) ? 'runner-2' : 'second';
}

/** The classes that came first: Qwen3ForCausalLM, then LlamaForCausalLM and MistralForCausalLM. A model without a known family is counted as before. */
function isEarlyOnRunner2(facts: ModelFacts, release: EngineVersion): boolean {
  const isPlain = facts.nativeQuantization === null && facts.expertQuantization === null;
  if (facts.weightDetail?.towerShape !== undefined || (!isPlain && !release.atLeast(RELEASES.quantizedOnRunner2))) return false;
  if (isClass(facts, QWEN3)) return release.atLeast(RELEASES.qwen3OnRunner2);
  return isClass(facts, LLAMA_AND_MISTRAL) && release.atLeast(RELEASES.llamaOnRunner2);
}

const QWEN3 = /^(qwen3|Qwen3ForCausalLM)$/;
const LLAMA_AND_MISTRAL = /^(llama-3\.\d|mistral|mistral-large-2|(Llama|Mistral)ForCausalLM|(.*\/)?(meta-)?llama-3-\d+b.*)$/i;
/** By its family in the catalog, by its name, or by the class of a config.json without one. */
const isClass = ({ family, id }: ModelFacts, name: RegExp) => name.test(family) || name.test(id);

const isOld = ({ computeCapability }: GpuFacts) => computeCapability !== null && computeCapability < SECOND_CORE_FROM;
const isHopper = ({ computeCapability }: GpuFacts) => Math.floor(computeCapability ?? 0) === 9;
