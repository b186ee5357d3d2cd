import type { RoleDemand } from '../../lib/capacity/demand/role-demand';
import { Engine } from '../../lib/catalog/engines/engine';
import { SGLANG } from '../../lib/catalog/engines/sglang/definition';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import type { ModelFacts } from '../../lib/catalog/model-facts';
import { resultsOf } from '../../lib/core/evaluate-rules';
import { SecretRef } from '../../lib/core/secret-ref';
import { competitions } from '../../lib/inference/competition';
import { type CutCard, cutCards } from '../../lib/inference/cut-card';
import type { InferencePoolSpec } from '../../lib/inference/inference-pool-props';
import type { LeadingVariable } from '../../lib/inference/leading-variable';
import { type NamedClass, namedClasses } from '../../lib/inference/named-class';
import { objectStoreSchema } from '../../lib/inference/object-store';
import { NO_DEMAND, type PoolDemand } from '../../lib/inference/pool-demand';
import { type PoolView, poolView } from '../../lib/inference/pool-view';
import { type PriorityRivals, priorityRivals } from '../../lib/inference/priority-rivals';
import {
  COMPETITION_RULES,
  CUT_CARD_RULES,
  DEPLOYMENT_RULES,
  DOWNLOAD_RULES,
  ENGINE_RULES,
  LOADED_RULES,
  NAMED_CLASS_RULES,
  PRIORITY_RULES,
  SERVING_RULES,
  SHARED_CARD_RULES,
  STREAM_RULES,
} from '../../lib/inference/rules';
import { nodesCarryGpu } from '../../lib/inference/rules/nodes-carry-gpu';
import { type SharedCard, sharedCards } from '../../lib/inference/shared-card';
import { Speculative } from '../../lib/inference/speculative';
import { usedNodes } from '../../lib/inference/used-nodes';
import { Weights } from '../../lib/inference/weights';
import { ClusterNodes } from '../../lib/platform/cluster-nodes';
import { type NodePoolProps, toNodePool } from '../../lib/platform/node-pool';
import type { NodeSharing } from '../../lib/platform/node-sharing';
import { Nodes } from '../../lib/platform/nodes';
import { PodPriority } from '../../lib/platform/pod-priority';
import { USED_NODE_RULES } from '../../lib/platform/rules';
import type { UsedNodes } from '../../lib/platform/used-nodes';
import { InternalService } from '../../lib/services/internal-service';
import { POOL_SPEC } from '../support/pool-spec';
import { repairTexts } from '../support/repairs';
import { describeRules } from './cases';

const own: NodePoolProps = { gpu: Gpu.H100_SXM, gpusPerNode: 2, nodes: 2 };
const slice = Gpu.mig('3g.40gb', Gpu.H100_SXM);
const cut = { cut: { ...own, mig: { layout: { '3g.40gb': 1, '1g.10gb': 3 } } } };
/** Cards that are cut into as many slices, of which a replica takes one. */
const cutInto = (slices: number) => ({ cut: { ...own, mig: { layout: { '1g.10gb': slices } } } });
const small = Gpu.mig('1g.10gb', Gpu.H100_SXM);
const other: NodePoolProps = { gpu: Gpu.A100_80GB_PCIE, gpusPerNode: 4, nodes: 2 };

const few: NodePoolProps = { ...own, nodes: 1 };
/** Nodes that say what they have. */
const SIZED: NodePoolProps = { ...own, cpuPerNode: 64, memoryGiBPerNode: 256, diskGiBPerNode: 500 };
const spot: NodePoolProps = { ...own, purchase: 'spot' };
const joined: NodePoolProps = { ...own, fabric: { kind: 'roce', gbitPerSecond: 800, resources: { 'rdma/roce': 2 } } };
/** A stage on each node, and a group over both. */
const TWO_NODES = { gpusPerReplica: 4, nodesPerReplica: 2, parallelism: { pipeline: 2 } } as const;
const WIDE = { gpusPerReplica: 4, nodesPerReplica: 2, parallelism: { tensor: 4 } } as const;

function view(
  props: Partial<InferencePoolSpec> = {},
  nodePools: Readonly<Record<string, NodePoolProps>> = { own },
  demand: PoolDemand = NO_DEMAND,
): PoolView {
  const nodes = new ClusterNodes(
    'prod',
    Object.entries(nodePools).map(([name, pool]) => toNodePool(name, pool)),
  );
  const setting = { name: 'p', path: 'stack/p', namespace: 'stack', nodes, image: (reference: string) => reference };
  return poolView({ ...POOL_SPEC, ...props }, { ...setting, demand: () => demand });
}

const CLASSES = { efs: { fsGroup: 'ignored' }, shared: { fsGroup: 'ignored', group: 5_000 } } as const;
const ofClass = (storageClass: string): PoolView => {
  const { spec, setting } = view({ weights: Weights.claim({ storageClass }) });
  return poolView(spec, { ...setting, storageClasses: CLASSES });
};

