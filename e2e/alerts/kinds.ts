/** Kinds of pools, what each writes while it is well, and what goes wrong so that each alert answers. */

import { Cluster, Engine, Gpu, InferencePool, type InferencePoolProps, Model, ObservabilityStack, Scaling } from '../../lib';
import { heldTargets, type LatencyTargets } from '../../lib/catalog/latency-targets';
import type { ApiInstead } from '../../lib/observability/observed-fleet';
import type { ObservedPool } from '../../lib/observability/observed-pool';
import type { AlertRule, RuleGroup } from '../../lib/observability/rule';
import { TerraformStack, Testing } from '../../lib/terraform/engine';
import { rayWorkerPod } from '../cluster/pod-names';
import type { Course } from './series';

export type Trouble = Readonly<Record<string, Partial<Course>>>;

export interface Kind {
  readonly props: Partial<InferencePoolProps>;
  /** Pods that write. */
  readonly pods: number;
  /** Names of its pods. @default - those of a Deployment */
  readonly podName?: (pool: string, index: number) => string;
  readonly latency?: ObservedPool['latency'];
  /** An API that could do its work. */
  readonly apiInstead?: ApiInstead;
  /** What its roles ask themselves. */
  readonly latencyTargets?: LatencyTargets;
  /** What a healthy pool of the kind writes, where it differs from a busy language model. */
  readonly healthy?: Trouble;
}

const WAITING = 'vllm:num_requests_waiting';
const KV = 'vllm:kv_cache_usage_perc';
const GENERATED = 'vllm:generation_tokens_total';
const FINISHED = 'vllm:request_success_total';
const PROMPTS = 'vllm:prompt_tokens_total';
const GPU_ACTIVE = 'DCGM_FI_PROF_GR_ENGINE_ACTIVE';

const NO_TOKENS: Trouble = { [GENERATED]: { healthy: 0 }, [KV]: { healthy: 0 } };
const NOTHING_TO_DO: Trouble = {
  'vllm:num_requests_running': { healthy: 0 },
  [GENERATED]: { healthy: 0 },
  [PROMPTS]: { healthy: 0 },
  [FINISHED]: { healthy: 0 },
  [KV]: { healthy: 0 },
  [GPU_ACTIVE]: { healthy: 0 },
};

export const KINDS: Readonly<Record<string, Kind>> = {
  single: { props: {}, pods: 1, latency: 'chat' },
  voice: { props: {}, pods: 1, latency: 'voice' },
  'with targets of its own': { props: {}, pods: 2, latency: 'chat', latencyTargets: { ttftMs: 2_500, tpotMs: 50, e2eMs: 20_000 } },
  scaled: { props: { scaling: Scaling.queueDepth({ min: 2, max: 8 }) }, pods: 2 },
  several: { props: { replicas: 3 }, pods: 3, latency: 'chat' },
  'of several GPUs': { props: { model: Model.LLAMA_3_3_70B_INSTRUCT, gpusPerReplica: 4 }, pods: 1, latency: 'chat' },
  'in stages': { props: { gpusPerReplica: 2, parallelism: { pipeline: 2 } }, pods: 1 },
  'whose prompts are computed elsewhere': { props: { replicas: 2, prefill: { replicas: 2 } }, pods: 2, latency: 'chat' },
  'of another engine': { props: { engine: Engine.sglang(), replicas: 2 }, pods: 2, latency: 'chat' },
  'on AMD': { props: { gpu: Gpu.MI300X }, pods: 1, latency: 'chat' },
  embedder: { props: { model: Model.BGE_M3, maxContextTokens: 512 }, pods: 1, healthy: NO_TOKENS },
  reranker: { props: { model: Model.QWEN3_RERANKER_0_6B, replicas: 2 }, pods: 2, healthy: NO_TOKENS },
  'embedder of its own engine': {
    props: { engine: Engine.textEmbeddingsInference(), model: Model.BGE_M3, maxContextTokens: 512 },
    pods: 1,
  },
  'without metrics': { props: { engine: Engine.ollama(), quantization: 'q4_k_m' }, pods: 1 },
  'of a legacy engine': { props: { engine: Engine.textGenerationInference() }, pods: 1, latency: 'chat' },
  'of TensorRT-LLM': { props: { engine: Engine.tensorRtLlm() }, pods: 1 },
  'of Ray Serve': { props: { engine: Engine.rayServe() }, pods: 1, podName: rayWorkerPod },
  idle: { props: {}, pods: 1, healthy: NOTHING_TO_DO },
  'that an API could replace': { props: {}, pods: 1, apiInstead: { api: 'small', usdPerMillionTokens: 1 } },
};

export interface Fault {
  readonly minutes: number;
  /** Minutes of health before it, where the alert compares with them. @default - a few */
  readonly before?: (kind: Kind) => number | undefined;
  readonly trouble: (kind: Kind) => Trouble;
}

