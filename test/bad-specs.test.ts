/** Wrong specs, one per rule: each is refused with code, path, prop, value and a repair, and never with a TypeError. */
import { App, TerraformStack, TerraformVariable, Token } from 'cdktf';
import {
  AgentFleet,
  type AgentFleetProps,
  AgentRuntime,
  Cluster,
  ContextStrategy,
  Engine,
  Flow,
  Gpu,
  InferencePool,
  type InferencePoolProps,
  InternalService,
  LiteLLMRouter,
  Model,
  Scaling,
  SecretRef,
  SessionStore,
  Speculative,
  StateStore,
  Topology,
  Tracing,
} from 'cdktf-agent-fleet';
import { renderChanges } from '../lib/core/render-change';
import { checkedAlone } from './setup/checked-alone';
import { temporaryOutdir } from './setup/temporary-outdir';
import { problemsIn } from './support/problems-in';

const cluster = Cluster.fromKubeconfig({
  context: 'prod-eu',
  nodePools: {
    h100: { gpu: Gpu.H100_PCIE, gpusPerNode: 2, nodes: 2, nvlinkBridge: true },
    a100: { gpu: Gpu.A100_80GB_PCIE, gpusPerNode: 1, nodes: 4 },
    cpu: { nodes: 2 },
  },
});

const SPANS = Tracing.fromExisting({ to: new InternalService({ name: 'spans', namespace: 'monitoring', port: 4318 }) });
const small = {
  cluster,
  model: Model.LLAMA_3_1_8B_INSTRUCT,
  gpu: Gpu.A100_80GB_PCIE,
  maxContextTokens: 8_192,
} satisfies InferencePoolProps;

const large = {
  cluster,
  model: Model.LLAMA_3_3_70B_INSTRUCT,
  quantization: 'fp8',
  gpu: Gpu.H100_PCIE,
  gpusPerReplica: 2,
  maxContextTokens: 16_384,
} satisfies InferencePoolProps;

/** Props with mistakes that the compiler would catch; users of plain JavaScript make them all the same. */
type Loose = Record<string, unknown>;

const pool = (stack: TerraformStack, id: string, props: Loose) => new InferencePool(stack, id, props as unknown as InferencePoolProps);

/** A fleet of one role on a pool. */
function fleetOn(stack: TerraformStack, poolOf: InferencePool, props: Loose = {}): AgentFleet {
  return new AgentFleet(stack, 'crew', {
    cluster,
    topology: Topology.flat({ agents: ['writer'] }),
    concurrentWorkflows: 10,
    roles: { writer: { pool: poolOf, contextTokens: 4_000 } },
    runtime: { framework: 'crewai', image: 'registry.example.com/crew:1.0.0' },
    ...props,
  } as unknown as AgentFleetProps);
}

/** A fleet of one role with these props, on a pool of its own. */
const roleOn = (stack: TerraformStack, role: Loose, fleet: Loose = {}, poolProps: Loose = {}): AgentFleet => {
  const served = pool(stack, 'p', { ...small, ...poolProps });
  return fleetOn(stack, served, { roles: { writer: { pool: served, ...role } }, ...fleet });
};

/** One thing to type: a prop with its value, or a prop to leave out. */
const TYPED = /^(?:set )?[\w.]+: \S|^leave out [\w.]+$/;

const talk = { perDay: 10_000, turns: 5, tokensPerTurn: 200, outputTokensPerTurn: 120, answerSeconds: 4 };

const scheduled = (office: object, timeZone = 'UTC') =>
  Scaling.queueDepth({
    min: 1,
    max: 2,
    schedule: { timeZone, windows: { office: { from: '08:00', to: '18:00', replicas: 2, ...office } } },
  });

interface Case {
  readonly rule: string;
  readonly build: (stack: TerraformStack) => unknown;
  readonly code: string;
  readonly path: string;
  readonly prop?: string;
  readonly value?: unknown;
  readonly repair: RegExp;
}