/** A pool with a drafting model whose facts say something else than those of Llama 3.2 1B. */
const drafted = (facts: Partial<ModelFacts>) => {
  const { facts: published } = Model.LLAMA_3_2_1B_INSTRUCT;
  const drafter = Model.custom({ ...published, id: 'draft', ...facts });
  return view({ speculative: Speculative.draftModel({ drafter, tokens: 3 }) });
};

/** Cards that two engines share, unless said otherwise. */
function parts(more: Partial<NodeSharing> = {}) {
  return { parts: { gpu: Gpu.H100_SXM, nodes: 1, sharing: { engines: 2, ...more } } };
}

const onOneNode = Weights.existingClaim('weights', { accessMode: 'ReadWriteOnce' });
const unlabelled = Gpu.custom({ ...Gpu.H200_SXM.facts, id: 'unlabelled', productLabels: [] });
const unsold = Gpu.custom({ ...Gpu.H200_SXM.facts, id: 'unsold', largestServer: null });

/** A model whose tool calls no engine knows how to parse. */
const unparsed = Model.custom({ ...Model.LLAMA_3_1_8B_INSTRUCT.facts, id: 'own', parsers: {} });
const fileOf = { engine: Engine.ollama(), quantization: 'q4_k_m' } as const;
/** An engine that its makers have given up. */
const given = Engine.of({ ...SGLANG, standing: { kind: 'legacy', why: 'its makers have stopped' } });

const BOUNDED = { minReplicas: 1, maxReplicas: 4, findings: () => [], bind: () => undefined };
/** A policy that asks for the replicas above the floor alone. */
const COUNTING = { ...BOUNDED, countsFloor: true };
const TWO_WAYS: Readonly<Record<string, NodePoolProps>> = {
  steady: { ...own, labels: { buy: 'on-demand' } },
  spot: { ...spot, labels: { buy: 'spot' } },
};
/** A pool with its floor on nodes that stay, and its burst on spot. */
const apart = (props: Partial<InferencePoolSpec>, nodePools = TWO_WAYS): PoolView =>
  view({ nodePool: 'steady', burstNodePools: ['spot'], ...props }, nodePools);
const asked = (requestsPerSecond: number): RoleDemand => ({
  fleet: 'f',
  role: 'r',
  sessions: 1,
  contextTokens: 2_000,
  formula: '1',
  rate: { requestsPerSecond, inputTokens: 1_000, outputTokens: 500 },
});
const burst = (requestsPerSecond: number): PoolDemand => ({
  planned: [asked(1)],
  peak: [asked(requestsPerSecond)],
  classes: [{ role: 'r', latency: 'chat' }],
});

const expendable = PodPriority.custom({ value: -11 });
const inBackground: PoolDemand = { planned: [asked(1)], peak: [], classes: [{ role: 'r', latency: 'background' }], interruptible: true };