const fault = (minutes: number, trouble: Trouble): Fault => ({ minutes, trouble: () => trouble });
const BUSY: Trouble = { 'vllm:num_requests_running': { troubled: 8 } };
/** At the target all are in time, and too near to it. */
const firstTokenSeconds = ({ latencyTargets }: Kind): number => (latencyTargets?.ttftMs ?? 500) / 1_000;
const generates = ({ props }: Kind) => (props.model ?? Model.LLAMA_3_1_8B_INSTRUCT).facts.kind === 'llm';

/** By alert and severity. */
export const FAULTS: Readonly<Record<string, Fault>> = {
  'KvCacheHigh warning': fault(10, { [KV]: { troubled: 0.87 } }),
  'KvCacheHigh critical': fault(10, { [KV]: { troubled: 0.95 } }),
  'QueueLong warning': fault(3, { [WAITING]: { troubled: 7 } }),
  'QueueLong critical': { minutes: 3, trouble: ({ props: { gpusPerReplica = 1 } }) => ({ [WAITING]: { troubled: 12 * gpusPerReplica } }) },
  'QueueGrowing warning': fault(20, { [WAITING]: { growth: 10 } }),
  'FirstTokenLate warning': { minutes: 15, trouble: (kind) => ({ ttft: { troubled: firstTokenSeconds(kind) } }) },
  'FirstTokenLate critical': { minutes: 15, trouble: (kind) => ({ ttft: { troubled: 4 * firstTokenSeconds(kind) } }) },
  'TokensSlow warning': fault(15, { tpot: { troubled: 0.05 } }),
  'TokensSlow critical': fault(15, { tpot: { troubled: 0.1 } }),
  'AnswerLate warning': fault(15, { e2e: { troubled: 20 } }),
  'AnswerLate critical': fault(15, { e2e: { troubled: 50 } }),
  'PoolDown critical': fault(15, { up: { troubled: 0 } }),
  'PoolBelowFloor warning': fault(40, { 'up@0': { troubled: 0 } }),
  'EngineStalled critical': { minutes: 15, trouble: (kind) => ({ ...BUSY, [generates(kind) ? GENERATED : FINISHED]: { troubled: 0 } }) },
  'Preemptions warning': fault(15, { 'vllm:num_preemptions_total': { troubled: 0.5 } }),
  'AnswersCutOff warning': {
    minutes: 90,
    before: () => 1_500,
    trouble: () => ({ 'cut off': { troubled: 5 }, [FINISHED]: { healthy: 1 } }),
  },
  'LateWhileIdle warning': fault(20, { [GPU_ACTIVE]: { troubled: 0.2 }, ttft: { troubled: 10 }, [WAITING]: { growth: 2 } }),
  'StageProxyDown critical': fault(10, { 'up of the proxy': { troubled: 0 } }),
  'StagesFailing warning': fault(15, { 'prompts failed': { troubled: 2 } }),
  'PoolUnderused info': {
    minutes: 1620,
    // Then samples are of every minute: five minutes with one sample have no rate of tokens.
    before: ({ apiInstead }) => (apiInstead === undefined ? undefined : 60),
    trouble: () => ({ [GPU_ACTIVE]: { troubled: 0.1 }, [GENERATED]: { troubled: 10 }, [PROMPTS]: { troubled: 90 } }),
  },
};

/** What happens to every healthy pool, and how long it takes: no alert may fire for it. */
export const EVERYDAY: Readonly<Record<string, Fault>> = {
  'nothing happens': fault(10, {}),
  'a burst queues for a minute': fault(1, { [WAITING]: { troubled: 20 } }),
  'the first start takes ten minutes': fault(10, { up: { troubled: 0 }, kube_pod_start_time: { troubled: 15 * 60 } }),
  'a replica restarts and loads its weights': fault(4, { 'up@0': { troubled: 0 } }),
};

const isAlert = (rule: object): rule is AlertRule => 'alert' in rule;
export const keyOf = (rule: AlertRule): string => `${rule.alert.replace('AgentFleet', '')} ${rule.labels.severity}`;
export const alertsIn = (groups: readonly RuleGroup[]): AlertRule[] => groups.flatMap((group) => group.rules.filter(isAlert));

/** The rules of a stack with one pool of the kind, called `pool`. */
export function groupsOf(kind: Kind): RuleGroup[] {
  const cluster = Cluster.fromKubeconfig({ context: 'prod-eu' });
  const stack = new TerraformStack(Testing.app(), 'research');
  const base = { cluster, model: Model.LLAMA_3_1_8B_INSTRUCT, gpu: Gpu.H100_PCIE, maxContextTokens: 8_192 };
  const pool = new InferencePool(stack, 'pool', { ...base, ...kind.props });
  const latency = kind.latency ?? 'background';
  const fleet = {
    name: 'research',
    pools: () => [pool],
    latencyOf: () => latency,
    latencyTargetsOf: () => heldTargets(latency, kind.latencyTargets),
    apiInsteadOf: () => kind.apiInstead ?? null,
  } as const;
  return new ObservabilityStack(stack, 'observability', { cluster, fleets: [fleet] }).ruleGroups();
}