// biome-ignore format: one row a case reads as a table
const cases: Case[] = [
  // shape
  { rule: 'a required prop is missing', build: (s) => pool(s, 'p', { ...small, maxContextTokens: undefined }), code: 'AF-SPEC-001', path: 's/p', prop: 'maxContextTokens', value: undefined, repair: /set maxContextTokens/ },
  { rule: 'props are missing altogether', build: (s) => pool(s, 'p', undefined as unknown as Loose), code: 'AF-SPEC-001', path: 's/p', prop: 'InferencePool', value: undefined, repair: /set InferencePool/ },
  { rule: 'a number is a text', build: (s) => pool(s, 'p', { ...small, maxContextTokens: '8k' }), code: 'AF-SPEC-001', path: 's/p', prop: 'maxContextTokens', value: '8k', repair: TYPED },
  { rule: 'a count is not a whole number', build: (s) => pool(s, 'p', { ...small, gpusPerReplica: 1.5 }), code: 'AF-SPEC-001', path: 's/p', prop: 'gpusPerReplica', value: 1.5, repair: TYPED },
  { rule: 'a count is negative', build: (s) => pool(s, 'p', { ...small, replicas: -1 }), code: 'AF-SPEC-001', path: 's/p', prop: 'replicas', value: -1, repair: TYPED },
  { rule: 'a share is outside its range', build: (s) => pool(s, 'p', { ...small, gpuMemoryUtilization: 1.9 }), code: 'AF-SPEC-001', path: 's/p', prop: 'gpuMemoryUtilization', value: 1.9, repair: TYPED },
  { rule: 'not a number', build: (s) => pool(s, 'p', { ...small, maxContextTokens: Number.NaN }), code: 'AF-SPEC-001', path: 's/p', prop: 'maxContextTokens', repair: TYPED },
  { rule: 'a choice that does not exist', build: (s) => pool(s, 'p', { ...small, kvCacheDtype: 'fp4' }), code: 'AF-SPEC-001', path: 's/p', prop: 'kvCacheDtype', value: 'fp4', repair: TYPED },
  { rule: 'a model by its name instead of the catalog', build: (s) => pool(s, 'p', { ...small, model: 'llama' }), code: 'AF-SPEC-001', path: 's/p', prop: 'model', value: 'llama', repair: TYPED },
  { rule: 'a GPU by its name instead of the catalog', build: (s) => pool(s, 'p', { ...small, gpu: 'H100' }), code: 'AF-SPEC-001', path: 's/p', prop: 'gpu', value: 'H100', repair: TYPED },
  { rule: 'a cluster that is none', build: (s) => pool(s, 'p', { ...small, cluster: {} }), code: 'AF-SPEC-001', path: 's/p', prop: 'cluster', value: 'an object', repair: TYPED },
  { rule: 'replicas and scaling both', build: (s) => pool(s, 'p', { ...small, replicas: 2, scaling: Scaling.queueDepth({ min: 1, max: 2 }) }), code: 'AF-SPEC-001', path: 's/p', prop: 'replicas', value: 2, repair: TYPED },
  { rule: 'an engine version that is none', build: () => Engine.vllm({ version: 'latest' }), code: 'AF-SPEC-001', path: 'Engine (vLLM)', prop: 'version', value: 'latest', repair: /./ },
  { rule: 'a custom GPU without memory', build: () => Gpu.custom({ id: 'x' } as never), code: 'AF-SPEC-001', path: 'Gpu.custom', repair: /./ },
  { rule: 'a role without pool', build: (s) => fleetOn(s, pool(s, 'p', small), { roles: { writer: { contextTokens: 10 } } }), code: 'AF-SPEC-001', path: 's/crew', prop: 'roles.writer.pool', value: undefined, repair: /set roles\.writer\.pool/ },
  { rule: 'no concurrent workflows', build: (s) => fleetOn(s, pool(s, 'p', small), { concurrentWorkflows: 0 }), code: 'AF-SPEC-001', path: 's/crew', prop: 'concurrentWorkflows', value: 0, repair: TYPED },
  { rule: 'a peak below the plan', build: (s) => fleetOn(s, pool(s, 'p', small), { peakWorkflows: 5 }), code: 'AF-SPEC-001', path: 's/crew', prop: 'peakWorkflows', value: 5, repair: TYPED },
  { rule: 'an image without tag', build: (s) => fleetOn(s, pool(s, 'p', small), { runtime: { framework: 'crewai', image: 'registry.example.com/crew' } }), code: 'AF-SPEC-001', path: 's/crew', prop: 'runtime.image', value: 'registry.example.com/crew', repair: TYPED },
  { rule: 'an unknown framework', build: (s) => fleetOn(s, pool(s, 'p', small), { runtime: { framework: 'langchain', image: 'x:1' } }), code: 'AF-SPEC-001', path: 's/crew', prop: 'runtime.framework', value: 'langchain', repair: TYPED },
  { rule: 'a cluster address without https', build: () => Cluster.fromToken({ host: 'http://10.0.0.1', tokenVariable: 'kube_token' }), code: 'AF-SPEC-001', path: 'Cluster http://10.0.0.1', prop: 'host', value: 'http://10.0.0.1', repair: TYPED },
  { rule: 'a cluster without context', build: () => Cluster.fromKubeconfig({} as never), code: 'AF-SPEC-001', path: 'Cluster', prop: 'context', repair: /set context/ },
  { rule: 'a price without date', build: () => Cluster.fromKubeconfig({ context: 'c', nodePools: { gpu: { gpu: Gpu.L40, nodes: 1, usdPerGpuHour: 1 } } }), code: 'AF-SPEC-001', path: 'Cluster c', prop: 'nodePools.gpu.priceAsOf', repair: TYPED },
  // unknown keys
  { rule: 'a misspelt prop', build: (s) => pool(s, 'p', { ...small, maxContextToken: 1 }), code: 'AF-SPEC-002', path: 's/p', prop: 'maxContextToken', value: 'maxContextToken', repair: /did you mean maxContextTokens/ },
  { rule: 'an unknown prop of a role', build: (s) => fleetOn(s, pool(s, 'p', small), { roles: { writer: { pool: pool(s, 'q', small), contextTokens: 4_000, model: 'x' } } }), code: 'AF-SPEC-002', path: 's/crew', prop: 'roles.writer.model', value: 'model', repair: /write it on InferencePool, as model/ },
  { rule: 'an unknown prop of a cluster', build: () => Cluster.fromKubeconfig({ context: 'c', nodePool: {} } as never), code: 'AF-SPEC-002', path: 'Cluster c', prop: 'nodePool', value: 'nodePool', repair: /did you mean nodePools/ },
  { rule: 'an unknown prop of the scaling', build: () => Scaling.queueDepth({ min: 1, max: 2, waiting: 3 } as never), code: 'AF-SPEC-002', path: 'Scaling.queueDepth', prop: 'waiting', value: 'waiting', repair: /./ },
  { rule: 'an unknown prop of the router', build: (s) => new LiteLLMRouter(s, 'router', { cluster, retry: 3 } as never), code: 'AF-SPEC-002', path: 's/router', prop: 'retry', value: 'retry', repair: /./ },
  { rule: 'an unknown prop of a store', build: (s) => new SessionStore(s, 'sessions', { cluster, sizeGB: 3 } as never), code: 'AF-SPEC-002', path: 's/sessions', prop: 'sizeGB', value: 'sizeGB', repair: /./ },
  { rule: 'an unknown prop of the state store', build: (s) => new StateStore(s, 'state', { cluster, replica: 3 } as never), code: 'AF-SPEC-002', path: 's/state', prop: 'replica', value: 'replica', repair: /./ },
  // names
  { rule: 'two workloads of one name in one namespace', build: (s) => [pool(s, 'p', small), new AgentRuntime(new TerraformStack(s.node.root, 't'), 'p', { cluster, framework: 'crewai', image: 'x:1', namespace: 's' })], code: 'AF-SPEC-021', path: 't/p', prop: 'id', value: 'p', repair: /own id/ },
  { rule: 'two pools of one name below different parents', build: (s) => [pool(s, 'p', small), fleetOn(s, pool(s, 'q', small), {}), new InferencePool(s.node.findChild('crew'), 'p', small)], code: 'AF-SPEC-021', path: 's/crew/p', prop: 'id', value: 'p', repair: /own id/ },
  { rule: 'a name that Kubernetes does not take', build: (s) => pool(s, 'Planner_1', small), code: 'AF-SPEC-006', path: 's/Planner_1', prop: 'id', value: 'Planner_1', repair: /planner/ },
  { rule: 'a service called vllm, whose variable would break the engine', build: (s) => pool(s, 'vllm', small), code: 'AF-SPEC-006', path: 's/vllm', prop: 'id', value: 'vllm', repair: /'vllm-model'/ },
  { rule: 'a role of the topology that nobody describes', build: (s) => fleetOn(s, pool(s, 'p', small), { topology: Topology.flat({ agents: ['writer', 'critic'] }) }), code: 'AF-SPEC-007', path: 's/crew', prop: 'topology', value: 'critic', repair: /roles\.critic/ },
  { rule: 'a role that the topology does not use', build: (s) => { const p = pool(s, 'p', small); return fleetOn(s, p, { roles: { writer: { pool: p, contextTokens: 4_000 }, critic: { pool: p, contextTokens: 4_000 } } }); }, code: 'AF-SPEC-018', path: 's/crew', prop: 'roles.critic', value: 'critic', repair: /critic/ },
  { rule: 'a construct outside any stack', build: (s) => pool(s.node.root as TerraformStack, 'p', small), code: 'AF-SPEC-008', path: 'p', prop: 'scope', value: 'p', repair: /new InferencePool\(stack/ },
  { rule: 'a role on a pool of embeddings', build: (s) => fleetOn(s, pool(s, 'p', { ...small, model: Model.BGE_M3 })), code: 'AF-SPEC-009', path: 's/crew', prop: 'roles.writer.pool', value: 'bge-m3', repair: /embeddings/ },
  // secrets and tokens
  { rule: 'a literal secret in the environment', build: (s) => pool(s, 'p', { ...small, env: { HF_TOKEN: 'hf_0123456789' } }), code: 'AF-SPEC-004', path: 's/p', prop: 'env.HF_TOKEN', value: '(hidden)', repair: /SecretRef\.existing/ },
  { rule: 'a literal secret where a reference belongs', build: (s) => pool(s, 'p', { ...small, huggingFaceToken: 'hf_0123456789' }), code: 'AF-SPEC-001', path: 's/p', prop: 'huggingFaceToken', value: '(hidden)', repair: /SecretRef\.existing/ },
  { rule: 'a literal secret of the runtime', build: (s) => fleetOn(s, pool(s, 'p', small), { runtime: { framework: 'crewai', image: 'x:1', env: { TAVILY_API_KEY: 'abc' } } }), code: 'AF-SPEC-004', path: 's/crew/crew-agents', prop: 'env.TAVILY_API_KEY', value: '(hidden)', repair: /SecretRef/ },
  { rule: 'a variable that the wiring sets', build: (s) => fleetOn(s, pool(s, 'p', small), { runtime: { framework: 'crewai', image: 'x:1', env: { OPENAI_BASE_URL: 'https://elsewhere.example.com' } } }), code: 'AF-CPU-013', path: 's/crew/crew-agents', prop: 'env.OPENAI_BASE_URL', value: 'OPENAI_BASE_URL', repair: /remove/ },
  { rule: 'a token where a number is needed', build: (s) => pool(s, 'p', { ...small, replicas: new TerraformVariable(s, 'n', { type: 'number' }).numberValue }), code: 'AF-SPEC-005', path: 's/p', prop: 'replicas', repair: /plain value/ },
  { rule: 'a token as context length', build: (s) => pool(s, 'p', { ...small, maxContextTokens: Token.asNumber({ ref: 1 }) }), code: 'AF-SPEC-005', path: 's/p', prop: 'maxContextTokens', repair: /plain value/ },
  // memory
  { rule: 'more KV cache than the pool holds', build: (s) => fleetOn(s, pool(s, 'planner', { ...large, kvCacheDtype: 'auto' }), { concurrentWorkflows: 25, roles: { writer: { pool: s.node.findChild('planner'), contextTokens: 12_000 } } }), code: 'AF-CAP-001', path: 's/planner', repair: /kvCacheDtype: 'fp8'/ },
  { rule: 'demand of several fleets on one pool', build: (s) => { const p = pool(s, 'p', small); fleetOn(s, p, { concurrentWorkflows: 60 }); return new AgentFleet(s, 'second', { cluster, topology: Topology.flat({ agents: ['coder'] }), concurrentWorkflows: 60, roles: { coder: { pool: p, contextTokens: 8_000 } }, runtime: { framework: 'crewai', image: 'x:1' } }); }, code: 'AF-CAP-001', path: 's/p', repair: /replicas/ },
  { rule: 'less than a tenth of the pool free', build: (s) => { const p = pool(s, 'p', { ...large, maxContextTokens: 8_192 }); return fleetOn(s, p, { concurrentWorkflows: 50, roles: { writer: { pool: p, contextTokens: 8_192 } } }); }, code: 'AF-CAP-002', path: 's/p', repair: /./ },
  { rule: 'fp8 KV cache on Ampere', build: (s) => pool(s, 'p', { ...small, kvCacheDtype: 'fp8' }), code: 'AF-CAP-004', path: 's/p', prop: 'kvCacheDtype', value: 'fp8', repair: /./ },
  { rule: 'tensor parallel that does not divide', build: (s) => pool(s, 'p', { ...large, gpusPerReplica: 3 }), code: 'AF-CAP-007', path: 's/p', prop: 'gpusPerReplica', value: 3, repair: /gpusPerReplica: (2|4)/ },
  { rule: 'weights that do not fit', build: (s) => pool(s, 'p', { ...small, model: Model.LLAMA_3_3_70B_INSTRUCT }), code: 'AF-CAP-016', path: 's/p', repair: /./ },
  { rule: 'one full-length request that does not fit', build: (s) => pool(s, 'p', { ...small, model: Model.QWEN3_32B, maxContextTokens: 40_960 }), code: 'AF-CAP-017', path: 's/p', prop: 'maxContextTokens', value: 40_960, repair: /./ },
  { rule: "a context over the model's", build: (s) => pool(s, 'p', { ...small, maxContextTokens: 262_144 }), code: 'AF-CAP-018', path: 's/p', prop: 'maxContextTokens', value: 262_144, repair: /131,?072|131_072/ },
  { rule: "a role's context over the pool's", build: (s) => fleetOn(s, pool(s, 'p', small), { roles: { writer: { pool: s.node.findChild('p'), contextTokens: 16_000 } } }), code: 'AF-CAP-019', path: 's/p', prop: 'roles.writer.contextTokens', value: 16_000, repair: /./ },
  { rule: 'fewer admitted sequences than sessions', build: (s) => fleetOn(s, pool(s, 'p', { ...small, maxNumSeqs: 4 })), code: 'AF-ENG-004', path: 's/p', prop: 'maxNumSeqs', value: 4, repair: /maxNumSeqs: 20/ },
  // engine flags
  { rule: 'a flag that a prop owns', build: (s) => pool(s, 'p', { ...small, extraArgs: ['--max-model-len', '4096'] }), code: 'AF-ENG-023', path: 's/p', prop: 'extraArgs', repair: /./ },
  { rule: 'a flag that the version removed', build: (s) => pool(s, 'p', { ...small, extraArgs: ['--swap-space', '4'] }), code: 'AF-ENG-021', path: 's/p', prop: 'extraArgs', repair: /./ },
  { rule: 'a flag that never existed', build: (s) => pool(s, 'p', { ...small, extraArgs: ['--make-it-fast'] }), code: 'AF-ENG-022', path: 's/p', prop: 'extraArgs', repair: /./ },
  { rule: 'a parser that this release does not have', build: (s) => pool(s, 'p', { ...small, model: Model.MINIMAX_M1_80K }), code: 'AF-ENG-026', path: 's/p', prop: 'engine', value: '0.30.0', repair: /toolCalling: false/ },
  { rule: 'a parser that is a plug-in', build: (s) => pool(s, 'p', { ...small, model: Model.NVIDIA_NEMOTRON_NANO_9B_V2 }), code: 'AF-ENG-031', path: 's/p', prop: 'toolCalling', value: true, repair: /toolCalling: false/ },
  { rule: 'a release that was never published for AMD', build: (s) => pool(s, 'p', { ...small, gpu: Gpu.MI300X, engine: Engine.vllm({ version: '0.13.0' }) }), code: 'AF-ENG-028', path: 's/p', prop: 'engine', value: '0.13.0', repair: /Engine\.vllm\(\)/ },
  { rule: 'an image that starts as root only', build: (s) => pool(s, 'p', { ...small, engine: Engine.vllm({ version: '0.19.0' }) }), code: 'AF-ENG-029', path: 's/p', prop: 'engine', value: '0.19.0', repair: /Engine\.vllm\(\)/ },
  { rule: 'a flag that changes what was planned', build: (s) => pool(s, 'p', { ...small, extraArgs: ['--num-gpu-blocks-override', '9'] }), code: 'AF-ENG-032', path: 's/p', prop: 'extraArgs', value: '--num-gpu-blocks-override', repair: /gpuMemoryUtilization/ },
  { rule: 'a spelling that the parser does not take', build: (s) => pool(s, 'p', { ...small, engine: Engine.sglang(), extraArgs: ['--watchdog_timeout', '60'] }), code: 'AF-ENG-022', path: 's/p', prop: 'extraArgs', value: '--watchdog_timeout', repair: /write --watchdog-timeout/ },
  { rule: 'KV blocks that pods share', build: (s) => pool(s, 'p', { ...small, extraArgs: ['--kv-transfer-config', '{"kv_connector":"LMCacheConnectorV1","kv_role":"kv_both"}'] }), code: 'AF-ENG-076', path: 's/p', prop: 'extraArgs', value: '--kv-transfer-config', repair: /offload: \{ kvCacheGiB, kvCacheShared/ },
  { rule: 'shared KV blocks on a disk of one node', build: (s) => pool(s, 'p', { ...small, offload: { kvCacheGiB: 8, kvCacheShared: { sizeGiB: 100, storageClass: 'premium-rwo' } } }), code: 'AF-PLT-004', path: 's/p', prop: 'offload.kvCacheShared.storageClass', value: 'premium-rwo', repair: /kvCacheDiskGiB/ },
  { rule: 'shared KV blocks of a commit that may change', build: (s) => pool(s, 'p', { ...small, offload: { kvCacheGiB: 8, kvCacheShared: { sizeGiB: 100, storageClass: 'efs' } } }), code: 'AF-ENG-027', path: 's/p', prop: 'offload.kvCacheShared', value: 'meta-llama/Llama-3.1-8B-Instruct', repair: /revisions: \{ 'meta-llama/ },
  { rule: 'a format without a checkpoint', build: (s) => pool(s, 'p', { ...small, quantization: 'mxfp4' }), code: 'AF-ENG-033', path: 's/p', prop: 'quantization', value: 'mxfp4', repair: /checkpoint: / },
  { rule: 'a release that does not exist', build: (s) => pool(s, 'p', { ...small, engine: Engine.vllm({ version: '99.0.0' }) }), code: 'AF-ENG-034', path: 's/p', prop: 'engine', value: '99.0.0', repair: /0\.33\.0/ },
  { rule: 'a slice of a GPU', build: (s) => pool(s, 'p', { ...small, gpu: Gpu.fromReported({ name: 'NVIDIA A100-SXM4-80GB MIG 3g.40gb', memoryGiB: 39.2 }) }), code: 'AF-CLU-006', path: 's/p', prop: 'gpu', repair: /a100-sxm-80/ },
  // roles: context, conversations, requests, latency
  { rule: 'a role without a context', build: (s) => fleetOn(s, pool(s, 'p', small), { roles: { writer: { pool: s.node.findChild('p') } } }), code: 'AF-SPEC-001', path: 's/crew', prop: 'roles.writer.contextTokens', value: undefined, repair: /set roles\.writer\.contextTokens/ },
  { rule: 'growth without turns', build: (s) => roleOn(s, { growth: { baseTokens: 500, tokensPerTurn: 300 } }), code: 'AF-SPEC-001', path: 's/crew', prop: 'roles.writer.growth.turns', repair: TYPED },
  { rule: 'minutes without a pace', build: (s) => roleOn(s, { growth: { baseTokens: 500, tokensPerTurn: 300, minutes: 15 } }), code: 'AF-SPEC-001', path: 's/crew', prop: 'roles.writer.growth.turnsPerMinute', repair: TYPED },
  { rule: 'a strategy with nothing to bound', build: (s) => roleOn(s, { contextTokens: 4_000, contextStrategy: ContextStrategy.slidingWindow({ limitTokens: 4_000 }) }), code: 'AF-SPEC-001', path: 's/crew', prop: 'roles.writer.contextStrategy', repair: TYPED },
  { rule: 'a strategy that does not exist', build: (s) => roleOn(s, { contextTokens: 4_000, contextStrategy: { kind: 'forget' } }), code: 'AF-SPEC-001', path: 's/crew', prop: 'roles.writer.contextStrategy', repair: TYPED },
  { rule: 'a context that grows past its pool', build: (s) => roleOn(s, { growth: { baseTokens: 2_000, turns: 30, tokensPerTurn: 600 } }), code: 'AF-CAP-009', path: 's/crew', prop: 'roles.writer.contextTokens', value: 20_000, repair: /ContextStrategy\.slidingWindow\(\{ limitTokens: 8_192 \}\)/ },
  { rule: 'a context that grows past its plan', build: (s) => roleOn(s, { contextTokens: 4_000, growth: { baseTokens: 2_000, turns: 5, tokensPerTurn: 600 } }), code: 'AF-CAP-034', path: 's/crew', prop: 'roles.writer.contextTokens', value: 4_000, repair: /leave out roles.writer.contextTokens/ },
  { rule: 'long sessions without a pool', build: (s) => roleOn(s, { measuredContext: { p50Tokens: 3_000, p95Tokens: 20_000 } }), code: 'AF-CAP-036', path: 's/crew', prop: 'roles.writer.contextTokens', value: 20_000, repair: /ContextStrategy\.longPool/ },
  { rule: 'a pool for long sessions that admits no more', build: (s) => roleOn(s, { growth: { baseTokens: 2_000, turns: 30, tokensPerTurn: 600 }, contextStrategy: ContextStrategy.longPool({ capTokens: 8_192, pool: pool(s, 'long', small) }) }), code: 'AF-CAP-010', path: 's/crew', prop: 'roles.writer.contextStrategy.pool', value: 'long', repair: /maxContextTokens: 20_000/ },
  { rule: 'percentiles the wrong way round', build: (s) => roleOn(s, { measuredContext: { p50Tokens: 9_000, p95Tokens: 4_000 } }), code: 'AF-SPEC-001', path: 's/crew', prop: 'roles.writer.measuredContext.p50Tokens', value: 9_000, repair: TYPED },
  { rule: 'a prompt that is cached to its last token', build: (s) => roleOn(s, { contextTokens: 4_000, request: { inputTokens: 500, cachedTokens: 500, outputTokens: 10 } }), code: 'AF-SPEC-001', path: 's/crew', prop: 'roles.writer.request.cachedTokens', value: 500, repair: TYPED },
  { rule: 'a curve of too few hours', build: (s) => roleOn(s, { contextTokens: 4_000, conversations: { ...talk, curve: [0.5, 0.5] } }), code: 'AF-SPEC-001', path: 's/crew', prop: 'roles.writer.conversations.curve', repair: TYPED },
  { rule: 'conversations and instances', build: (s) => roleOn(s, { contextTokens: 4_000, conversations: talk, instances: 2 }), code: 'AF-SPEC-001', path: 's/crew', prop: 'roles.writer.instances', value: 2, repair: TYPED },
  { rule: 'more conversations than the replicas answer', build: (s) => roleOn(s, { contextTokens: 4_000, conversations: { ...talk, perDay: 40_000 } }), code: 'AF-CAP-013', path: 's/p', repair: /conversations\.perDay ≤ \d/ },
  { rule: 'neither workflows nor conversations', build: (s) => fleetOn(s, pool(s, 'p', small), { concurrentWorkflows: undefined }), code: 'AF-SPEC-001', path: 's/crew', prop: 'concurrentWorkflows', repair: /set concurrentWorkflows/ },
  { rule: 'a first token that comes too late', build: (s) => roleOn(s, { contextTokens: 8_000, latency: 'chat', request: { outputTokens: 200, cachedTokens: 0 } }, { concurrentWorkflows: 40 }), code: 'AF-LAT-002', path: 's/crew', prop: 'roles.writer.latency', repair: /measured/ },
  { rule: 'a voice answer that takes too long', build: (s) => roleOn(s, { contextTokens: 2_000, latency: 'voice', request: { outputTokens: 400, cachedTokens: 1_500 } }), code: 'AF-LAT-001', path: 's/crew', prop: 'roles.writer.latency', repair: /measured/ },
  { rule: 'a workflow over its budget', build: (s) => roleOn(s, { contextTokens: 4_000, request: { outputTokens: 500 } }, { workflowLatency: { budgetMs: 50 } }), code: 'AF-CAP-014', path: 's/crew', prop: 'workflowLatency', repair: /background/ },
  { rule: 'a flow with a role that is none', build: (s) => roleOn(s, { contextTokens: 4_000, request: { outputTokens: 500 } }, { workflowLatency: { budgetMs: 60_000, flow: Flow.sequence(Flow.role('writer'), Flow.role('writr')) } }), code: 'AF-SPEC-017', path: 's/crew', prop: 'workflowLatency.flow', value: 'writr', repair: /'writer' instead of 'writr'/ },
  { rule: 'a flow that is none', build: (s) => roleOn(s, { contextTokens: 4_000 }, { workflowLatency: { flow: ['writer'] } }), code: 'AF-SPEC-001', path: 's/crew', prop: 'workflowLatency.flow', repair: TYPED },
  { rule: 'a measurement of nothing', build: (s) => pool(s, 'p', { ...small, measured: { atConcurrency: 4 } }), code: 'AF-SPEC-001', path: 's/p', prop: 'measured', repair: TYPED },
  { rule: 'a measured first token that is too late', build: (s) => roleOn(s, { contextTokens: 2_000, latency: 'chat', request: { outputTokens: 100 } }, {}, { measured: { ttftMs: 900 } }), code: 'AF-LAT-002', path: 's/crew', prop: 'roles.writer.latency', value: 900, repair: /./ },
  // spread, offload, speculation, tuning
  { rule: 'no pipeline stage', build: (s) => pool(s, 'p', { ...small, parallelism: { pipeline: 0 } }), code: 'AF-SPEC-001', path: 's/p', prop: 'parallelism.pipeline', value: 0, repair: TYPED },
  { rule: 'an unknown way to spread', build: (s) => pool(s, 'p', { ...small, parallelism: { tensorParallel: 2 } }), code: 'AF-SPEC-002', path: 's/p', prop: 'parallelism.tensorParallel', value: 'tensorParallel', repair: /./ },
  { rule: 'more stages than layers', build: (s) => pool(s, 'p', { ...small, gpusPerReplica: 64, parallelism: { pipeline: 64 } }), code: 'AF-CAP-030', path: 's/p', prop: 'parallelism.pipeline', value: 64, repair: /parallelism\.pipeline: 32/ },
  { rule: 'copies of a dense model', build: (s) => pool(s, 'p', { ...small, gpusPerReplica: 2, parallelism: { data: 2 } }), code: 'AF-ENG-027', path: 's/p', prop: 'parallelism.data', value: 2, repair: /replicas: 2/ },
  { rule: 'experts of a dense model', build: (s) => pool(s, 'p', { ...small, parallelism: { expert: true } }), code: 'AF-ENG-027', path: 's/p', prop: 'parallelism.expert', value: true, repair: /leave/ },
  { rule: 'shared context where nothing is copied', build: (s) => pool(s, 'p', { ...large, parallelism: { decodeContext: 2 } }), code: 'AF-CAP-031', path: 's/p', prop: 'parallelism.decodeContext', value: 2, repair: /./ },
  { rule: 'negative host memory', build: (s) => pool(s, 'p', { ...small, offload: { kvCacheGiB: -1 } }), code: 'AF-SPEC-001', path: 's/p', prop: 'offload.kvCacheGiB', value: -1, repair: TYPED },
  { rule: 'offload of a cache that is none', build: (s) => pool(s, 'p', { ...small, model: Model.BGE_M3, offload: { kvCacheGiB: 8 } }), code: 'AF-ENG-027', path: 's/p', prop: 'offload.kvCacheGiB', value: 8, repair: /leave/ },
  { rule: 'offload in a release without it', build: (s) => pool(s, 'p', { ...small, engine: Engine.vllm({ version: '0.10.2' }), toolCalling: false, offload: { kvCacheGiB: 8 } }), code: 'AF-ENG-043', path: 's/p', prop: 'offload.kvCacheGiB', value: '8', repair: /0\.19\.0/ },
  { rule: 'a sampler that does not exist', build: (s) => pool(s, 'p', { ...small, tuning: { sampler: 'fast' } }), code: 'AF-SPEC-001', path: 's/p', prop: 'tuning.sampler', value: 'fast', repair: TYPED },
  { rule: 'a sampler set behind the plan', build: (s) => pool(s, 'p', { ...small, env: { VLLM_USE_FLASHINFER_SAMPLER: '1' } }), code: 'AF-ENG-037', path: 's/p', prop: 'env.VLLM_USE_FLASHINFER_SAMPLER', repair: /tuning\.sampler/ },
  { rule: 'spans of an engine that sends none', build: (s) => pool(s, 'p', { ...small, engine: Engine.tensorRtLlm(), tracing: SPANS }), code: 'AF-ENG-027', path: 's/p', prop: 'tracing', repair: /leave/ },
  { rule: 'spans of a release without the packages', build: (s) => pool(s, 'p', { ...small, engine: Engine.vllm({ version: '0.10.2' }), toolCalling: false, tracing: SPANS }), code: 'AF-ENG-027', path: 's/p', prop: 'tracing', repair: /Engine\.vllm/ },
  { rule: 'an address in place of a tracing', build: (s) => pool(s, 'p', { ...small, tracing: 'http://collector:4318' }), code: 'AF-SPEC-001', path: 's/p', prop: 'tracing', repair: TYPED },
  { rule: 'the flag of spans beside the prop', build: (s) => pool(s, 'p', { ...small, tracing: SPANS, extraArgs: ['--otlp-traces-endpoint', 'http://other:4317'] }), code: 'AF-ENG-023', path: 's/p', prop: 'extraArgs', repair: /./ },
  { rule: 'a variable of the engine that it does not parse', build: (s) => pool(s, 'p', { ...small, engine: Engine.textGenerationInference(), env: { TRUST_REMOTE_CODE: '1' } }), code: 'AF-ENG-078', path: 's/p', prop: 'env.TRUST_REMOTE_CODE', value: '1', repair: /TRUST_REMOTE_CODE: 'true'/ },
  { rule: 'priorities in an engine without any', build: (s) => pool(s, 'p', { ...small, engine: Engine.textGenerationInference(), tuning: { scheduling: 'priority' } }), code: 'AF-ENG-027', path: 's/p', prop: 'tuning.scheduling', value: 'priority', repair: /leave/ },
  { rule: 'an order that nobody knows', build: (s) => pool(s, 'p', { ...small, tuning: { scheduling: 'urgent' } }), code: 'AF-SPEC-001', path: 's/p', prop: 'tuning.scheduling', value: 'urgent', repair: TYPED },
  { rule: 'the flag of priorities beside the prop', build: (s) => pool(s, 'p', { ...small, tuning: { scheduling: 'arrival' }, extraArgs: ['--scheduling-policy', 'priority'] }), code: 'AF-ENG-023', path: 's/p', prop: 'extraArgs', repair: /./ },
  { rule: 'no windows to switch off', build: (s) => pool(s, 'p', { ...small, tuning: { hybridKvCacheManager: false } }), code: 'AF-ENG-027', path: 's/p', prop: 'tuning.hybridKvCacheManager', value: false, repair: /leave/ },
  { rule: 'a 4-bit KV cache on Ampere', build: (s) => pool(s, 'p', { ...small, kvCacheDtype: 'nvfp4' }), code: 'AF-ENG-027', path: 's/p', prop: 'kvCacheDtype', value: 'nvfp4', repair: /kvCacheDtype: 'auto'/ },
  { rule: 'speculation that is none', build: (s) => pool(s, 'p', { ...small, speculative: { method: 'ngram' } }), code: 'AF-SPEC-001', path: 's/p', prop: 'speculative', repair: TYPED },
  { rule: 'speculation without tokens', build: () => Speculative.promptLookup({} as never), code: 'AF-SPEC-001', path: 'Speculative.promptLookup', prop: 'tokens', repair: /set tokens/ },
  { rule: 'a match shorter than none', build: () => Speculative.promptLookup({ tokens: 2, longestMatch: 2, shortestMatch: 3 }), code: 'AF-SPEC-001', path: 'Speculative.promptLookup', prop: 'shortestMatch', value: 3, repair: TYPED },
  { rule: 'a drafter by its name', build: () => Speculative.eagle3({ drafter: 'yuhuili/EAGLE3', tokens: 2 } as never), code: 'AF-SPEC-001', path: 'Speculative.eagle3', prop: 'drafter', repair: TYPED },
  { rule: 'a whole model as a head of EAGLE-3', build: () => Speculative.eagle3({ drafter: Model.QWEN3_0_6B, tokens: 2 }), code: 'AF-SPEC-001', path: 'Speculative.eagle3', prop: 'drafter', repair: /./ },
  { rule: 'a whole model as a head of EAGLE', build: () => Speculative.eagle({ drafter: Model.LLAMA_3_1_8B_INSTRUCT, tokens: 2 }), code: 'AF-SPEC-001', path: 'Speculative.eagle', prop: 'drafter', repair: /./ },
  { rule: 'a sized drafter without its cache', build: () => Speculative.eagle({ drafter: { checkpoint: 'x', weightsGiB: 1 }, tokens: 2 } as never), code: 'AF-SPEC-001', path: 'Speculative.eagle', repair: /./ },
  { rule: 'tokens that the own layers do not divide', build: () => Speculative.ownLayers({ layers: 2, tokens: 3 }), code: 'AF-SPEC-001', path: 'Speculative.ownLayers', prop: 'tokens', value: 3, repair: TYPED },
  { rule: 'own layers of a model that brings none', build: (s) => pool(s, 'p', { ...small, speculative: Speculative.ownLayers({ layers: 1, tokens: 2 }) }), code: 'AF-ENG-027', path: 's/p', prop: 'speculative', value: 'own-layers', repair: /promptLookup/ },
  { rule: 'a drafter of another vocabulary', build: (s) => pool(s, 'p', { ...small, speculative: Speculative.draftModel({ drafter: Model.QWEN3_0_6B, tokens: 3 }) }), code: 'AF-ENG-027', path: 's/p', prop: 'speculative.drafter', value: 'qwen3-0.6b', repair: /same family/ },
  { rule: 'a stage count in the extra arguments', build: (s) => pool(s, 'p', { ...small, extraArgs: ['--pipeline-parallel-size', '2'] }), code: 'AF-ENG-023', path: 's/p', prop: 'extraArgs', repair: /parallelism\.pipeline/ },
  // cluster
  { rule: 'a replica whose stages leave the node', build: (s) => pool(s, 'p', { ...large, gpusPerReplica: 4, parallelism: { pipeline: 2 } }), code: 'AF-CLU-004', path: 's/p', prop: 'gpusPerReplica', value: 4, repair: /4 GPUs per node/ },
  { rule: 'more GPUs than the cluster has', build: (s) => pool(s, 'p', { ...small, replicas: 9 }), code: 'AF-CLU-001', path: 's/p', prop: 'replicas', value: 9, repair: /5 more/ },
  { rule: 'a GPU pool on a CPU node pool', build: (s) => pool(s, 'p', { ...small, nodePool: 'cpu' }), code: 'AF-CLU-002', path: 's/p', prop: 'nodePool', value: 'cpu', repair: /nodePool: 'a100'/ },
  { rule: 'a node pool that does not exist', build: (s) => pool(s, 'p', { ...small, nodePool: 'a10' }), code: 'AF-CLU-002', path: 's/p', prop: 'nodePool', value: 'a10', repair: /nodePool: 'a100'/ },
  { rule: 'a GPU that no node carries', build: (s) => pool(s, 'p', { ...small, gpu: Gpu.L40 }), code: 'AF-CLU-002', path: 's/p', prop: 'gpu', value: 'l40', repair: /L40/ },
  { rule: 'a replica larger than a node', build: (s) => pool(s, 'p', { ...large, gpusPerReplica: 4 }), code: 'AF-CLU-004', path: 's/p', prop: 'gpusPerReplica', value: 4, repair: /gpusPerReplica: 2/ },
  { rule: 'a role on a pool of another cluster', build: (s) => fleetOn(s, pool(s, 'p', { ...small, cluster: Cluster.inCluster() })), code: 'AF-CLU-005', path: 's/crew', prop: 'roles.writer.pool', value: 's/p', repair: /same Cluster/ },
  { rule: 'checkpoints without a state store', build: (s) => fleetOn(s, pool(s, 'p', small), { runtime: { framework: 'langgraph', image: 'x:1' }, stateStore: false }), code: 'AF-CPU-004', path: 's/crew', prop: 'stateStore', value: false, repair: /stateStore/ },
  { rule: 'a window beyond the ceiling', build: (s) => pool(s, 'p', { ...small, scaling: scheduled({ replicas: 3 }) }), code: 'AF-ELA-017', path: 's/p', prop: 'scaling.schedule.windows.office.replicas', value: 3, repair: /scaling.max: 3/ },
  { rule: 'a window without an end', build: (s) => pool(s, 'p', { ...small, scaling: scheduled({ to: '07:55' }) }), code: 'AF-ELA-019', path: 's/p', prop: 'scaling.schedule.windows.office.to', value: '07:55', repair: /earlier end/ },
  { rule: 'a time zone that nobody knows', build: () => scheduled({}, 'Europe/Atlantis'), code: 'AF-SPEC-001', path: 'Scaling.queueDepth', prop: 'schedule.timeZone', value: 'Europe/Atlantis', repair: TYPED },
  { rule: 'a misspelt prop of a window', build: () => scheduled({ untill: '18:00' }), code: 'AF-SPEC-002', path: 'Scaling.queueDepth', prop: 'schedule.windows.office.untill', value: 'untill', repair: /./ },
  { rule: 'a floor of zero for a pool that somebody waits for', build: (s) => pool(s, 'p', { ...small, scaling: Scaling.queueDepth({ min: 0, max: 2 }) }), code: 'AF-ELA-005', path: 's/p', value: 0, repair: /min: 1/ },
];

function problemsOf(build: Case['build']) {
  const app = new App({ outdir: temporaryOutdir() });
  return problemsIn(() => {
    build(new TerraformStack(app, 's'));
    checkedAlone(app).synth();
  });
}

test('at least forty rules have a failing spec', () => {
  expect(new Set(cases.map(({ rule }) => rule)).size).toBe(cases.length);
  expect(cases.length).toBeGreaterThanOrEqual(40);
});

test('forty of them and more are about GPUs, engines and where pools run', () => {
  const ofGpus = cases.filter(({ code }) => /^AF-(CAP|ENG|CLU)-/.test(code));
  expect(ofGpus.length).toBeGreaterThanOrEqual(40);
});

test.each(cases)('$rule → $code', ({ build, code, path, prop, repair, ...rest }) => {
  const problems = problemsOf(build);
  const problem = problems.find((candidate) => candidate.code === code && candidate.path === path);
  expect({ found: problem?.code, among: problems.map((candidate) => `${candidate.code} ${candidate.path}`) }).toMatchObject({
    found: code,
  });
  if (prop !== undefined) expect(problem?.prop).toBe(prop);
  if ('value' in rest) expect(problem?.value).toEqual(rest.value);
  expect(problem?.message.length).toBeGreaterThan(10);
  expect((problem?.repairs ?? []).map((entry) => (typeof entry === 'string' ? entry : renderChanges(entry.changes))).join(' · ')).toMatch(
    repair,
  );
});

test('problems of several constructs and stacks are thrown once, together', () => {
  const problems = problemsOf((stack) => {
    pool(stack, 'p', { ...small, kvCacheDtype: 'fp8' });
    pool(new TerraformStack(stack.node.root, 't'), 'q', { ...small, nodePool: 'cpu', env: { API_KEY: 'x' } });
  });
  expect(problems.map(({ code, path }) => `${code} ${path}`).sort()).toEqual(['AF-CAP-004 s/p', 'AF-CLU-002 t/q', 'AF-SPEC-004 t/q']);
});

test('a secret by reference passes', () => {
  expect(problemsOf((stack) => pool(stack, 'p', { ...small, env: { TRACING_KEY: SecretRef.existing('tracing', 'key') } }))).toEqual([]);
});