describeRules('rules of where a pool runs and from what', DEPLOYMENT_RULES, {
  'engine-for-environment': { violated: [view(fileOf)], compliant: 'never', notApplicable: view() },
  'engine-maintained': { violated: [view({ engine: given })], compliant: 'never', notApplicable: view(fileOf) },
  'engine-observed': { violated: [view(fileOf)], compliant: view(), notApplicable: 'always' },
  'claim-mounts-everywhere': {
    violated: [view({ weights: onOneNode, replicas: 2 })],
    compliant: view({ weights: onOneNode, replicas: 1 }),
    notApplicable: view({ weights: Weights.ephemeral(), replicas: 2 }),
  },
  'claim-writable': {
    violated: [ofClass('efs')],
    compliant: ofClass('shared'),
    notApplicable: ofClass('unknown'),
  },
  'nodes-carry-gpu': { violated: [view({}, { other })], compliant: view(), notApplicable: view({}, {}) },
  'gpu-label-known': {
    violated: [view({ gpu: unlabelled }, {})],
    compliant: view({}, {}),
    notApplicable: view({ gpu: unlabelled }, { own: { ...own, gpu: unlabelled, labels: { team: 'ml' } } }),
  },
  'nodes-start-from-zero': {
    violated: [view({}, { own: { ...own, minNodes: 0 } })],
    compliant: view({}, { own: Nodes.karpenter({ gpu: Gpu.H100_SXM, gpusPerNode: 8, nodes: 2, minNodes: 0 }) }),
    notApplicable: view({}, { own: { ...own, minNodes: 1 } }),
  },
  'replica-in-node': {
    violated: [view({ gpusPerReplica: 4 }), view({ gpu: unsold, gpusPerReplica: 16 }, {})],
    compliant: view({ gpusPerReplica: 2 }),
    notApplicable: view({ gpusPerReplica: 4 }, { other }),
  },
  'pod-fits-node': {
    violated: [view({ resources: { memory: '300Gi' } }, { own: SIZED }), view({ resources: { memory: '250Gi' } }, { own: SIZED })],
    compliant: view({ resources: { memory: '200Gi' } }, { own: SIZED }),
    notApplicable: view({ resources: { memory: '300Gi' } }),
  },
  'nodes-joined': {
    violated: [view(WIDE, { own }), view(TWO_NODES)],
    compliant: view(WIDE, { own: joined }),
    notApplicable: view(),
  },
  'stages-joined': {
    violated: [view({ prefill: {} }, { own: { ...own, fabric: { kind: 'ethernet', gbitPerSecond: 100 } } }), view({ prefill: {} }, {})],
    compliant: view({ prefill: {} }, { own: joined }),
    notApplicable: view(),
  },
  'cards-handed-out-alike': {
    violated: [view({}, { one: { ...own, deviceClass: 'gpu.nvidia.com' }, other: own })],
    compliant: view({}, { one: { ...own, deviceClass: 'gpu.nvidia.com' } }),
    notApplicable: view(),
  },
  'slices-on-nodes': {
    violated: [view({ gpu: slice }, { other: { ...cut.cut, gpu: Gpu.H100_PCIE } })],
    compliant: view({ gpu: slice }, cut),
    notApplicable: view(),
  },
  'image-for-gpu': {
    violated: [view({ gpu: Gpu.MI300X, engine: Engine.vllm({ version: '0.13.0' }) })],
    compliant: view({ gpu: Gpu.MI300X, engine: Engine.vllm() }),
    notApplicable: 'always',
  },
  'starts-before-overload': {
    violated: [view({ scaling: BOUNDED }, {}, burst(200))],
    compliant: view({ scaling: BOUNDED }, {}, burst(1)),
    notApplicable: view({ scaling: BOUNDED }, {}, { ...burst(200), classes: [{ role: 'r', latency: 'background' }] }),
  },
  'scaled-weights-cached': {
    violated: [view({ scaling: BOUNDED, model: Model.LLAMA_3_3_70B_INSTRUCT, gpusPerReplica: 4, weights: Weights.ephemeral() }, {})],
    compliant: view({ scaling: BOUNDED, model: Model.LLAMA_3_3_70B_INSTRUCT, gpusPerReplica: 4, weights: onOneNode }, {}),
    notApplicable: view({ scaling: BOUNDED }, {}),
  },
  'burst-reached': {
    violated: [apart({ scaling: { ...COUNTING, maxReplicas: 1 } })],
    compliant: apart({ scaling: COUNTING }),
    notApplicable: view({ scaling: COUNTING, nodePool: 'own' }),
  },
  'floor-apart': {
    violated: [apart({ scaling: COUNTING }, { steady: own, spot: { ...spot, labels: { buy: 'spot' } } })],
    compliant: apart({ scaling: COUNTING }),
    notApplicable: view({ scaling: COUNTING, nodePool: 'own' }),
  },
  'floor-on-staying-nodes': {
    violated: [view({ scaling: BOUNDED }, { cheap: spot })],
    compliant: view({ scaling: BOUNDED }, { cheap: spot, steady: { ...spot, purchase: 'on-demand', nodes: 1 } }),
    notApplicable: view({ scaling: BOUNDED }, { own }),
  },
  'nodes-started-for-priority': {
    violated: [view({ podPriority: expendable }, { own: { ...own, minNodes: 1 } })],
    compliant: view({ podPriority: PodPriority.BACKGROUND }, { own: { ...own, minNodes: 1 } }),
    notApplicable: view({ podPriority: expendable }),
  },
  'background-takes-nothing': {
    violated: [view({ podPriority: PodPriority.INTERACTIVE }, { own }, inBackground)],
    compliant: view({ podPriority: PodPriority.custom({ value: 5, preempts: false }) }, { own }, inBackground),
    notApplicable: view({ podPriority: PodPriority.INTERACTIVE }, { own }, burst(1)),
  },
  'reservation-measured': {
    violated: [view({}, { kept: { ...own, purchase: 'reserved' } })],
    compliant: view({ measured: { tokensPerSecond: 900, days: 30 } }, { kept: { ...own, purchase: 'reserved' } }),
    notApplicable: view({}, { own }),
  },
  'memory-share-read': {
    violated: [view({ engineMemoryFraction: 0.8 })],
    compliant: view({ gpuMemoryUtilization: 0.9 }),
    notApplicable: view({ gpuMemoryUtilization: undefined }),
  },
  'engine-beside-others': {
    violated: [view({ engine: Engine.sglang() }, parts())],
    compliant: view({}, parts()),
    notApplicable: view({ engine: Engine.sglang() }),
  },
  'image-runs-as-user': {
    violated: [view({ engine: Engine.vllm({ version: '0.19.0' }) }), view({ gpu: Gpu.MI300X })],
    compliant: view(),
    notApplicable: view({ engine: Engine.vllm({ version: '0.19.0', image: 'registry.internal/vllm' }) }),
  },
});

/** The card of the pools of these views. */
const cardOf = (...pools: PoolView[]): SharedCard => sharedCards(pools)[0] as SharedCard;
const encoder = { model: Model.BGE_M3, engine: Engine.textEmbeddingsInference() };
const mps = parts({ strategy: 'mps' });

describeRules('rules of engines that share a card', SHARED_CARD_RULES, {
  'share-within-part': {
    violated: [cardOf(view({ gpuMemoryUtilization: 0.6 }, mps))],
    compliant: cardOf(view({ gpuMemoryUtilization: 0.5 }, mps), view(encoder, mps)),
    notApplicable: cardOf(view({ gpuMemoryUtilization: 0.6 }, parts())),
  },
  'sharers-one-user': {
    violated: [cardOf(view({}, mps), view(encoder, mps))],
    compliant: cardOf(view({}, mps), view({}, mps)),
    notApplicable: cardOf(view({}, parts()), view(encoder, parts())),
  },
  'sharers-isolated': {
    violated: [cardOf(view({}, parts()))],
    compliant: 'never',
    notApplicable: { ...cardOf(view({}, parts())), sharers: [] },
  },
  'parts-used': {
    violated: [cardOf(view({}, parts()))],
    compliant: cardOf(view({}, parts()), view({}, parts())),
    notApplicable: { ...cardOf(view({}, parts())), sharers: [] },
  },
});

const unsaved: PoolDemand = { ...inBackground, interruptible: false };
/** A pool of the background, and on its nodes one that users wait for. */
function beside(
  batch: Partial<InferencePoolSpec>,
  demand = inBackground,
  nodePools: Readonly<Record<string, NodePoolProps>> = { own: few },
): PriorityRivals {
  const { spec, setting } = view({}, nodePools, burst(1));
  const chat = poolView(spec, { ...setting, name: 'chat', path: 'stack/chat' });
  return priorityRivals([view({ replicas: 2, ...batch }, nodePools, demand), chat])[0] as PriorityRivals;
}

/** The same nodes, seen from the pool that users wait for. */
const awaitedBeside = (chat: Partial<InferencePoolSpec>): PriorityRivals => {
  const { spec, setting } = view({ podPriority: PodPriority.BACKGROUND }, { own: few }, inBackground);
  const batch = poolView(spec, { ...setting, name: 'batch', path: 'stack/batch' });
  return priorityRivals([view({ replicas: 2, ...chat }, { own: few }, burst(1)), batch])[0] as PriorityRivals;
};

/** The class that pools name which say these values of it. */
const namedBy = (...values: number[]): NamedClass =>
  namedClasses(values.map((value) => view({ podPriority: PodPriority.existing({ name: 'batch', value }) })))[0] as NamedClass;

describeRules('rules of priority classes that the cluster has', NAMED_CLASS_RULES, {
  'named-classes-agree': { violated: [namedBy(5, 7)], compliant: namedBy(5, 5), notApplicable: namedBy(5) },
});

describeRules('rules of whose pods keep their GPU where nodes are short', PRIORITY_RULES, {
  'background-gives-way': {
    violated: [beside({})],
    compliant: beside({ podPriority: PodPriority.BACKGROUND }),
    notApplicable: beside({}, inBackground, { own }),
  },
  'awaited-goes-first': {
    violated: [awaitedBeside({ podPriority: PodPriority.BACKGROUND })],
    compliant: awaitedBeside({ podPriority: PodPriority.custom({ value: 5 }) }),
    notApplicable: awaitedBeside({}),
  },
  'interrupted-work-kept': {
    violated: [beside({ podPriority: PodPriority.BACKGROUND }, unsaved)],
    compliant: beside({ podPriority: PodPriority.BACKGROUND }),
    notApplicable: beside({}, unsaved),
  },
});

/** The cut cards of the pools of these views. */
const cutOf = (...pools: PoolView[]): CutCard => cutCards(pools)[0] as CutCard;

describeRules('rules of cards that are cut into slices', CUT_CARD_RULES, {
  'slices-used': {
    violated: [cutOf(view({ gpu: small }, cutInto(3)))],
    compliant: cutOf(view({ gpu: small }, cutInto(1))),
    notApplicable: { ...cutOf(view({ gpu: small }, cutInto(3))), cards: 0 },
  },
});

const sharing: PoolDemand = {
  ...NO_DEMAND,
  planned: [{ fleet: 'f', role: 'writer', sessions: 2, contextTokens: 4_000, sharedPrefixTokens: 1_000, formula: '2 workflows' }],
};
const uncached = { extraArgs: ['--no-enable-prefix-caching'] };
const token = SecretRef.existing('hugging-face', 'token');
const local = { checkpoint: '/models/llama' };
const unsized = Model.custom({ ...Model.LLAMA_3_1_8B_INSTRUCT.facts, id: 'own', checkpointGiB: null, paramsTotalB: null });
const policy = (minReplicas: number) => ({ minReplicas, maxReplicas: 4, findings: () => [], bind: () => undefined });
const plugIn = { model: Model.NVIDIA_NEMOTRON_NANO_9B_V2 };
const templated = { model: Model.DEEPSEEK_V3_0324, gpusPerReplica: 8 };
const old = Engine.vllm({ version: '0.8.5' });
const ownEngine = Engine.vllm({ image: 'registry.internal/vllm' });

/** A pool of a model of 131,072 tokens, and a role that plans a context. */
const planning = (maxContextTokens: number, contextTokens: number): PoolView =>
  ({
    ...view(),
    spec: { ...view().spec, maxContextTokens, model: Model.LLAMA_3_1_8B_INSTRUCT },
    demand: { planned: contextTokens === 0 ? [] : [{ contextTokens }], peak: [] },
  }) as never;

describeRules('rules of what a pool asks of its engine', SERVING_RULES, {
  'health-probed': {
    violated: [{ ...view(), engine: { name: 'own', healthPath: '/' } } as never],
    compliant: view(),
    notApplicable: 'always',
  },
  'context-as-planned': {
    violated: [planning(131_072, 4_000)],
    compliant: planning(8_192, 4_000),
    notApplicable: planning(131_072, 0),
  },
  'prompts-kept': {
    violated: [view(uncached, { own }, sharing)],
    compliant: view(uncached),
    notApplicable: view({}, { own }, sharing),
  },
  'prefixes-cached': {
    violated: [view(uncached, { own }, sharing)],
    compliant: 'never',
    notApplicable: view(uncached),
  },
  'tools-parsed': {
    violated: [view({ model: unparsed, toolCalling: true })],
    compliant: view({ toolCalling: true }),
    notApplicable: view({ model: unparsed }),
  },
  'revisions-used': {
    violated: [view({ revisions: { 'acme/other': 'a'.repeat(40) } })],
    compliant: view({ revisions: { 'meta-llama/Llama-3.1-8B-Instruct': 'a'.repeat(40) } }),
    notApplicable: view(),
  },
  'aliases-answered': {
    violated: [view({ aliases: ['llama-3.1-8b-instruct'] })],
    compliant: view({ aliases: ['assistant'] }),
    notApplicable: view(),
  },
  'reasoning-parsed': {
    violated: [view({ reasoning: true })],
    compliant: view({ model: Model.QWEN3_8B, reasoning: true }),
    notApplicable: view({ model: Model.QWEN3_8B }),
  },
  'shape-kept': {
    violated: [view({ engine: Engine.tensorRtLlm(), structuredOutput: 'auto' }), view({ engine: old, structuredOutput: 'xgrammar' })],
    compliant: view({ structuredOutput: 'xgrammar' }),
    notApplicable: view(),
  },
  'thoughts-before-shape': {
    violated: [view({ model: Model.QWEN3_8B, structuredOutput: 'auto', toolCalling: false })],
    compliant: view({ model: Model.QWEN3_8B, structuredOutput: 'auto' }),
    notApplicable: view({ structuredOutput: 'auto', reasoning: false }),
  },
  'variables-free': {
    violated: [view({ env: { HF_TOKEN: token } })],
    compliant: view({ env: { HTTPS_PROXY: 'http://proxy:3128' } }),
    notApplicable: view(),
  },
  'token-used': {
    violated: [view({ ...local, huggingFaceToken: token })],
    compliant: view({ huggingFaceToken: token }),
    notApplicable: view(local),
  },
  'token-for-gated': {
    violated: [view()],
    compliant: view({ huggingFaceToken: token }),
    notApplicable: view({ model: Model.QWEN3_8B }),
  },
  'claim-size-known': {
    violated: [view({ model: unsized, weights: Weights.claim() })],
    compliant: view({ weights: Weights.claim() }),
    notApplicable: view({ model: unsized, weights: Weights.claim({ sizeGiB: 20 }) }),
  },
  'claim-holds-weights': {
    violated: [view({ weights: Weights.claim({ sizeGiB: 10 }) })],
    compliant: view({ weights: Weights.claim({ sizeGiB: 20 }) }),
    notApplicable: view({ weights: Weights.claim() }),
  },
  'scaling-bounds-whole': {
    violated: [view({ scaling: policy(1.5) })],
    compliant: view({ scaling: policy(1) }),
    notApplicable: view(),
  },
  'parsers-present': {
    violated: [view({ model: Model.MINIMAX_M1_80K }), view({ model: Model.GPT_OSS_20B, engine: old })],
    compliant: view(),
    notApplicable: view({ toolCalling: false }),
  },
  'parsers-complete': {
    violated: [view(plugIn), view({ ...plugIn, engine: ownEngine })],
    compliant: view(),
    notApplicable: view({ ...plugIn, toolCalling: false }),
  },
  'chat-template-found': {
    violated: [view({ ...templated, engine: ownEngine })],
    compliant: view({ ...templated, engine: ownEngine, chatTemplate: '/templates/deepseek.jinja' }),
    notApplicable: view(),
  },
});

describeRules('rules of what a pool asks and its engine or its weights cannot give', ENGINE_RULES, {
  'engine-can-serve': {
    violated: [
      view({ kvCacheDtype: 'nvfp4' }),
      view({ engine: Engine.sglang(), gpu: Gpu.MI300X, model: Model.QWEN3_8B, engineMemoryFraction: 0.8 }),
      view({ engine: Engine.textEmbeddingsInference(), model: Model.QWEN3_EMBEDDING_0_6B, maxContextTokens: 8_192 }),
    ],
    compliant: view(),
    notApplicable: 'always',
  },
  'engine-spans-nodes': {
    violated: [view({ engine: Engine.tensorRtLlm(), ...WIDE })],
    compliant: view(TWO_NODES),
    notApplicable: view(),
  },
  'checkpoint-as-planned': {
    violated: [view({ quantization: 'mxfp4' }), view({ checkpoint: 'acme/llama-3.1-8b-instruct-awq' })],
    compliant: view({ quantization: 'fp8' }),
    notApplicable: 'always',
  },
  'drafter-as-planned': {
    violated: [drafted({ nativeQuantization: 'fp8' }), drafted({ huggingFaceId: 'acme/draft-1b-AWQ' })],
    compliant: drafted({}),
    notApplicable: view(),
  },
});

const loads = (modelRepository: string, drafter?: string) => ({
  checkpoint: undefined,
  modelRepository,
  speculative: (drafter === undefined ? undefined : { checkpoint: drafter }) as Speculative | undefined,
});

describeRules('rules of the names of what is loaded', LOADED_RULES, {
  'model-loadable': {
    violated: [loads('--trust-remote-code')],
    compliant: loads('acme/our-8b'),
    notApplicable: { ...loads('--trust-remote-code'), checkpoint: '/models/ours' },
  },
  'drafter-loadable': {
    violated: [loads('acme/our-8b', '-x')],
    compliant: loads('acme/our-8b', 'acme/draft'),
    notApplicable: loads('acme/our-8b'),
  },
});

/** One pool on four GPUs, with replicas of so many. */
function alone(props: Partial<InferencePoolSpec>, nodePools: Readonly<Record<string, NodePoolProps>> = { own }) {
  const first = view(props, nodePools);
  return { first, rivals: [first], nodePool: undefined };
}
const scaled = (minReplicas: number, maxReplicas: number) => ({ scaling: { ...policy(minReplicas), maxReplicas } });
const threes = { three: { gpu: Gpu.H100_SXM, gpusPerNode: 3, nodes: 2 } };

describeRules('rules of pools that compete for nodes', COMPETITION_RULES, {
  'gpus-of-cluster': {
    violated: [alone({ replicas: 5 }), alone(scaled(1, 5))],
    compliant: alone({ replicas: 4 }),
    notApplicable: alone({}, {}),
  },
  'replicas-placeable': {
    violated: [alone({ gpusPerReplica: 2, replicas: 3 }, threes), alone({ gpusPerReplica: 2, ...scaled(1, 3) }, threes)],
    compliant: alone({ gpusPerReplica: 2, replicas: 2 }, threes),
    notApplicable: alone({ replicas: 5 }),
  },
  'pods-fit-nodes': {
    violated: [
      alone({ replicas: 4, resources: { memory: '130Gi' } }, { own: SIZED }),
      alone({ ...scaled(1, 4), resources: { memory: '130Gi' } }, { own: SIZED }),
    ],
    compliant: alone({ replicas: 4, resources: { memory: '100Gi' } }, { own: SIZED }),
    notApplicable: alone({ replicas: 4, resources: { memory: '130Gi' } }),
  },
});

describeRules('rules of what nobody says of nodes', USED_NODE_RULES, {
  'node-size-said': {
    violated: [...usedNodes([view()])],
    compliant: usedNodes([view({}, { own: SIZED })])[0] as UsedNodes,
    notApplicable: 'always',
  },
});

describe('a named node pool', () => {
  const said = (nodePool: string, nodePools: Readonly<Record<string, NodePoolProps>>) => {
    const [result] = resultsOf([nodesCarryGpu], view({ nodePool }, nodePools));
    return [result?.outcome, ...repairTexts(result?.findings[0])];
  };

  test.each([
    ['that is there, with the GPU', 'own', { own, other }, ['compliant']],
    ['that nearly is there', 'owm', { own, other }, ['violated', "nodePool: 'own'"]],
    ['of another GPU', 'other', { own, other }, ['violated', "nodePool: 'own'"]],
    ['of no GPU', 'cpus', { own, cpus: { nodes: 3 } }, ['violated', "nodePool: 'own'"]],
    ['on a cluster that declares none', 'own', {}, ['violated', 'declare it in nodePools of the cluster']],
  ])('%s', (_, nodePool, nodePools, expected) => {
    expect(said(nodePool, nodePools as Readonly<Record<string, NodePoolProps>>)).toEqual(expected);
  });

  test('without labels beside another of its GPU: its pods could land there', () => {
    expect(said('own', { own, more: own })).toEqual([
      'violated',
      expect.stringMatching(/^labels on node pool "own"/),
      'leave out nodePool',
    ]);
    expect(said('own', { own: { ...own, labels: { tier: 'own' } }, more: own })).toEqual(['compliant']);
  });
});

test.each([
  ['no labels', undefined],
  ['an empty set of labels', {}],
])('a node pool with %s selects by the product label, which must be known', (_, labels) => {
  const nodePools = { own: { ...own, gpu: unlabelled, ...(labels === undefined ? {} : { labels }) } };
  const [finding] = resultsOf(DEPLOYMENT_RULES, view({ gpu: unlabelled }, nodePools)).flatMap(({ findings }) =>
    findings.filter(({ code }) => code === 'AF-CLU-003'),
  );
  expect(finding?.repairs).toEqual(['nodePools.own.labels: { … } on the cluster']);
});

test('a node pool that starts from zero is distinguished from those that always run, with the change to type', () => {
  const nodePools = { own: { ...own, minNodes: 0 }, always: own };
  const findings = resultsOf(DEPLOYMENT_RULES, view({}, nodePools)).flatMap(({ findings: all }) =>
    all.filter(({ code }) => code === 'AF-CLU-015'),
  );
  expect(findings.map(({ value }) => value)).toEqual(['own']);
  expect(repairTexts(findings[0])).toEqual([
    'nodePools.own.labels: { … } on the cluster, as the cloud writes them before a node exists',
    "nodePools.own.minNodes ≥ 1 on cluster 'prod'",
  ]);
});

describe('a burst on nodes of its own', () => {
  const of = (code: string, subject: PoolView) =>
    resultsOf(DEPLOYMENT_RULES, subject).flatMap(({ findings }) => findings.filter((finding) => finding.code === code));

  test.each([
    ['may sleep', { ...COUNTING, sleep: { wakesOn: ['tasks'], meanwhile: 'tasks wait' } }, 'scaling.min'],
    ['has no more than its floor', { ...COUNTING, maxReplicas: 1 }, 'scaling.max'],
    ['has a policy that counts the floor as its own', BOUNDED, 'scaling'],
  ])('is refused of a pool that %s', (_, scaling, prop) => {
    expect(of('AF-ELA-029', apart({ scaling })).map((finding) => finding.prop)).toEqual([prop]);
  });
  test.each([
    ['the floor has no labels', { ...TWO_WAYS, steady: own }, 'nodePool'],
    ['the burst has no labels', { ...TWO_WAYS, spot }, 'burstNodePools.0'],
    ['the burst has one label more', { ...TWO_WAYS, spot: { ...spot, labels: { buy: 'on-demand', zone: 'b' } } }, 'nodePool'],
    ['the floor has one label more', { ...TWO_WAYS, steady: { ...own, labels: { buy: 'spot', kept: 'yes' } } }, 'burstNodePools.0'],
  ])('is refused where %s', (_, nodePools, prop) => {
    expect(of('AF-ELA-030', apart({ scaling: COUNTING }, nodePools)).map((finding) => finding.prop)).toEqual([prop]);
  });
  test('one of two node pools that says how it is bought is repaired by the same word of the other', () => {
    const bought = { 'karpenter.sh/capacity-type': 'spot' };
    const [finding] = of(
      'AF-ELA-030',
      apart({ scaling: COUNTING }, { steady: { ...own, labels: { a: 'b' } }, spot: { ...spot, labels: { a: 'b', ...bought } } }),
    );
    expect(repairTexts(finding)[0]).toBe(
      "nodePools.steady.purchase: 'on-demand', which is written as the label karpenter.sh/capacity-type",
    );
    const [unlabelled] = of('AF-ELA-030', apart({ scaling: COUNTING }, { ...TWO_WAYS, steady: own }));
    expect(repairTexts(unlabelled)[0]).toMatch(/^purchase of "steady" and of "spot", where Nodes\.karpenter makes both/);
  });
  test('zones tell nodes apart as labels do, and a node pool that both name is meant', () => {
    const zoned = { steady: { ...own, labels: { a: 'b' }, zones: ['a'] }, spot: { ...spot, labels: { a: 'b' }, zones: ['b'] } };
    expect(of('AF-ELA-030', apart({ scaling: COUNTING }, zoned))).toEqual([]);
    expect(of('AF-ELA-030', apart({ scaling: COUNTING, burstNodePools: ['spot', 'steady'] }))).toEqual([]);
  });
  test('a node pool that is not there, or carries another GPU, is named with its place in the list', () => {
    const wrong = apart({ scaling: COUNTING, burstNodePools: ['spot', 'sopt', 'other'] }, { ...TWO_WAYS, other });
    expect(of('AF-CLU-002', wrong).map((finding) => [finding.prop, finding.value])).toEqual([
      ['burstNodePools.1', 'sopt'],
      ['burstNodePools.2', 'other'],
    ]);
  });
  test('a floor on spot nodes is no floor', () => {
    const turned = apart({ scaling: COUNTING, nodePool: 'spot', burstNodePools: ['steady'] });
    expect(of('AF-ELA-009', turned).map((finding) => finding.prop)).toEqual(['nodePool']);
    expect(of('AF-ELA-009', apart({ scaling: COUNTING }))).toEqual([]);
  });
  test('the floor must fit on its own nodes, and the burst on its own', () => {
    const few = { steady: { ...own, gpusPerNode: 1, nodes: 1, labels: { a: 'b' } }, spot: { ...spot, nodes: 9, labels: { a: 'c' } } };
    const codesOf = (subject: PoolView) =>
      competitions([subject]).flatMap((competition) =>
        resultsOf(COMPETITION_RULES, competition).flatMap(({ findings }) => findings.map(({ code, severity }) => `${code} ${severity}`)),
      );
    expect(codesOf(apart({ scaling: { ...COUNTING, minReplicas: 2 } }, few))).toEqual(['AF-CLU-001 error']);
    expect(codesOf(apart({ scaling: { ...COUNTING, maxReplicas: 19 } }, few))).toEqual([]);
    expect(codesOf(apart({ scaling: { ...COUNTING, maxReplicas: 20 } }, few))).toEqual(['AF-CLU-001 warning']);
  });
});

describe('a floor beside spot nodes', () => {
  const rule = DEPLOYMENT_RULES.find(({ code }) => code === 'AF-ELA-009');
  const two = { ...BOUNDED, minReplicas: 2 };
  const steady: NodePoolProps = { ...own, gpusPerNode: 1, nodes: 1, purchase: 'reserved' };

  test('has to be held as a whole by nodes that stay', () => {
    expect(rule?.check(view({ scaling: two }, { cheap: spot, steady }))).toMatchObject([
      { prop: 'scaling.min', value: 2, message: expect.stringContaining('there is room for 1') },
    ]);
    expect(rule?.check(view({ scaling: two }, { cheap: spot, steady: { ...steady, nodes: 2 } }))).toBe('compliant');
  });
  test('a replica of two GPUs needs both on one node', () => {
    const wide = { scaling: BOUNDED, gpusPerReplica: 2 };
    expect(rule?.check(view(wide, { cheap: spot, steady: { ...steady, nodes: 4 } }))).toMatchObject([{ value: 1 }]);
    expect(rule?.check(view(wide, { cheap: spot, steady: { ...steady, gpusPerNode: 2 } }))).toBe('compliant');
  });
  test('a pool that is pinned to spot nodes is told which prop keeps it there', () => {
    expect(rule?.check(view({ scaling: BOUNDED, nodePool: 'cheap' }, { cheap: spot, steady }))).toMatchObject([
      { prop: 'nodePool', value: 'cheap', repairs: [expect.anything(), expect.stringContaining('nodePool left out')] },
    ]);
  });
  test('a pool that sleeps has no floor, and one that does not scale has no burst', () => {
    const asleep = { ...BOUNDED, sleep: { wakesOn: ['tasks'], meanwhile: 'tasks wait' } };
    expect(rule?.check(view({ scaling: asleep }, { cheap: spot }))).toBe('not-applicable');
    expect(rule?.check(view({ replicas: 2 }, { cheap: spot }))).toBe('not-applicable');
  });
});

test('twenty-nine days of measuring are not thirty', () => {
  const rule = DEPLOYMENT_RULES.find(({ code }) => code === 'AF-ELA-010');
  const measured = { tokensPerSecond: 900, days: 29 };
  expect(rule?.check(view({ measured }, { kept: { ...own, purchase: 'reserved' } }))).toMatchObject([{ prop: 'measured.days', value: 29 }]);
});

test('the days of a measurement change nothing that is computed', () => {
  const measured = { tokensPerSecond: 900, ttftMs: 200, atConcurrency: 8 };
  expect(view({ measured: { ...measured, days: 30 } }).input.measured).toEqual(measured);
});

const bucket = objectStoreSchema.parse({ uri: 's3://weights/llama', region: 'eu-west-1' });
const streams = { store: bucket, knownTo: 's3', behindProxy: false } as const;
const minio = new InternalService({ name: 'minio', namespace: 'storage', port: 9000 });

const led = (closed: LeadingVariable['closed'], isProxy = false): LeadingVariable => ({
  name: isProxy ? 'HTTPS_PROXY' : 'HF_ENDPOINT',
  value: 'https://hub.example.com',
  isProxy,
  host: 'hub.example.com',
  closed,
});

describeRules('rules of variables that lead a download', DOWNLOAD_RULES, {
  'download-reached': {
    violated: [
      [led(undefined), led('not public'), led('not named'), led('no address', true), led('not public', true), led('another proxy', true)],
    ],
    compliant: [led(undefined), led(undefined, true)],
    notApplicable: [],
  },
});

describeRules('rules of pods that stream their weights', STREAM_RULES, {
  'store-signed': {
    violated: [{ ...streams, knownTo: undefined }],
    compliant: streams,
    notApplicable: { ...streams, store: { ...bucket, anonymous: true }, knownTo: undefined },
  },
  'store-past-proxy': {
    violated: [{ ...streams, behindProxy: true }],
    compliant: streams,
    notApplicable: { ...streams, store: { ...bucket, service: minio } },
  },
});
